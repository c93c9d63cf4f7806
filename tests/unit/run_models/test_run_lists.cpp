#include "models/column_chooser_model.h"
#include "models/column_defaults.h"
#include "models/experiment_tree_model.h"
#include "models/filter_suggestions.h"
#include "models/run_artifacts_model.h"
#include "models/run_metrics_model.h"
#include "models/saved_view_model.h"
#include "tests/unit/run_models/models_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace binnacle;
using namespace binnacle::test;

namespace {

// Artifacts of one run: model/MLmodel and plot.png.
class TwoArtifacts : public TrackingBackend
{
public:
    TrackingCapabilities capabilities() const override { return {}; }
    Result<TrackingProbe> probe(std::stop_token) override { return TrackingProbe{}; }
    Result<std::vector<Experiment>> experiments(std::stop_token) override
    {
        return std::vector<Experiment>{};
    }
    Result<RunScanResult> scanRuns(RunScan, const RunSink&, std::stop_token) override
    {
        return RunScanResult{};
    }
    Result<void> fetchHistories(std::span<const SeriesRequest>, const SeriesSink&,
                                std::stop_token) override
    {
        return {};
    }
    Result<Run> run(const std::string&, std::stop_token) override { return Run{}; }
    Result<std::vector<ArtifactEntry>>
    listArtifacts(const std::string& runId, const std::string& path, std::stop_token) override
    {
        if (runId == "unreachable")
            return failure(Error::Kind::Network, QStringLiteral("No answer."));
        if (path == "model")
            return std::vector<ArtifactEntry>{{"model/MLmodel", false, 512}};
        return std::vector<ArtifactEntry>{{"plot.png", false, 2048}, {"model", true, -1}};
    }
};

} // namespace

// The smaller models of the page.
class TestRunLists : public QObject
{
    Q_OBJECT
    std::unique_ptr<ModelsFixture> data;

private slots:
    void init()
    {
        data = std::make_unique<ModelsFixture>();
        data->put(0, 20);
    }
    void cleanup() { data.reset(); }

