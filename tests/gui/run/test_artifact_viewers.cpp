#include "tests/gui/run/run_fixture.h"
#include "tests/unit/artifacts/parquet_bytes.h"
#include "widgets/artifacts/artifact_viewer.h"
#include "widgets/artifacts/artifacts_panel.h"
#include "widgets/artifacts/matrix_view.h"
#include "widgets/artifacts/picture_view.h"
#include "widgets/artifacts/text_view.h"
#include "widgets/common/markdown_view.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLabel>
#include <QTabBar>
#include <QTableView>
#include <QTreeView>

using namespace binnacle;
using namespace binnacle::test;
using Form = ArtifactViewer::Form;

// The artifacts of a run: found in the tree, shown in the way that suits them, saved.
class TestArtifactViewers : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunFixture> window;

    ArtifactViewer* viewer() const { return window->page->findChild<ArtifactViewer*>(); }
    void look(const char* name) const
    {
        window->clickArtifact(QString::fromUtf8(name));
        QTRY_VERIFY(viewer()->form() != Form::Nothing);
    }
    void chooseForm(Form form) const
    {
        auto* tabs = window->find<QTabBar>("artifactForms");
        const auto& forms = viewer()->forms();
        const auto at = std::find(forms.begin(), forms.end(), form);
        QVERIFY(at != forms.end());
        QTest::mouseClick(tabs, Qt::LeftButton, {},
                          tabs->tabRect(static_cast<int>(at - forms.begin())).center());
        QCOMPARE(viewer()->form(), form);
    }
    void open(const std::map<const char*, QByteArray>& files) const
    {
        for (const auto& [path, bytes] : files)
            window->put("wine-gbm-058", path, bytes);
        window->open("wine-gbm-058");
        window->page->showSection(RunPage::Artifacts);
    }

