#include "services/workspace/registry_writer.h"
#include "tests/gui/run/run_fixture.h"
#include "tests/gui/wheel_turn.h"
#include "widgets/charts/line_chart.h"
#include "widgets/common/labels.h"
#include "widgets/common/markdown_view.h"
#include "widgets/common/state_pill.h"
#include "widgets/run/metric_card.h"
#include "widgets/run/metric_cards.h"

#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>

using namespace binnacle;
using namespace binnacle::test;

// The page of one run.
class TestRunPage : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunFixture> window;

    QString shownName() const { return window->find<ElidedLabel>("runPageName")->fullText(); }
    void section(RunPage::Section section) const
    {
        auto* tabs = window->find<QTabBar>("runSections");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(section).center());
        QCOMPARE(tabs->currentIndex(), static_cast<int>(section));
    }
    // The first place of the view at which there is a link.
    static QPoint linkIn(const MarkdownView* view)
    {
        for (int y = 2; y < view->viewport()->height(); y += 4) {
            for (int x = 2; x < view->viewport()->width(); x += 4) {
                if (!view->anchorAt({x, y}).isEmpty())
                    return {x, y};
            }
        }
        return {};
    }
    void setNote(const QString& text) const
    {
        Edit edit;
        edit.run = window->row("wine-gbm-058");
        edit.kind = Edit::Kind::SetTag;
        edit.key = tags::note;
        edit.value = text.toStdString();
        QVERIFY(OutboxStore(window->workspace).add(edit).has_value());
    }

