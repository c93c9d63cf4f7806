#include "models/artifact_comparison_model.h"
#include "models/joined_table_model.h"
#include "models/path_change_model.h"
#include "services/workspace/run_reader.h"
#include "tests/unit/run_models/models_fixture.h"
#include "tests/unit/run_page_models/folder_backend.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace binnacle;
using namespace binnacle::test;
using Form = ArtifactComparisonModel::Form;
using State = ArtifactComparisonModel::State;

// The same artifact of several runs.
class TestArtifactComparison : public QObject
{
    Q_OBJECT
    std::unique_ptr<ModelsFixture> fixture_;
    std::shared_ptr<FolderBackend> backend_;
    std::unique_ptr<ArtifactComparisonModel> model_;
    std::vector<ArtifactComparisonModel::ComparedRun> runs_;

    void put(int run, const char* path, const QByteArray& bytes)
    {
        putArtifact(fixture_->folder.filePath(QStringLiteral("artifacts")),
                    ModelsFixture::idOf(run), path, bytes);
    }
    bool isReady(const char* choice) const
    {
        return model_->state() == State::Ready && model_->chosen() == QLatin1String(choice);
    }

private slots:
    void init()
    {
        fixture_ = std::make_unique<ModelsFixture>();
        fixture_->put(0, 3);
        backend_ = std::make_shared<FolderBackend>(
            fixture_->folder.filePath(QStringLiteral("artifacts")).toStdString());
        model_ = std::make_unique<ArtifactComparisonModel>(
            fixture_->workspace, fixture_->pools,
            [this](SourceId) -> Result<std::shared_ptr<TrackingBackend>> { return backend_; });
        runs_.clear();
        const RunReader reader(fixture_->workspace);
        for (int i = 0; i < 3; ++i)
            runs_.push_back(
                {need(reader.find(ModelsFixture::idOf(i))), QStringLiteral("run-%1").arg(i), i});
    }
    void cleanup()
    {
        model_.reset();
        fixture_.reset();
    }

    void choicesAreWhatSeveralRunsHave()
    {
        put(0, "a.txt", "x");
        put(1, "a.txt", "y");
        put(2, "only.txt", "z");
        put(0, "plots/b.json", "{}");
        put(1, "plots/b.json", "{}");
        put(2, "plots/b.json", "{}");
        model_->setRuns(runs_);
        QTRY_COMPARE(model_->state(), State::Ready);
        QCOMPARE(model_->choices().size(), 2U);
        QCOMPARE(model_->choices()[0].title, QStringLiteral("plots/b.json"));
        QCOMPARE(model_->choices()[0].runs, 3);
        QCOMPARE(model_->choices()[1].runs, 2);
    }

    void textsAreComparedTwoAtATime()
    {
        put(0, "log.txt", "a\nb\n");
        put(1, "log.txt", "a\nc\n");
        put(2, "log.txt", "a\nb\n");
        model_->setRuns(runs_);
        QTRY_VERIFY(isReady("file:log.txt"));
        QCOMPARE(model_->form(), Form::Texts);
        QCOMPARE(model_->textDiff()->removed, 1);
        model_->setPair(0, 2);
        QTRY_COMPARE(model_->textDiff()->removed, 0);
    }

    void structuresAreComparedByPathUntilTextIsWanted()
    {
        put(0, "p.yaml", "lr: 0.1\n");
        put(1, "p.yaml", "lr: 0.2\n");
        model_->setRuns({runs_[0], runs_[1]});
        QTRY_VERIFY(isReady("file:p.yaml"));
        QCOMPARE(model_->form(), Form::Structures);
        QCOMPARE(model_->structureDiff().size(), 1U);
        PathChangeModel changes;
        const QAbstractItemModelTester tester(
            &changes, QAbstractItemModelTester::FailureReportingMode::QtTest);
        changes.setChanges(model_->structureDiff(), QStringLiteral("a"), QStringLiteral("b"));
        QCOMPARE(changes.index(0, PathChangeModel::Path).data().toString(), QStringLiteral("lr"));
        model_->setTextWanted(true);
        QTRY_COMPARE(model_->form(), Form::Texts);
    }

