#include "models/registry_history_model.h"
#include "models/registry_signature_model.h"
#include "models/registry_sources_model.h"
#include "models/registry_version_metrics.h"
#include "models/registry_versions_model.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"
#include "tests/gui/registry/registry_store.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace binnacle;
using namespace binnacle::test;

// The item models behind the page of models.
class TestRegistryModels : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void tableIsAWholeModel();
    void versionsAreReadByThePage();
    void metricsTellWhatIsBetter();
    void differencesAreWrittenWithTheirShare();
    void sinceSaysHowMuchIsKnown();
    void theMainMetricIsOfAHeldOutSet();

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<Workspace> workspace_;
    std::unique_ptr<WorkerPools> pools_;
};

void TestRegistryModels::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    pools_ = std::make_unique<WorkerPools>();
    workspace_ = Workspace::open(folder_->filePath(QStringLiteral("w.db")).toStdString()).value();
}

void TestRegistryModels::tableIsAWholeModel()
{
    RegistryStore store(workspace_);
    store.fill();
    RegistryTableModel table(workspace_, *pools_);
    RegistryFilterModel filtered;
    filtered.setSourceModel(&table);
    RegistrySourcesModel sources(table);
    QAbstractItemModelTester first(&table), second(&filtered), third(&sources);
    QSignalSpy completed(&table, &RegistryTableModel::completed);
    table.reload();
    QTRY_COMPARE(completed.count(), 1);
    QCOMPARE(table.rowCount(), 4);
    QCOMPARE(sources.rowCount(), 3);
    filtered.setSearch(QStringLiteral("CHALLENGER v18"));
    QCOMPARE(filtered.rowCount(), 1);
    store.moveAlias("wine-quality", "challenger", "16");
    QTRY_COMPARE(filtered.rowCount(), 0);
    filtered.setSearch({});
    filtered.setSource(raw(store.runs.lab));
    QCOMPARE(filtered.rowCount(), 1);
    table.setReadiness({{store.model("churn").row, 0.5}});
    QCOMPARE(table.index(table.rowOf(store.model("churn").row), RegistryTableModel::Readiness)
                 .data()
                 .toString(),
             QStringLiteral("50 %"));
}

