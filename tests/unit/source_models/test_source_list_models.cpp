#include "models/outbox_list_model.h"
#include "models/source_finder.h"
#include "models/source_list_model.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/source_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

namespace {

SourceListModel::Row row(std::int64_t id, const char* name, std::int64_t runs = 0)
{
    SourceListModel::Row made;
    made.first.id = SourceId(id);
    made.first.name = name;
    made.second.runs = runs;
    return made;
}

} // namespace

// The lists behind status bar, sources overview and outbox.
class TestSourceListModels : public QObject
{
    Q_OBJECT
private slots:
    void sourcesChangeInPlace()
    {
        SourceListModel model;
        QAbstractItemModelTester tester(&model);
        model.setSources({row(1, "prod-mlflow", 10), row(2, "lab-mlflow", 5)});
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex lab = model.index(1);
        model.setSources({row(2, "lab-mlflow", 6), row(3, "mlruns", 1)});
        QCOMPARE(reset.count(), 0);
        QVERIFY(lab.isValid());
        QCOMPARE(lab.row(), 0);
        QCOMPARE(lab.data(SourceListModel::RunsRole).toLongLong(), 6);
        QCOMPARE(model.runs(), 7);
    }

    void sourcesFollowTheWorkspace()
    {
        QTemporaryDir folder;
        auto workspace = Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString());
        QVERIFY(workspace);
        WorkerPools pools;
        SourceListModel model;
        QAbstractItemModelTester tester(&model);
        model.follow(*workspace, pools);
        QTRY_VERIFY(model.isLoaded());
        QCOMPARE(model.rowCount(), 0);
        const SourceStore store(*workspace);
        const auto id = store.add({{}, "lab-mlflow", "mlflow-rest", "http://127.0.0.1:1"});
        QVERIFY(id);
        QTRY_COMPARE(model.rowCount(), 1);
        QVERIFY(store.recordFailure(*id, {Error::Kind::Network, QStringLiteral("No answer."), {}}));
        QTRY_COMPARE(model.at(0).second.reach, SourceState::Reach::Offline);
        QVERIFY(store.remove(*id));
        QTRY_COMPARE(model.rowCount(), 0);
    }

    void outboxTellsRunChangeAndConflict()
    {
        QTemporaryDir folder;
        auto workspace = Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString());
        QVERIFY(workspace);
        const auto source = SourceStore(*workspace).add({{}, "lab", "mlflow-files", "/lab"});
        QVERIFY(source);
        const MirrorWriter writer(*workspace, *source);
        QVERIFY(writer.putExperiments({Experiment{"0", "wine", "", {}, {}, {}, {}}}, true));
        Run run;
        run.id = "a1";
        run.name = "wine-gbm-017";
        run.experimentId = "0";
        run.tags = {{"team", "vision"}};
        QVERIFY(writer.putRuns({run}));

        WorkerPools pools;
        OutboxListModel model;
        QAbstractItemModelTester tester(&model);
        model.follow(*workspace, pools);
        const OutboxStore outbox(*workspace);
        Edit edit;
        edit.run = RunRowId(1);
        edit.kind = Edit::Kind::SetTag;
        edit.key = "team";
        edit.value = "audio";
        const auto id = outbox.add(edit);
        QVERIFY(id);
        QTRY_COMPARE(model.rowCount(), 1);
        const auto cell = [&model](int column) { return model.index(0, column).data().toString(); };
        QCOMPARE(cell(OutboxListModel::RunColumnNo), QStringLiteral("wine-gbm-017"));
        QCOMPARE(cell(OutboxListModel::ChangeColumn), QStringLiteral("Set tag team"));
        QCOMPARE(cell(OutboxListModel::ValueColumn), QStringLiteral("vision → audio"));
        QCOMPARE(cell(OutboxListModel::StateColumn), QStringLiteral("Waiting"));

        QVERIFY(outbox.markConflict(*id, std::string("speech")));
        QTRY_COMPARE(cell(OutboxListModel::StateColumn), QStringLiteral("Conflict"));
        QVERIFY(model.index(0, 0)
                    .data(OutboxListModel::SentenceRole)
                    .toString()
                    .contains(QStringLiteral("speech")));
        model.resolve(0, false);
        QTRY_COMPARE(model.rowCount(), 0);
    }

    void foundStoresAreListed()
    {
        SourceFinder finder;
        QAbstractItemModelTester tester(&finder);
        StoreCandidate server;
        server.kind = StoreCandidate::Kind::MlflowServer;
        server.address = "http://mlflow.lan:5000";
        server.fromEnvironment = true;
        finder.setCandidates({server});
        QCOMPARE(finder.index(0).data().toString(), QStringLiteral("MLflow server"));
        QCOMPARE(finder.index(0).data(SourceFinder::DetailRole).toString(),
                 QStringLiteral("http://mlflow.lan:5000 · named by MLFLOW_TRACKING_URI"));
    }
};

QTEST_GUILESS_MAIN(TestSourceListModels)
#include "test_source_list_models.moc"
