#include "tests/gui/runs/runs_fixture.h"
#include "widgets/common/completion_popup.h"
#include "widgets/runs/filter_edit.h"

#include <QLabel>
#include <QListView>
#include <QTextBlock>
#include <QTextLayout>

using namespace binnacle;
using namespace binnacle::test;

// Typing into the filter: results, errors, completion.
class TestFilterEdit : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunsFixture> window;
    FilterEdit* edit = nullptr;

    void type(const char* text)
    {
        edit->setFocus();
        QTest::keyClicks(edit, QString::fromUtf8(text));
    }
    CompletionPopup* popup() const
    {
        return window->page->window()->findChild<CompletionPopup*>(
            QStringLiteral("filterCompletion"));
    }
    bool offers(const QString& text) const
    {
        if (!popup() || !popup()->isVisible())
            return false;
        for (const auto& item : popup()->items()) {
            if (item.text == text)
                return true;
        }
        return false;
    }
    void choose(const QString& text)
    {
        for (const auto& item : popup()->items()) {
            QTest::keyClick(edit, Qt::Key_Down);
            if (item.text == text)
                break;
        }
        QTest::keyClick(edit, Qt::Key_Return);
    }

private slots:
    void init()
    {
        window = std::make_unique<RunsFixture>();
        window->page->activateWindow();
        edit = window->find<FilterEdit>("filterEdit");
        QTRY_VERIFY(window->isSettled(allRuns));
    }
    void cleanup() { window.reset(); }

    void resultFollowsAPauseWhileTyping()
    {
        type("params.model = 'rf'");
        QTRY_VERIFY(window->model()->rowCount() < allRuns && window->model()->rowCount() > 0);
        QTRY_VERIFY(window->isFilled());
        for (int row = 0; row < window->model()->rowCount(); ++row)
            QVERIFY(window->text(row, 0).contains(QStringLiteral("rf")) ||
                    window->text(row, 0).contains(QStringLiteral("cnn")) ||
                    window->text(row, 0).contains(QStringLiteral("와인")));
        QVERIFY(window->find<QLabel>("runCounts")->text().contains(QStringLiteral("of 90")));
    }

    void errorIsMarkedAtItsCharacterAndTheRowsStay()
    {
        type("metrics.val_accuracy > good");
        QTest::keyClick(edit, Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(edit->error().has_value());
        QCOMPARE(edit->error()->position, 23U); // "good"
        auto* sentence = window->find<QLabel>("filterError");
        QVERIFY(sentence->isVisible());
        QVERIFY(!sentence->text().isEmpty());
        QCOMPARE(window->model()->rowCount(), allRuns);
        bool marked = false;
        const auto formats = edit->document()->firstBlock().layout()->formats();
        for (const auto& range : formats)
            marked = marked || (range.format.underlineStyle() == QTextCharFormat::WaveUnderline &&
                                range.start <= 23 && range.start + range.length > 23);
        QVERIFY(marked);

        for (int i = 0; i < 4; ++i)
            QTest::keyClick(edit, Qt::Key_Backspace);
        QVERIFY(!edit->error().has_value());
        type("0.95");
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(window->model()->rowCount() < allRuns);
        QVERIFY(!sentence->isVisible());
    }

    void unfinishedFilterIsNoErrorAtOnce()
    {
        type("metrics.");
        QVERIFY(!edit->error().has_value());
        QTRY_VERIFY(offers(QStringLiteral("val_loss")));
        QTest::keyClick(edit, Qt::Key_Escape); // no way on is wanted
        QTRY_VERIFY(edit->error().has_value());
    }

    void keyOperatorAndValueAreCompleted()
    {
        type("params.mo");
        QTRY_VERIFY(offers(QStringLiteral("model")));
        choose(QStringLiteral("model"));
        QCOMPARE(edit->filter(), QStringLiteral("params.model "));
        QTRY_VERIFY(offers(QStringLiteral("LIKE")));
        type("= ");
        QTRY_VERIFY(offers(QStringLiteral("'gbm'")));
        choose(QStringLiteral("'gbm'"));
        QCOMPARE(edit->filter(), QStringLiteral("params.model = 'gbm' "));
        QTRY_VERIFY(offers(QStringLiteral("AND")));
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!popup()->isVisible());
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(window->model()->rowCount() < allRuns);
    }

    void wholeColumnIsFoundByAPartOfItsName()
    {
        type("accur");
        QTRY_VERIFY(offers(QStringLiteral("metrics.val_accuracy")));
        choose(QStringLiteral("metrics.val_accuracy"));
        QCOMPARE(edit->filter(), QStringLiteral("metrics.val_accuracy "));
    }

    void koreanTextBeforeTheErrorDoesNotMoveTheMark()
    {
        edit->setFocus(); // an input method puts whole words in
        edit->insertPlainText(QStringLiteral("tags.team = '와인' AND metrics.val_loss < x"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(edit->error().has_value());
        int start = -1;
        const auto formats = edit->document()->firstBlock().layout()->formats();
        for (const auto& range : formats) {
            if (range.format.underlineStyle() == QTextCharFormat::WaveUnderline && start < 0)
                start = range.start;
        }
        QCOMPARE(start, static_cast<int>(edit->filter().size()) - 1);
    }
};

QTEST_MAIN(TestFilterEdit)
#include "test_filter_edit.moc"
