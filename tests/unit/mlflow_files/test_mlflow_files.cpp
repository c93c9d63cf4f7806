// The odd cases of an mlruns folder in place.
#include "services/backends/mlflow_files/metric_file.h"
#include "services/backends/mlflow_files/mlflow_files_backend.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

using namespace binnacle;
namespace fs = std::filesystem;

namespace {

constexpr const char* runId = "0123456789abcdef0123456789abcdef";

void write(const fs::path& file, const std::string& text, bool append = false)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, append ? std::ios::app : std::ios::trunc) << text;
}

std::string runMeta(const std::string& id, const std::string& experiment = "0")
{
    return "artifact_uri: file:///gone/" + id + "/artifacts\nend_time: null\nexperiment_id: '" +
           experiment + "'\nlifecycle_stage: active\nrun_id: " + id + "\nrun_name: run " + id +
           "\nstart_time: 5\nstatus: 1\ntags: []\nuser_id: u\n";
}

using Runs = std::map<std::string, Run>;

Result<RunScanResult> scan(TrackingBackend& backend, RunScan how, Runs& runs)
{
    runs.clear();
    return backend.scanRuns(std::move(how),
                            [&](std::vector<Run> batch) -> Result<void> {
                                for (auto& run : batch)
                                    runs[run.id] = run;
                                return {};
                            },
                            {});
}

SeriesData history(TrackingBackend& backend, const std::string& key, const std::string& cursor = {})
{
    SeriesData result;
    const std::vector<SeriesRequest> requests{{runId, key, cursor}};
    const auto done = backend.fetchHistories(requests,
                                             [&](SeriesData data) -> Result<void> {
                                                 result = std::move(data);
                                                 return {};
                                             },
                                             {});
    return done ? result : SeriesData{99, false, {}, {}};
}

} // namespace

class TestMlflowFiles : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void metricLines();
    void aHalfWrittenLineIsReadLater();
    void appendedPointsAreReadAlone();
    void aFileWrittenAnewIsReadWhole();
    void whatIsBrokenIsSkippedWithAWarning();
    void onlyChangedRunsAreDelivered();
    void keysThatAreFolders();
    void linksOutOfTheStoreAreNotFollowed();
    void aMovedFolderKeepsItsArtifacts();
    void experimentsInTheTrashAreDeleted();
    void tagsThatAFileStoreCanNotHold();
    void editsLeaveNothingBehind();
    void aPurgeStaysInsideTheRun();
    void artifactsElsewhereGoWithTheirRun();
    void aFolderThatIsGoneIsOutOfReach();
    void addresses();

private:
    fs::path root() const { return fs::path(folder_->path().toStdString()) / "mlruns"; }
    fs::path run() const { return root() / "0" / runId; }
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<MlflowFilesBackend> backend_;
};

void TestMlflowFiles::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    write(root() / "0/meta.yaml", "experiment_id: '0'\nname: Default\nlifecycle_stage: active\n");
    write(run() / "meta.yaml", runMeta(runId));
    write(run() / "metrics/loss", "1000 0.5 0\n1001 nan 1\n1002 -inf 2\n");
    write(run() / "params/opt/lr", "0.1");
    write(run() / "tags/note", "two\nlines\n");
    backend_ = std::make_unique<MlflowFilesBackend>(root());
}

void TestMlflowFiles::metricLines()
{
    using mlflow_files::parseMetricLine;
    QCOMPARE(parseMetricLine("1000 1e-05 -3")->step, std::int64_t(-3));
    QCOMPARE(parseMetricLine("1000 1e-05 -3")->value, 1e-05);
    QCOMPARE(parseMetricLine("1000 5e-324")->value, 5e-324);
    QCOMPARE(parseMetricLine("1000 5e-324")->step, std::int64_t(0));
    QCOMPARE(parseMetricLine("1000 0.25 7 data abc")->step, std::int64_t(7));
    QVERIFY(std::isnan(parseMetricLine("1000 nan 1")->value));
    QCOMPARE(parseMetricLine("1000 inf 1")->value, HUGE_VAL);
    QCOMPARE(parseMetricLine("1000 1e999 1")->value, HUGE_VAL);
    for (const char* line : {"", "1000", "1000 x", "x 1", "1000 1 x", "1 2 3 4", "1 2 3 4 5 6",
                             "1000  1", "99999999999999999999 1 1"})
        QVERIFY2(!parseMetricLine(line), line);
}