private slots:
    void init() { window = std::make_unique<RunFixture>(); }
    void cleanup() { window.reset(); }

    void textHasLineNumbers()
    {
        open({{"train.log", "epoch 0\nepoch 1\n와인 2\n"}});
        look("train");
        QCOMPARE(viewer()->form(), Form::Text);
        auto* text = window->find<TextView>("artifactText");
        QVERIFY(text->toPlainText().contains(QStringLiteral("와인 2")));
        QVERIFY(text->gutterWidth() > 10);
        QVERIFY(text->isReadOnly());
        QVERIFY(!window->find<QTabBar>("artifactForms")->isVisible());
    }

    void jsonIsATreeAndText()
    {
        open({{"params.json", R"({"opt": {"lr": 0.1}, "n": NaN})"}});
        look("params");
        QCOMPARE(viewer()->form(), Form::Tree);
        auto* tree = window->find<QTreeView>("artifactStructure");
        QCOMPARE(tree->model()->rowCount(), 2);
        QVERIFY(tree->isExpanded(tree->model()->index(0, 0)));
        chooseForm(Form::Text);
        QVERIFY(
            window->find<TextView>("artifactText")->toPlainText().contains(QStringLiteral("NaN")));
    }

    void parquetIsATableWithItsFacts()
    {
        open({{"scores.parquet", parquetOf("SELECT i AS id, round(1 - 1 / (i + 1), 4) AS score, "
                                           "'와인-' || i AS wine FROM range(2500) t(i)")},
              {"torn.parquet", "PAR1 and nothing more"}});
        look("scores");
        QCOMPARE(viewer()->form(), Form::Table);
        auto* table = window->find<QTableView>("artifactTable");
        QCOMPARE(table->model()->rowCount(), 1'000);
        QCOMPARE(table->model()->index(3, 2).data().toString(), QStringLiteral("와인-3"));
        auto* note = window->find<QLabel>("artifactNote");
        QCOMPARE(note->text(), QStringLiteral("The first 1,000 of 2,500 rows."));
        chooseForm(Form::Facts);
        QVERIFY(window->find<TextView>("artifactFacts")
                    ->toPlainText()
                    .startsWith(QStringLiteral("Parquet table")));
        look("torn");
        QTRY_COMPARE(viewer()->form(), Form::Facts);
        QVERIFY(window->find<TextView>("artifactFacts")
                    ->toPlainText()
                    .contains(QStringLiteral("damaged or not complete")));
    }

    void tableIsSortedByAClickAndCopied()
    {
        open({{"eval.csv", "id,p\na,10\nb,9\nc,80\n"}});
        look("eval");
        QCOMPARE(viewer()->form(), Form::Table);
        auto* table = window->find<QTableView>("artifactTable");
        auto* header = table->horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(1) + 10, header->height() / 2});
        QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("9"));
        QCOMPARE(table->model()->index(2, 1).data().toString(), QStringLiteral("80"));
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("b\t9"));
    }

    void pictureIsShownWithItsSize()
    {
        open({{"roc.png", pictureBytes({300, 200}, Qt::darkGreen)}});
        look("roc");
        QCOMPARE(viewer()->form(), Form::Picture);
        QCOMPARE(window->find<PictureView>("artifactPicture")->picture().size(), QSize(300, 200));
        QVERIFY(window->find<QLabel>("artifactStatus")
                    ->text()
                    .startsWith(QStringLiteral("300 × 200 pixels")));
    }

    void confusionMatrixTellsItsCells()
    {
        open({{"confusion_matrix.json",
               R"({"labels": ["cat", "dog"], "confusion_matrix": [[8, 2], [1, 9]]})"}});
        look("confusion");
        QCOMPARE(viewer()->form(), Form::Matrix);
        auto* matrix = window->find<MatrixView>("artifactMatrix");
        QCOMPARE(matrix->matrix().accuracy(), 0.85);
        QCOMPARE(matrix->scale(), 9.0);
        QVERIFY(matrix->accessibleDescription().contains(QStringLiteral("0.85")));
    }

    void markdownIsRenderedHtmlIsText()
    {
        open({{"card.md", "# Model card\n\nSafe."},
              {"report.html", "<script>alert(1)</script><h1>Report</h1>"}});
        look("card");
        QCOMPARE(viewer()->form(), Form::Markdown);
        QCOMPARE(window->find<MarkdownView>("artifactMarkdown")->toPlainText(),
                 QStringLiteral("Model card\nSafe."));
        look("report");
        QCOMPARE(viewer()->form(), Form::Text);
        QVERIFY(window->find<TextView>("artifactText")
                    ->toPlainText()
                    .contains(QStringLiteral("<script>")));
    }

    void pickleIsFactsOnly()
    {
        open({{"model.pkl", QByteArray("\x80\x05\x95\0\0", 5)}});
        look("model");
        QCOMPARE(viewer()->form(), Form::Facts);
        const QString facts = window->find<TextView>("artifactFacts")->toPlainText();
        QVERIFY(facts.contains(QStringLiteral("Python pickle")));
        QVERIFY(facts.contains(QStringLiteral("5 bytes")));
        QVERIFY(facts.contains(QStringLiteral("80 05 95 00 00")));
    }

    void artifactIsSavedOverWhatWasThere()
    {
        open({{"train.log", "short\n"}});
        look("train");
        window->prompts->file = window->file("copy.log");
        QFile before(window->prompts->file);
        QVERIFY(before.open(QIODevice::WriteOnly));
        before.write("something longer than the artifact");
        before.close();
        window->press("artifactSave");
        QTRY_VERIFY(
            window->find<QLabel>("artifactStatus")->text().startsWith(QStringLiteral("Saved as")));
        QFile saved(window->prompts->file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), QByteArray("short\n"));
    }

    void largeFileIsPreviewedWithANote()
    {
        open({{"big.log", QByteArray("0123456789abcdef\n").repeated(400'000)}});
        look("big");
        QTRY_VERIFY(window->find<QLabel>("artifactNote")->isVisible());
        QVERIFY(window->find<QLabel>("artifactNote")
                    ->text()
                    .contains(QStringLiteral("4.0\u00a0MB of 6.8\u00a0MB")));
    }

    void noArtifactsIsSaid()
    {
        window->open("wine-gbm-058");
        window->page->showSection(RunPage::Artifacts);
        const auto said = [&] {
            for (const auto* label :
                 window->page->findChildren<QLabel*>(QStringLiteral("emptySentence")))
                if (label->isVisible() && label->text().contains(QStringLiteral("no artifacts")))
                    return true;
            return false;
        };
        QTRY_VERIFY(said());
    }
};

QTEST_MAIN(TestArtifactViewers)
#include "test_artifact_viewers.moc"