    void columnsAreSearchedAmongThousands()
    {
        Run wide;
        wide.id = "wide";
        wide.experimentId = "1";
        wide.startTime = 1;
        for (int i = 0; i < 3000; ++i)
            wide.metrics.push_back({"layer/" + std::to_string(i) + "/grad", {0, 0, 1.0}});
        need(MirrorWriter(data->workspace, data->source).putRuns({wide}));
        ColumnChooserModel model(data->engine, data->pools);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSearch({});
        QTRY_VERIFY(model.rowCount() > 3000);
        model.setSearch(QStringLiteral("LAYER/2999"));
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0).data(ColumnChooserModel::RunsRole).toString(), QStringLiteral("1"));
        QSignalSpy toggled(&model, &ColumnChooserModel::toggled);
        model.setData(model.index(0), Qt::Checked, Qt::CheckStateRole);
        QCOMPARE(toggled.size(), 1);
        model.setKind(RunColumn::Kind::Param);
        model.setSearch(QStringLiteral("dep"));
        QTRY_COMPARE(model.index(0).data().toString(), QStringLiteral("depth"));
        QCOMPARE(model.index(0).data(ColumnChooserModel::RunsRole).toString(),
                 QStringLiteral("20"));
    }

    void experimentsFollowTheWorkspace()
    {
        ExperimentTreeModel model(data->workspace, data->pools);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 1);
        const QModelIndex source = model.index(0, 0);
        QCOMPARE(source.data().toString(), QStringLiteral("lab"));
        QCOMPARE(source.data(ExperimentTreeModel::RunsRole).toInt(), 20);
        QCOMPARE(model.rowCount(source), 1);
        data->put(20, 5);
        QTRY_COMPARE(model.index(0, 0).data(ExperimentTreeModel::RunsRole).toInt(), 25);
        need(
            MirrorWriter(data->workspace, data->source)
                .putExperiments(
                    {{"1", "wine", "", {}, {}, {}, {}}, {"2", "churn", "", {}, {}, {}, {}}}, true));
        QTRY_COMPARE(model.rowCount(model.index(0, 0)), 2);
    }

    void viewsAreCountedAndReplacedByName()
    {
        SavedViewModel model(data->workspace, data->engine, data->pools);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        RunsView view;
        view.query.filter = "metrics.acc >= 0.015";
        model.save(QStringLiteral("Best"), view);
        QTRY_COMPARE(model.rowCount(), 1);
        QTRY_COMPARE(model.index(0).data(SavedViewModel::RunsRole).toInt(), 5);
        view.query.filter = "metrics.acc >= 0.018";
        model.save(QStringLiteral("Best"), view);
        QTRY_COMPARE(model.index(0).data(SavedViewModel::RunsRole).toInt(), 2);
        model.remove(QStringLiteral("Best"));
        QTRY_COMPARE(model.rowCount(), 0);
    }

    void artifactsAreListedALevelAtATime()
    {
        RunArtifactsModel model(data->pools);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto open = [] {
            return Result<std::shared_ptr<TrackingBackend>>(std::make_shared<TwoArtifacts>());
        };
        model.setRun("a", open);
        QTRY_COMPARE(model.rowCount(), 2);
        const QModelIndex folder = model.index(0, 0); // folders first
        QCOMPARE(folder.data().toString(), QStringLiteral("model"));
        QVERIFY(model.canFetchMore(folder) || model.rowCount(folder) == 1);
        model.fetchMore(folder);
        QTRY_COMPARE(model.rowCount(model.index(0, 0)), 1);
        QCOMPARE(model.index(0, 0, model.index(0, 0)).data(RunArtifactsModel::PathRole).toString(),
                 QStringLiteral("model/MLmodel"));
        QSignalSpy failed(&model, &RunArtifactsModel::failed);
        model.setRun("unreachable", open);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(model.rowCount(), 0);
    }

    void metricsOfARunKeepTheirRowsWhileItTrains()
    {
        RunMetricsModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        MetricFigures loss;
        loss.key = "loss";
        loss.last = {3, 0, 0.5};
        model.setMetrics({loss});
        QCOMPARE(model.index(0, RunMetricsModel::Best).data().toString(), QString(QChar(0x2013)));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        loss.last = {4, 0, 0.25};
        loss.points = 5;
        loss.best = 0.25;
        loss.bestStep = 4;
        model.setMetrics({loss});
        QCOMPARE(resets.size(), 0);
        QCOMPARE(model.index(0, RunMetricsModel::Last).data().toString(), QStringLiteral("0.25"));
        QCOMPARE(model.index(0, RunMetricsModel::Best).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("0.25 at step 4"));
    }

    void suggestionsFitThePlace()
    {
        const auto texts = [&](const std::string& filter) {
            QStringList list;
            for (const auto& item :
                 suggestionsAt(*data->engine, {}, filter, filter.size(), {}).items)
                list << item.text;
            return list;
        };
        QVERIFY(texts("").contains(QStringLiteral("metrics.")));
        QVERIFY(texts("metrics.").contains(QStringLiteral("acc")));
        QVERIFY(texts("dep").contains(QStringLiteral("params.depth")));
        QVERIFY(texts("params.depth ").contains(QStringLiteral("IN")));
        QVERIFY(texts("params.depth = ").contains(QStringLiteral("'4'")));
        QVERIFY(texts("metrics.acc > 1 ").contains(QStringLiteral("AND")));
    }

    void defaultColumnsTellRunsApart()
    {
        RunQuery all;
        const auto rows = need(data->engine->run(all, {}));
        const auto columns = need(defaultColumns(*data->engine, all, rows.rows, {}));
        QStringList titles;
        for (const auto& spec : columns)
            titles << columnTitle(spec);
        QCOMPARE(titles, (QStringList{QStringLiteral("Run"), QStringLiteral("State"),
                                      QStringLiteral("acc"), QStringLiteral("acc over steps"),
                                      QStringLiteral("depth"), QStringLiteral("Source"),
                                      QStringLiteral("Duration"), QStringLiteral("Started")}));
    }
};

QTEST_GUILESS_MAIN(TestRunLists)
#include "test_run_lists.moc"
