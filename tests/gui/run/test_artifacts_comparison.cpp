#include "tests/gui/run/run_fixture.h"
#include "widgets/artifacts/artifacts_comparison.h"
#include "widgets/artifacts/matrix_view.h"
#include "widgets/artifacts/picture_view.h"
#include "widgets/artifacts/text_diff_view.h"
#include "widgets/artifacts/text_view.h"

#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QTableView>

using namespace binnacle;
using namespace binnacle::test;
using State = ArtifactComparisonModel::State;

// The same artifact of several runs, side by side.
class TestArtifactsComparison : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunFixture> window;
    std::unique_ptr<ArtifactComparisonModel> model;
    std::unique_ptr<ArtifactsComparison> widget;
    const std::vector<std::string> names{"wine-gbm-058", "wine-mlp-057", "wine-rf-056"};

    template <class T>
    T* find(const char* name) const
    {
        auto* found = widget->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    void put(std::size_t run, const char* path, const QByteArray& bytes) const
    {
        window->put(names[run], path, bytes);
    }
    void open(std::size_t runs)
    {
        std::vector<ArtifactComparisonModel::ComparedRun> compared;
        for (std::size_t i = 0; i < runs; ++i)
            compared.push_back(
                {window->row(names[i]), QString::fromStdString(names[i]), static_cast<int>(i)});
        model->setRuns(compared);
        QTRY_COMPARE(model->state(), State::Ready);
    }
    QString note() const { return find<QLabel>("comparisonNote")->text(); }

private slots:
    void init()
    {
        window = std::make_unique<RunFixture>();
        model = std::make_unique<ArtifactComparisonModel>(window->workspace, window->pools,
                                                          backendOf(window->sync.get()));
        widget = std::make_unique<ArtifactsComparison>(*model);
        widget->resize(1000, 600);
        widget->show();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
    }
    void cleanup()
    {
        widget.reset();
        model.reset();
        window.reset();
    }

    void textsAreShownWithTheirDifferences()
    {
        put(0, "train.py", "import os\nlr = 0.1\nfit(lr)\n");
        put(1, "train.py", "import os\nlr = 0.05\nfit(lr)\nsave()\n");
        open(2);
        auto* diff = find<TextDiffView>("textDiff");
        QTRY_VERIFY(diff->isVisible());
        QCOMPARE(note(), QStringLiteral("−1 +2 lines"));
        QCOMPARE(diff->differences(), 2);
        // A row that one side lacks is an empty line there, so that both stay beside each other.
        QCOMPARE(find<TextView>("diffLeft")->blockCount(), 4);
        QCOMPARE(find<TextView>("diffRight")->blockCount(), 4);
        QVERIFY(find<TextView>("diffLeft")->extraSelections().size() >= 3); // lines and a word
        find<TextView>("diffRight")->setFocus();
        QTest::keyClick(find<TextView>("diffRight"), Qt::Key_F8);
        QCOMPARE(find<TextView>("diffLeft")->textCursor().blockNumber(), 1);
        QTest::keyClick(find<TextView>("diffRight"), Qt::Key_F8);
        QCOMPARE(find<TextView>("diffLeft")->textCursor().blockNumber(), 3);
    }

    void otherRunIsChosenForThePair()
    {
        for (std::size_t i = 0; i < 3; ++i)
            put(i, "n.txt", QByteArray::number(static_cast<int>(i == 1)));
        open(3);
        QCOMPARE(note(), QStringLiteral("−1 +1 lines"));
        auto* right = find<QComboBox>("pairRight");
        right->setFocus();
        QTest::keyClick(right, Qt::Key_Down);
        QTRY_COMPARE(note(), QStringLiteral("No difference"));
    }

    void structuresListWhatChanged()
    {
        put(0, "config.yaml", "lr: 0.1\nlayers: [64, 32]\nold: 1\n");
        put(1, "config.yaml", "lr: 0.2\nlayers: [64, 16, 8]\n");
        open(2);
        auto* table = find<QTableView>("pathChanges");
        QTRY_VERIFY(table->isVisible());
        QCOMPARE(note(), QStringLiteral("4 differences"));
        QStringList paths;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            paths << table->model()->index(row, 1).data().toString();
        QCOMPARE(paths, (QStringList{QStringLiteral("lr"), QStringLiteral("layers[1]"),
                                     QStringLiteral("layers[2]"), QStringLiteral("old")}));
        QTest::mouseClick(find<QAbstractButton>("compareAsText"), Qt::LeftButton);
        QTRY_VERIFY(find<TextDiffView>("textDiff")->isVisible());
    }

    void tablesAreJoinedAndTheirDifferencesPicked()
    {
        put(0, "eval.csv", "id,pred,p\n1,a,0.5\n2,b,1.0\n3,c,0.25\n");
        put(1, "eval.csv", "id,pred,p\n3,c,0.25\n1,b,0.5\n4,d,0.75\n");
        open(2);
        auto* table = find<QTableView>("joinedTable");
        QTRY_VERIFY(table->isVisible());
        QCOMPARE(find<QComboBox>("joinKey")->currentText(), QStringLiteral("id"));
        QCOMPARE(note(), QStringLiteral("3 of 4 rows differ"));
        QCOMPARE(table->model()->rowCount(), 4);
        QTest::mouseClick(find<QAbstractButton>("onlyDifferent"), Qt::LeftButton);
        QCOMPARE(table->model()->rowCount(), 3);
    }

    void confusionMatricesShareOneScale()
    {
        put(0, "confusion_matrix.json", "[[50, 1], [2, 40]]");
        put(1, "confusion_matrix.json", "[[5, 0], [3, 4]]");
        open(2);
        const auto matrices = widget->findChildren<MatrixView*>();
        QCOMPARE(matrices.size(), 2);
        QTRY_VERIFY(matrices[0]->isVisible());
        QCOMPARE(matrices[0]->scale(), 50.0);
        QCOMPARE(matrices[1]->scale(), 50.0);
    }

    void picturesFollowTheSlider()
    {
        for (int step : {0, 5, 10}) {
            const QByteArray path =
                "images/mask+step+" + QByteArray::number(step) + "+timestamp+1+aa.png";
            put(0, path.constData(), pictureBytes({16, 16}, QColor(10 + step, 0, 0)));
            put(1, path.constData(), pictureBytes({16, 16}, QColor(0, 10 + step, 0)));
        }
        open(2);
        auto* slider = find<QSlider>("stepSlider");
        QTRY_VERIFY(slider->isVisible());
        QCOMPARE(slider->maximum(), 2);
        QCOMPARE(find<QLabel>("stepText")->text(), QStringLiteral("step 10 of 10"));
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QTRY_COMPARE(find<QLabel>("stepText")->text(), QStringLiteral("step 0 of 10"));
        const auto pictures = widget->findChildren<PictureView*>();
        QCOMPARE(pictures.size(), 2);
        QTRY_COMPARE(QColor(pictures[0]->picture().pixel(1, 1)), QColor(10, 0, 0));
        QTest::keyClick(slider, Qt::Key_Right);
        QTRY_COMPARE(QColor(pictures[1]->picture().pixel(1, 1)), QColor(0, 15, 0));
    }

    void artifactIsChosenAmongThoseInCommon()
    {
        put(0, "a.txt", "1");
        put(1, "a.txt", "2");
        put(0, "b.json", "{}");
        put(1, "b.json", "{}");
        open(2);
        auto* choices = find<QComboBox>("sharedArtifacts");
        QCOMPARE(choices->count(), 2);
        QCOMPARE(choices->currentText(), QStringLiteral("a.txt"));
        choices->setFocus();
        QTest::keyClick(choices, Qt::Key_Down);
        QTRY_VERIFY(find<QTableView>("pathChanges")->isVisible());
        QCOMPARE(note(), QStringLiteral("No difference"));
    }

    void nothingInCommonIsSaid()
    {
        put(0, "a.txt", "1");
        put(1, "b.txt", "2");
        std::vector<ArtifactComparisonModel::ComparedRun> runs;
        for (std::size_t i = 0; i < 2; ++i)
            runs.push_back({window->row(names[i]), QString::fromStdString(names[i]), 0});
        model->setRuns(runs);
        QTRY_COMPARE(model->state(), State::NothingShared);
        QTRY_VERIFY(find<QLabel>("emptySentence")->isVisible());
    }
};

QTEST_MAIN(TestArtifactsComparison)
#include "test_artifacts_comparison.moc"