void TestRegistryModels::versionsAreReadByThePage()
{
    constexpr int count = 10'000;
    const SourceId source =
        SourceStore(workspace_).add({{}, "prod", "mlflow-rest", "https://example.com"}).value();
    RegisteredModel model;
    model.name = "wine";
    const RegistryWriter writer(workspace_, source);
    QVERIFY(writer.putModels({model}, 1000).has_value());
    std::vector<ModelVersion> versions;
    for (int number = 1; number <= count; ++number) {
        ModelVersion version;
        version.model = "wine";
        version.version = std::to_string(number);
        version.status = "READY";
        versions.push_back(std::move(version));
    }
    QVERIFY(writer.putVersions(versions, 1000).has_value());
    const auto summary = RegistryReader(workspace_).find("wine", std::nullopt).value();
    QCOMPARE(summary.versions, std::int64_t(count));
    RegistryVersionsModel rows(workspace_, *pools_);
    QSignalSpy read(&rows, &RegistryVersionsModel::pageRead);
    rows.setModel(summary.row, summary.versions);
    QCOMPARE(rows.rowCount(), count);
    QTRY_COMPARE(read.count(), 1);
    QCOMPARE(rows.index(0, 0).data().toString(), QStringLiteral("v10000"));
    // Nothing but what is looked at is read.
    QCOMPARE(rows.at(9'000), nullptr);
    QVERIFY(!rows.index(9'000, 0).data().isValid());
    QTRY_COMPARE(rows.index(9'000, 0).data().toString(), QStringLiteral("v1000"));
    QCOMPARE(read.count(), 2);
    const std::unique_ptr<QMimeData> dragged(rows.mimeData({rows.index(0, 0)}));
    QCOMPARE(dragged->data(DraggedVersion::mimeType), QByteArray("10000"));
    RegistryVersionsModel few(workspace_, *pools_);
    QAbstractItemModelTester tester(&few);
    few.setModel(summary.row, 150);
    QTRY_COMPARE(few.index(149, 0).data().toString(), QStringLiteral("v9851"));
}

void TestRegistryModels::metricsTellWhatIsBetter()
{
    RegistryVersionPage page;
    page.run.emplace();
    page.run->run.metrics = {{"train_loss", {0, 0, 0.2}},
                             {"val_accuracy", {0, 0, 0.9}},
                             {"odd", {0, 0, std::numeric_limits<double>::quiet_NaN()}}};
    page.champion.emplace();
    page.championRun.emplace();
    page.championRun->run.metrics = {
        {"train_loss", {0, 0, 0.3}}, {"val_accuracy", {0, 0, 0.95}}, {"odd", {0, 0, 1}}};
    RegistryVersionMetrics metrics;
    QAbstractItemModelTester tester(&metrics);
    metrics.setPage(page);
    QCOMPARE(metrics.rowCount(), 3);
    QCOMPARE(metrics.index(0, 0).data().toString(), QStringLiteral("val_accuracy"));
    const auto judged = [&](int row) {
        return metrics.index(row, RegistryVersionMetrics::Difference)
            .data(RegistryVersionMetrics::JudgementRole)
            .toInt();
    };
    QCOMPARE(judged(0), -1);
    QCOMPARE(metrics.index(2, 0).data().toString(), QStringLiteral("train_loss"));
    QCOMPARE(judged(2), 1);
    QCOMPARE(judged(1), 0); // NaN is neither
    metrics.setPage(std::nullopt);
    QCOMPARE(metrics.rowCount(), 0);
}

void TestRegistryModels::differencesAreWrittenWithTheirShare()
{
    // 0.9831 − 0.9776 = 0.0055, which is 0.56 % of 0.9776.
    QCOMPARE(differenceText(0.9831, 0.9776), QStringLiteral("+0.0055 (+0.56 %)"));
    QCOMPARE(differenceText(1.0, 0.0), QStringLiteral("+1"));
    QCOMPARE(differenceText(1e308, -1e308), QString());
    QCOMPARE(differenceText(std::numeric_limits<double>::infinity(), 1.0), QString());
    QCOMPARE(differenceText(std::nullopt, 1.0), QString());
}

void TestRegistryModels::sinceSaysHowMuchIsKnown()
{
    constexpr qint64 now = 1'700'000'000'000;
    AliasState state{{"champion", "3"}, now - 10'000, true, {}, "mina"};
    QCOMPARE(sinceText(state, now), QStringLiteral("just now"));
    QVERIFY(sinceDetail(state).endsWith(QStringLiteral("by mina")));
    state.sinceExact = false;
    QCOMPARE(sinceText(state, now), QStringLiteral("before just now"));
    QVERIFY(sinceDetail(state).startsWith(QStringLiteral("Before ")));
    state.sinceAfter = now - 90'000;
    QVERIFY(sinceDetail(state).startsWith(QStringLiteral("Between ")));
}

void TestRegistryModels::theMainMetricIsOfAHeldOutSet()
{
    const auto chosen = [](std::vector<std::string> names) {
        std::vector<LatestMetric> metrics;
        for (const auto& name : names)
            metrics.push_back({name, {}});
        const auto* main = mainMetric(metrics);
        return main ? main->key : std::string();
    };
    QCOMPARE(chosen({"train_loss", "epoch", "val_accuracy", "val_loss"}),
             std::string("val_accuracy"));
    QCOMPARE(chosen({"train_loss", "test_rmse"}), std::string("test_rmse"));
    QCOMPARE(chosen({"epoch"}), std::string("epoch"));
    QCOMPARE(chosen({}), std::string());
}

QTEST_GUILESS_MAIN(TestRegistryModels)
#include "test_registry_models.moc"