void TestMlflowFiles::aHalfWrittenLineIsReadLater()
{
    write(run() / "metrics/loss", "1003 0.125 1", true); // of "1003 0.125 12"
    const auto first = history(*backend_, "loss");
    QCOMPARE(first.points.size(), std::size_t(3));
    write(run() / "metrics/loss", "2\n", true);
    const auto second = history(*backend_, "loss", first.cursor);
    QVERIFY(second.append);
    QCOMPARE(second.points.size(), std::size_t(1));
    QCOMPARE(second.points[0].step, std::int64_t(12));
}

void TestMlflowFiles::appendedPointsAreReadAlone()
{
    std::string text;
    for (int i = 0; i < 50'000; ++i)
        text += std::to_string(2000 + i) + " 0.5 " + std::to_string(i + 3) + "\n";
    write(run() / "metrics/loss", text, true);
    const auto first = history(*backend_, "loss");
    QCOMPARE(first.points.size(), std::size_t(50'003));
    QVERIFY(history(*backend_, "loss", first.cursor).points.empty());
    write(run() / "metrics/loss", "9 1 60000\n", true);
    const auto second = history(*backend_, "loss", first.cursor);
    QVERIFY(second.append);
    QCOMPARE(second.points.size(), std::size_t(1));
    QCOMPARE(backend_->run(runId, {})->metrics.at(0).point.step, std::int64_t(60'000));
}

void TestMlflowFiles::aFileWrittenAnewIsReadWhole()
{
    const auto first = history(*backend_, "loss");
    write(run() / "metrics/loss", "1000 0.5 0\n");
    const auto cut = history(*backend_, "loss", first.cursor);
    QVERIFY(!cut.append);
    QCOMPARE(cut.points.size(), std::size_t(1));
    write(run() / "metrics/loss", "7000 0.5 0\n7001 nan 1\n7002 -inf 2\n7003 1 3\n");
    const auto other = history(*backend_, "loss", first.cursor);
    QVERIFY(!other.append);
    QCOMPARE(other.points.size(), std::size_t(4));
}

void TestMlflowFiles::whatIsBrokenIsSkippedWithAWarning()
{
    const std::string second(32, 'b'), third(32, 'c'), fourth(32, 'd');
    write(root() / "0" / second / "meta.yaml", "status: [");
    write(root() / "0" / third / "meta.yaml", runMeta(third, "99"));
    write(root() / "0" / fourth / "artifacts/x.txt", "x");
    write(root() / "0/some tool/file.txt", "x");
    write(root() / "1/meta.yaml", "experiment_id: '2'\nname: foreign\n");
    write(root() / "models/m/meta.yaml", "name: m\n");
    write(run() / "metrics/loss", "garbage here\n", true);
    Runs runs;
    const auto scanned = scan(*backend_, {}, runs);
    QVERIFY(scanned);
    QCOMPARE(runs.size(), std::size_t(1));
    QCOMPARE(runs[runId].metrics.at(0).point.step, std::int64_t(2));
    // Two runs with a broken and a foreign meta.yaml, one without, an experiment, a damaged line.
    QCOMPARE(scanned->warnings.size(), std::size_t(5));
    QCOMPARE(backend_->experiments({})->size(), std::size_t(1));
}

void TestMlflowFiles::onlyChangedRunsAreDelivered()
{
    const std::string second(32, 'b');
    write(root() / "0" / second / "meta.yaml", runMeta(second));
    Runs runs;
    auto last = scan(*backend_, {}, runs);
    QVERIFY(last->complete);
    QCOMPARE(runs.size(), std::size_t(2));
    const auto again = [&] {
        last = scan(*backend_, {false, last->cursor, {}}, runs);
        return last && !last->complete ? runs.size() : 99;
    };
    QCOMPARE(again(), std::size_t(0));
    write(run() / "tags/note", "other");
    QCOMPARE(again(), std::size_t(1));
    QCOMPARE(*findValue(runs[runId].tags, "note"), std::string("other"));
    write(root() / "0" / second / "metrics/acc", "1 1 1\n");
    QCOMPARE(again(), std::size_t(1));
    QVERIFY(runs.contains(second));
    fs::remove_all(root() / "0" / second);
    QCOMPARE(again(), std::size_t(0));
    QCOMPARE(last->removedIds, std::vector<std::string>{second});
}

void TestMlflowFiles::keysThatAreFolders()
{
    const auto read = backend_->run(runId, {});
    QVERIFY(read);
    QCOMPARE(read->params, (std::vector<KeyValue>{{"opt/lr", "0.1"}}));
    QCOMPARE(read->tags, (std::vector<KeyValue>{{"note", "two\nlines\n"}}));
    QVERIFY(history(*backend_, "../params/opt/lr").points.empty());
    QVERIFY(history(*backend_, "/etc/passwd").points.empty());
}

void TestMlflowFiles::linksOutOfTheStoreAreNotFollowed()
{
    const fs::path outside = fs::path(folder_->path().toStdString()) / "outside";
    write(outside / "secret", "1 42 1\n");
    fs::create_symlink(outside / "secret", run() / "metrics/secret");
    fs::create_symlink(outside / "secret", run() / "tags/secret");
    fs::create_directory_symlink(outside, run() / "params/all");
    fs::create_directory_symlink(fs::path("/"), run() / "artifacts");
    const auto read = backend_->run(runId, {});
    QVERIFY(read);
    QCOMPARE(read->metrics.size(), std::size_t(1));
    QCOMPARE(read->tags.size(), std::size_t(1));
    QCOMPARE(read->params.size(), std::size_t(1));
    QVERIFY(history(*backend_, "secret").points.empty());
    QVERIFY(!backend_->listArtifacts(runId, "", {}));
    QVERIFY(!backend_->setTag(runId, "linked/x", "v", {}) || !fs::exists(outside / "x"));
}

void TestMlflowFiles::aMovedFolderKeepsItsArtifacts()
{
    write(run() / "artifacts/plots/a.txt", "abc");
    const auto list = backend_->listArtifacts(runId, "plots", {});
    QVERIFY(list);
    QCOMPARE(list->at(0).path, std::string("plots/a.txt"));
    // A download that was cut goes on.
    const fs::path to = fs::path(folder_->path().toStdString()) / "copy";
    write(to, "ab");
    QVERIFY(backend_->downloadArtifact(runId, "plots/a.txt", to, {}, {}));
    QCOMPARE(fs::file_size(to), std::uintmax_t(3));
}

void TestMlflowFiles::experimentsInTheTrashAreDeleted()
{
    fs::create_directories(root() / ".trash");
    fs::rename(root() / "0", root() / ".trash/0");
    const auto experiments = backend_->experiments({});
    QVERIFY(experiments);
    QCOMPARE(experiments->at(0).lifecycle, Lifecycle::Deleted);
    Runs runs;
    QVERIFY(scan(*backend_, {}, runs));
    QCOMPARE(runs.size(), std::size_t(1));
    QVERIFY(backend_->run(runId, {}));
}

void TestMlflowFiles::tagsThatAFileStoreCanNotHold()
{
    QVERIFY(backend_->setTag(runId, "a/b", "v", {}));
    QCOMPARE(backend_->setTag(runId, "a", "v", {}).error().kind, Error::Kind::Invalid);
    QCOMPARE(backend_->setTag(runId, "note/x", "v", {}).error().kind, Error::Kind::Invalid);
    QCOMPARE(backend_->setTag(runId, "../meta.yaml", "v", {}).error().kind, Error::Kind::Invalid);
    QVERIFY(backend_->deleteTag(runId, "not there", {}));
}

void TestMlflowFiles::editsLeaveNothingBehind()
{
    QVERIFY(backend_->renameRun(runId, "a \"new\" name: ✓", {}));
    QVERIFY(backend_->setTag(runId, "note", "x", {}));
    QVERIFY(backend_->deleteRun(runId, {}));
    QCOMPARE(backend_->setTag(runId, "note", "y", {}).error().kind, Error::Kind::Conflict);
    const auto read = backend_->run(runId, {});
    QCOMPARE(read->name, std::string("a \"new\" name: ✓"));
    QCOMPARE(read->lifecycle, Lifecycle::Deleted);
    QCOMPARE(*findValue(read->tags, "note"), std::string("x"));
    for (const auto& entry : fs::recursive_directory_iterator(root()))
        QVERIFY(entry.path().extension() != ".tmp");
}

// Links in the run lead to what is not the run's: they go, what they lead to stays.
void TestMlflowFiles::aPurgeStaysInsideTheRun()
{
    const fs::path outside = fs::path(folder_->path().toStdString()) / "outside";
    write(outside / "precious", "keep");
    write(run() / "artifacts/deep/er/model.bin", "x");
    fs::create_directory_symlink(outside, run() / "artifacts/linked");
    fs::create_directory_symlink(outside, run() / "tags/linked");
    fs::create_symlink(outside / "precious", run() / "params/linked");
    QCOMPARE(backend_->purgeRun(runId, {}).error().kind, Error::Kind::Conflict);
    QVERIFY(fs::exists(run() / "artifacts/deep/er/model.bin"));
    QVERIFY(backend_->deleteRun(runId, {}));
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(backend_->purgeRun(runId, stop.get_token()).error().kind, Error::Kind::Cancelled);
    QVERIFY(backend_->run(runId, {})); // begun again later
    QVERIFY(backend_->purgeRun(runId, {}));
    QVERIFY(!fs::exists(run()));
    QVERIFY(fs::exists(outside / "precious"));
    QCOMPARE(backend_->purgeRun(runId, {}).error().kind, Error::Kind::NotFound);

    // A run folder that is itself a link within the store is left alone.
    const std::string second(32, 'b');
    write(root() / "1/meta.yaml", "experiment_id: '1'\nname: one\nlifecycle_stage: active\n");
    auto meta = runMeta(second, "1");
    meta.replace(meta.find("active"), 6, "deleted");
    write(root() / "elsewhere" / "meta.yaml", meta);
    fs::create_directory_symlink(root() / "elsewhere", root() / "1" / second);
    QCOMPARE(backend_->purgeRun(second, {}).error().kind, Error::Kind::Invalid);
    QVERIFY(fs::exists(root() / "elsewhere/meta.yaml"));
}

void TestMlflowFiles::artifactsElsewhereGoWithTheirRun()
{
    const fs::path outside = fs::path(folder_->path().toStdString()) / "big disk";
    const auto purge = [&](const std::string& uri) {
        auto meta = runMeta(runId);
        meta.replace(0, meta.find('\n'), "artifact_uri: '" + uri + "'");
        meta.replace(meta.find("active"), 6, "deleted");
        write(run() / "meta.yaml", meta);
        write(run() / "artifacts/x", "x");
        return backend_->purgeRun(runId, {});
    };
    // Not a folder of this run alone, or not on this machine: nothing is deleted.
    write(outside / "precious", "keep");
    for (const auto& uri :
         {"file://" + outside.string(), "file://" + outside.string() + "/artifacts",
          std::string("file:///"), std::string("s3://bucket/") + runId + "/artifacts",
          std::string("mlflow-artifacts:/0/") + runId + "/artifacts"}) {
        QCOMPARE(purge(uri).error().kind, Error::Kind::Unsupported);
        QVERIFY(fs::exists(run() / "artifacts/x"));
    }
    write(outside / runId / "artifacts/model.bin", "x");
    QVERIFY(purge("file://" + outside.string() + "/" + runId + "/artifacts"));
    QVERIFY(!fs::exists(run()));
    QVERIFY(!fs::exists(outside / runId));
    QVERIFY(fs::exists(outside / "precious"));
    // A copy of the store: the artifacts that its runs name are those of the original.
    write(outside / "0" / runId / "artifacts/model.bin", "x");
    QVERIFY(purge("file://" + outside.string() + "/0/" + runId + "/artifacts"));
    QVERIFY(!fs::exists(run()));
    QVERIFY(fs::exists(outside / "0" / runId / "artifacts/model.bin"));
}

void TestMlflowFiles::aFolderThatIsGoneIsOutOfReach()
{
    fs::remove_all(root());
    Runs runs;
    const auto scanned = scan(*backend_, {}, runs);
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().kind, Error::Kind::Network);
    QCOMPARE(backend_->run(runId, {}).error().kind, Error::Kind::Network);
}

void TestMlflowFiles::addresses()
{
    const auto kind = mlflowFilesKind();
    const auto folder = root().string();
    for (const auto& address :
         {folder, folder + "/", "file://" + folder, folder_->path().toStdString()})
        QCOMPARE(kind.recognise(address).value_or(""), folder);
    fs::rename(root(), root().parent_path() / "renamed");
    const auto renamed = (root().parent_path() / "renamed").string();
    QCOMPARE(kind.recognise(renamed).value_or(""), renamed);
    QVERIFY(!kind.recognise(renamed + "/0/" + runId));
    QVERIFY(!kind.recognise("https://example.org/mlruns"));
    QVERIFY(!kind.recognise(""));
    QVERIFY(!kind.recognise("file://other-host/mlruns"));
}

QTEST_GUILESS_MAIN(TestMlflowFiles)
#include "test_mlflow_files.moc"