    void tablesAreJoinedByAKeyThatIsChosen()
    {
        put(0, "t.csv", "id,other,p\n1,5,a\n2,6,b\n");
        put(1, "t.csv", "id,other,p\n2,5,b\n1,6,c\n");
        model_->setRuns(runs_);
        QTRY_VERIFY(isReady("file:t.csv"));
        QCOMPARE(model_->form(), Form::Tables);
        QCOMPARE(model_->key(), QStringLiteral("id"));
        QCOMPARE(model_->joined()->rows.size(), 2U);
        JoinedTableModel table;
        const QAbstractItemModelTester tester(
            &table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        table.setTable(model_->joined(), {QStringLiteral("a"), QStringLiteral("b"), {}});
        QCOMPARE(table.columnCount(), 1 + 2 * 3); // a column for each run, the third has none
        QVERIFY(table.index(0, 4).data(JoinedTableModel::DiffersRole).toBool());
        QVERIFY(table.index(0, 3).data(JoinedTableModel::MissingRole).toBool());
        model_->setKey(QStringLiteral("other"));
        QTRY_COMPARE(model_->key(), QStringLiteral("other"));
        table.setOnlyDifferent(true);
        table.setTable(model_->joined(), {});
        QCOMPARE(table.rowCount(), 2);
    }

    void matricesAreRecognised()
    {
        put(0, "confusion_matrix.json", "[[5, 1], [2, 4]]");
        put(1, "confusion_matrix.json", "[[6, 0], [3, 3]]");
        model_->setRuns({runs_[0], runs_[1]});
        QTRY_VERIFY(model_->state() == State::Ready);
        QCOMPARE(model_->form(), Form::Matrices);
    }

    void picturesOfAKeyFollowTheStep()
    {
        put(0, "images/mask+step+0+timestamp+1+aa.png", pngOf({8, 8}, Qt::red));
        put(0, "images/mask+step+10+timestamp+2+bb.png", pngOf({8, 8}, Qt::green));
        put(1, "images/mask+step+0+timestamp+1+cc.png", pngOf({8, 8}, Qt::blue));
        model_->setRuns({runs_[0], runs_[1]});
        QTRY_VERIFY(isReady("pictures:mask"));
        QCOMPARE(model_->form(), Form::Pictures);
        QCOMPARE(model_->steps(), (std::vector<std::int64_t>{0, 10}));
        QCOMPARE(*model_->step(), 10);
        QCOMPARE(QColor(model_->sides()[0].content->picture.pixel(1, 1)), QColor(Qt::green));
        // Run 1 has none at step 10: the one before is shown, and says so.
        QCOMPARE(*model_->sides()[1].step, 0);
        model_->setStep(0);
        QTRY_VERIFY(model_->state() == State::Ready);
        QCOMPARE(QColor(model_->sides()[0].content->picture.pixel(1, 1)), QColor(Qt::red));
        const int downloads = backend_->downloads;
        model_->setStep(10); // seen before: nothing is fetched
        QTRY_VERIFY(model_->state() == State::Ready);
        QCOMPARE(backend_->downloads.load(), downloads);
    }

    void whatIsNotSharedOrNotWithinReachIsSaid()
    {
        put(0, "a.txt", "x");
        put(1, "b.txt", "y");
        model_->setRuns({runs_[0], runs_[1]});
        QTRY_COMPARE(model_->state(), State::NothingShared);
        QVERIFY(!model_->sentence().isEmpty());
        backend_->away = true;
        model_->reload();
        QTRY_COMPARE(model_->state(), State::Failed);
        QVERIFY(model_->sentence().contains(QStringLiteral("does not answer")));
        model_->setRuns({});
        QCOMPARE(model_->state(), State::NoRuns);
    }

    void binaryFilesAreComparedByTheirFacts()
    {
        put(0, "m.bin", QByteArray("\0\1", 2));
        put(1, "m.bin", QByteArray("\0\1", 2));
        model_->setRuns({runs_[0], runs_[1]});
        QTRY_VERIFY(isReady("file:m.bin"));
        QCOMPARE(model_->form(), Form::Facts);
        QCOMPARE(model_->sides()[0].content->sha256, model_->sides()[1].content->sha256);
    }

    void onlyTheFirstOfManyRunsAreShown()
    {
        put(0, "a.txt", "x");
        std::vector<ArtifactComparisonModel::ComparedRun> many(40, runs_[0]);
        model_->setRuns(many);
        QCOMPARE(model_->runs().size(), ArtifactComparisonModel::mostRuns);
        QCOMPARE(model_->runsLeftOut(), 28U);
        QTRY_COMPARE(model_->state(), State::Ready);
    }
};

QTEST_MAIN(TestArtifactComparison)
#include "test_artifact_comparison.moc"