private slots:
    void init()
    {
        window = std::make_unique<RunFixture>();
        window->open("wine-gbm-058");
    }
    void cleanup() { window.reset(); }

    void overviewTellsTheFactsAndCopiesIds()
    {
        QCOMPARE(shownName(), QStringLiteral("wine-gbm-058"));
        QVERIFY(!window->find<Pill>("runPageState")->text().isEmpty());
        const Run run = window->mirrored("wine-gbm-058");
        window->press("copyRunId");
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(run.id));
        window->press("copyCommit");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("4be21d0c2f7a9e55"));
        window->press("copyDigest");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("9f31c0de"));
        auto* params = window->find<QTableView>("pageParams");
        QCOMPARE(params->model()->rowCount(), 4);
        QCOMPARE(window->page->contextLine(), QStringLiteral("prod-mlflow · wine-quality"));
        QVERIFY(!window->find<QTabBar>("runSections")->isTabVisible(RunPage::Children));
    }

    void runIsRenamedByKeyboard()
    {
        auto* edit = window->find<QLineEdit>("runPageNameEdit");
        window->press("runPageRename");
        QVERIFY(edit->isVisible());
        QTest::keyClick(edit, Qt::Key_Escape); // left alone, and the page stays
        QVERIFY(!edit->isVisible());
        QTest::keyClick(window->page.get(), Qt::Key_F2);
        QVERIFY(edit->isVisible());
        QTest::keyClicks(edit, QStringLiteral("the one to keep"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(shownName(), QStringLiteral("the one to keep"));
    }

    void tagIsAddedAndShownAsPending()
    {
        QTest::keyClicks(window->find<QLineEdit>("tagKey"), QStringLiteral("stage"));
        QTest::keyClicks(window->find<QLineEdit>("tagValue"), QStringLiteral("candidate"));
        QTest::keyClick(window->find<QLineEdit>("tagValue"), Qt::Key_Return);
        QTRY_VERIFY(window->page->findChild<QLabel*>(QStringLiteral("pending:stage")));
    }

    void noteIsWrittenAndRendered()
    {
        window->press("noteToggle");
        auto* edit = window->find<QPlainTextEdit>("noteEdit");
        QTRY_VERIFY(edit->isVisible() && edit->hasFocus());
        QTest::keyClicks(edit, QStringLiteral("# Learned"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTest::keyClicks(edit, QStringLiteral("**Deeper** trees help"));
        window->press("noteSave");
        auto* view = window->find<MarkdownView>("noteView");
        QTRY_VERIFY(view->isVisible());
        QCOMPARE(view->toPlainText(), QStringLiteral("Learned\nDeeper trees help"));
        QTRY_VERIFY(findValue(window->mirrored("wine-gbm-058").tags, tags::note) != nullptr);
    }

    void noteLoadsNothingAndAsksBeforeALink()
    {
        window->put("wine-gbm-058", "x.png", pictureBytes({20, 20}, Qt::red));
        const QString picture = QUrl::fromLocalFile(window->artifacts()).toString();
        setNote(QStringLiteral("[plan](https://example.com/plan) ![p](%1/x.png) <img src=\"%1/x\">")
                    .arg(picture));
        auto* view = window->find<MarkdownView>("noteView");
        QTRY_VERIFY(view->toPlainText().contains(QStringLiteral("plan")));
        QVERIFY(view->loadResource(QTextDocument::ImageResource, QUrl(picture)).isNull());
        QVERIFY(view->toPlainText().contains(QStringLiteral("<img"))); // HTML is text
        window->prompts->accept = false;
        QPoint place;
        QTRY_VERIFY(!(place = linkIn(view)).isNull());
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(window->prompts->asked.size(), 1);
        QVERIFY(window->prompts->asked[0].contains(QStringLiteral("https://example.com/plan")));
    }

    void linksToFilesAreNotOpened()
    {
        setNote(QStringLiteral("[key](file:///etc/passwd)"));
        auto* view = window->find<MarkdownView>("noteView");
        QPoint place;
        QTRY_VERIFY(!(place = linkIn(view)).isNull());
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, place);
        QVERIFY(window->prompts->asked.isEmpty());
        QCOMPARE(window->prompts->told.size(), 1);
    }

    void onlyCardsInSightAreBuilt()
    {
        window->addWideRun(2000);
        window->open("wide");
        section(RunPage::Metrics);
        auto* cards = window->find<MetricCards>("metricCards");
        QTRY_COMPARE(cards->shownMetrics(), 2000);
        QTRY_VERIFY(cards->builtCards() > 0);
        const int built = cards->builtCards();
        QVERIFY2(built <= 20, qPrintable(QString::number(built)));
        cards->verticalScrollBar()->setValue(cards->verticalScrollBar()->maximum());
        QVERIFY(cards->builtCards() <= built + 6);
        const auto isShown = [&](const QString& metric) {
            for (const auto* card : cards->findChildren<MetricCard*>())
                if (card->isVisible() && card->metric() == metric)
                    return true;
            return false;
        };
        QVERIFY(isShown(QStringLiteral("val/class_1999")));
        QVERIFY(!isShown(QStringLiteral("val/class_0000")));
        QTest::keyClicks(window->find<QLineEdit>("metricSearch"), QStringLiteral("CLASS 077"));
        QTRY_COMPARE(cards->shownMetrics(), 12); // 0770 to 0779, 0077, 1077
        QVERIFY(isShown(QStringLiteral("val/class_0777")));
        QCOMPARE(window->find<QLabel>("metricCount")->text(), QStringLiteral("12 metrics"));
    }

    // Five thousand metrics cost a screen of cards, and the wheel over a chart scrolls through
    // them.
    void thousandsOfMetricsCostAScreenOfCards()
    {
        window->addWideRun(5000);
        QElapsedTimer opening;
        opening.start();
        window->open("wide");
        section(RunPage::Metrics);
        auto* cards = window->find<MetricCards>("metricCards");
        QTRY_COMPARE(cards->shownMetrics(), 5000);
        QTRY_VERIFY(cards->builtCards() > 0);
        qInfo("5,000 metrics: page opened in %lld ms", static_cast<long long>(opening.elapsed()));
        QVERIFY(cards->builtCards() <= 20);
        auto* card = cards->findChild<MetricCard*>();
        auto* bar = cards->verticalScrollBar();
        for (int turn = 0; turn < 3; ++turn) {
            const int before = bar->value();
            turnWheelOver(&card->chart());
            QVERIFY(bar->value() > before);
        }
        QVERIFY(cards->builtCards() <= 26);
    }

    void metricCardShowsTheHistory()
    {
        section(RunPage::Metrics);
        auto* cards = window->find<MetricCards>("metricCards");
        QTRY_COMPARE(cards->builtCards(), 2);
        auto* card = cards->findChild<MetricCard*>();
        QTRY_COMPARE(card->series().state(), ChartSeriesModel::State::Ready);
        QCOMPARE(card->series().pointsText(), QStringLiteral("120 of 120 points"));
    }

    void childrenOpenInPlaceAndBackLeadsToTheParent()
    {
        window->open("sweep-lr");
        section(RunPage::Children);
        auto* table = window->find<QTableView>("childRuns");
        QCOMPARE(table->model()->rowCount(), 8);
        const QModelIndex second = table->model()->index(1, 0);
        const QString name = second.data().toString();
        const QPoint place = table->visualRect(second).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, place);
        QTRY_COMPARE(shownName(), name);
        QTRY_VERIFY(window->page->findChild<QWidget*>(QStringLiteral("openParent")));
        QSignalSpy closed(window->page.get(), &RunPage::closed);
        QTest::keyClick(window->page.get(), Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(shownName(), QStringLiteral("sweep-lr"));
        QCOMPARE(closed.size(), 0);
        QTest::keyClick(window->page.get(), Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
    }

    void parentIsOpenedByItsName()
    {
        window->open("sweep-lr-03");
        QTRY_VERIFY(window->page->findChild<QWidget*>(QStringLiteral("openParent")));
        window->press("openParent");
        QTRY_COMPARE(shownName(), QStringLiteral("sweep-lr"));
        window->press("runBack");
        QTRY_COMPARE(shownName(), QStringLiteral("sweep-lr-03"));
    }

    void loggedModelIsToldWithItsSignature()
    {
        LoggedModel model;
        model.id = "m-0123";
        model.name = "classifier";
        model.status = "READY";
        model.experimentId = "1";
        model.sourceRunId = window->mirrored("wine-gbm-058").id;
        window->put("wine-gbm-058", "classifier/MLmodel",
                    "flavors:\n  sklearn:\n    sklearn_version: 1.5.2\nsignature:\n  inputs: "
                    "'[{\"type\": \"double\", \"name\": \"alcohol\"}]'\n");
        QVERIFY(MirrorWriter(window->workspace, window->store->prod).putLoggedModels({model}));
        QTRY_VERIFY(window->page->model()->data() &&
                    !window->page->model()->data()->details.models.empty());
        section(RunPage::Models);
        const auto says = [&](const QString& text) {
            for (const auto* label : window->page->findChildren<ElidedLabel*>())
                if (label->isVisible() && label->fullText() == text)
                    return true;
            return false;
        };
        QTRY_VERIFY(says(QStringLiteral("sklearn 1.5.2")));
        QVERIFY(says(QStringLiteral("alcohol: double")));
    }

    void whatWasRegisteredOfItIsToldAndOpens()
    {
        const auto run = window->mirrored("wine-gbm-058");
        QVERIFY(!window->page->findChild<QPushButton*>(QStringLiteral("version:wine/3")));
        RegisteredModel model;
        model.name = "wine";
        model.aliases = {{"champion", "3"}};
        ModelVersion version;
        version.model = "wine";
        version.version = "3";
        version.runId = run.id;
        const RegistryWriter writer(window->workspace, window->store->prod);
        QVERIFY(writer.putModels({model}, *run.startTime));
        QVERIFY(writer.putVersions({version}, *run.startTime));
        // The section of models has the same list.
        const auto link = [&]() -> QPushButton* {
            for (auto* button :
                 window->page->findChildren<QPushButton*>(QStringLiteral("version:wine/3"))) {
                if (button->isVisible())
                    return button;
            }
            return nullptr;
        };
        QTRY_VERIFY(link());
        bool alias = false;
        for (const auto* pill : window->page->findChildren<Pill*>())
            alias |= pill->isVisible() && pill->text() == u"champion";
        QVERIFY(alias);
        QSignalSpy opened(window->page.get(), &RunPage::versionRequested);
        QTest::mouseClick(link(), Qt::LeftButton);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().at(1).toString(), QStringLiteral("3"));

        // One more version of what it logged.
        LoggedModel logged;
        logged.id = "m-0123";
        logged.name = "classifier";
        logged.experimentId = "1";
        logged.sourceRunId = run.id;
        QVERIFY(MirrorWriter(window->workspace, window->store->prod).putLoggedModels({logged}));
        QTRY_VERIFY(window->page->findChild<QPushButton*>(QStringLiteral("register:classifier")));
        section(RunPage::Models);
        QSignalSpy registered(window->page.get(), &RunPage::registerRequested);
        window->press("register:classifier");
        QCOMPARE(registered.count(), 1);
        QCOMPARE(registered.first().at(1).toString(), QStringLiteral("classifier"));
        QCOMPARE(window->page->commands().size(), 1);
        window->page->commands().first().run();
        QCOMPARE(registered.count(), 2);
    }

    void reproductionIsListedAndSaved()
    {
        window->put("wine-gbm-058", "model/requirements.txt", "scikit-learn==1.5.2\n");
        window->put("wine-gbm-058", "model/python_env.yaml", "python: 3.11.2\n");
        section(RunPage::Reproduce);
        QTRY_VERIFY(window->page->findChild<Card*>(QStringLiteral("part:seeds")));
        const auto state = [&](const char* part) {
            return window->find<Card>(part)->findChild<Pill*>(QStringLiteral("partState"))->text();
        };
        QCOMPARE(state("part:seeds"), QStringLiteral("Known"));
        QCOMPARE(state("part:environment"), QStringLiteral("Known"));
        QCOMPARE(state("part:repository"), QStringLiteral("Missing"));
        auto* repository = window->find<QLineEdit>("reproduceRepository");
        QVERIFY(repository->isVisible());
        QTest::keyClicks(repository, QStringLiteral("https://git.example.com/wine.git"));
        QTest::keyClick(repository, Qt::Key_Return);
        QTRY_COMPARE(state("part:repository"), QStringLiteral("Known"));
        QVERIFY(QDir().mkpath(window->file("saved")));
        window->prompts->folder = window->file("saved");
        window->press("reproduceSave");
        auto* status = window->find<QLabel>("reproduceStatus");
        QTRY_VERIFY(status->text().contains(QStringLiteral("Saved to")));
        const QDir saved(window->file("saved"));
        QCOMPARE(saved.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
        const QDir inside(saved.filePath(saved.entryList(QDir::Dirs | QDir::NoDotAndDotDot)[0]));
        QVERIFY(inside.exists(QStringLiteral("reproduce.sh")));
        QVERIFY(inside.exists(QStringLiteral("environment/requirements.txt")));
    }

    void aSourceOutOfReachStillShowsTheRun()
    {
        window->backend->away = true;
        section(RunPage::Artifacts);
        QTRY_VERIFY(window->find<QLabel>("emptySentence") != nullptr);
        bool said = false;
        QTRY_VERIFY([&] {
            for (const auto* label :
                 window->page->findChildren<QLabel*>(QStringLiteral("emptySentence")))
                said = said || label->text().contains(QStringLiteral("does not answer"));
            return said;
        }());
    }

    void everyControlHasANameForScreenReaders()
    {
        for (int i = 0; i < RunPage::SectionCount; ++i) {
            window->page->showSection(static_cast<RunPage::Section>(i));
            for (const QWidget* widget : window->page->findChildren<QWidget*>()) {
                if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) ||
                    widget->objectName().startsWith(QStringLiteral("qt_")))
                    continue;
                const auto* button = qobject_cast<const QAbstractButton*>(widget);
                const bool named =
                    !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
                QVERIFY2(named, qPrintable(QStringLiteral("%1 %2").arg(
                                    QString::fromLatin1(widget->metaObject()->className()),
                                    widget->objectName())));
            }
        }
    }
};

QTEST_MAIN(TestRunPage)
#include "test_run_page.moc"
