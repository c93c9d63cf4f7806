// The TensorBoard backend on log dirs that grow, break, restart and vanish.

#include "services/backends/tensorboard/tensorboard_backend.h"
#include "tests/unit/tensorboard/event_bytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <fstream>

using namespace binnacle;
namespace eb = binnacle::eventbytes;
namespace fs = std::filesystem;

namespace {

double secondsNow()
{
    using namespace std::chrono;
    return duration<double>(system_clock::now().time_since_epoch()).count();
}

} // namespace

class TestTensorboardBackend : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void idsAreStableAndDifferentBetweenSources();
    void aScanDeliversOnlyWhatChanged();
    void aRunThatVanishedIsRemoved();
    void aHistoryGoesOnWhereItWas();
    void aRestartBringsTheWholeHistoryAgain();
    void theLatestPointAfterARestartIsTheOneBeforeIt();
    void damageIsWarnedAboutWithFileAndByte();
    void aCutRecordIsReadOnceItIsWhole();
    void aReplacedFileIsReadFromTheBeginning();
    void statusFollowsTheAgeOfTheFiles();
    void anMlrunsFolderIsNotClaimed();
    void aMissingLogDirIsOutOfReach();
    void aStopRequestCancels();
    void artifactsStayInTheRun();

private:
    void append(const std::string& run, const std::string& bytes,
                const std::string& file = "events.out.tfevents.1")
    {
        fs::create_directories(logDir_ / run);
        std::ofstream out(logDir_ / run / file, std::ios::binary | std::ios::app);
        out << bytes;
    }
    void age(const std::string& run, std::chrono::minutes minutes)
    {
        for (const auto& entry : fs::directory_iterator(logDir_ / run))
            fs::last_write_time(entry, fs::file_time_type::clock::now() - minutes);
    }
    RunScanResult scan(RunScan how = {})
    {
        runs_.clear();
        auto result = backend_->scanRuns(std::move(how),
                                         [&](std::vector<Run> runs) -> Result<void> {
                                             std::ranges::move(runs, std::back_inserter(runs_));
                                             return {};
                                         },
                                         {});
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
        return *result;
    }
    SeriesData history(const std::string& run, const std::string& tag, const std::string& cursor)
    {
        const SeriesRequest request{id(run), tag, cursor};
        SeriesData answer;
        const auto fetched = backend_->fetchHistories(std::span(&request, 1),
                                                      [&](SeriesData data) -> Result<void> {
                                                          answer = std::move(data);
                                                          return {};
                                                      },
                                                      {});
        if (!fetched)
            qFatal("%s", qPrintable(fetched.error().message));
        return answer;
    }
    std::string id(const std::string& run) const
    {
        return tfevents::runIdOf(logDir_.string(), run);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path logDir_;
    std::shared_ptr<TensorboardBackend> backend_;
    std::vector<Run> runs_;
};

void TestTensorboardBackend::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    logDir_ = fs::path(folder_->path().toStdString()) / "logs";
    fs::create_directories(logDir_);
    backend_ = std::make_shared<TensorboardBackend>(logDir_.string());
}

void TestTensorboardBackend::idsAreStableAndDifferentBetweenSources()
{
    QCOMPARE(id("train").size(), 32U);
    QCOMPARE(id("train"), id("train"));
    QVERIFY(id("train") != id("validation"));
    QVERIFY(tfevents::runIdOf("/a", ".") != tfevents::runIdOf("/b", "."));
}

void TestTensorboardBackend::aScanDeliversOnlyWhatChanged()
{
    append("a", eb::version(1000) + eb::scalar(1001, 1, "loss", 0.5F));
    append("b", eb::version(1000) + eb::scalar(1001, 1, "loss", 0.25F));
    const auto first = scan();
    QVERIFY(first.complete);
    QCOMPARE(runs_.size(), 2U);

    const auto second = scan({false, first.cursor, {}});
    QCOMPARE(runs_.size(), 0U);
    QVERIFY(!second.complete);
    QVERIFY(second.removedIds.empty());

    append("b", eb::scalar(1002, 2, "loss", 0.125F));
    const auto third = scan({false, second.cursor, {}});
    QCOMPARE(runs_.size(), 1U);
    QCOMPARE(runs_[0].name, std::string("b"));
    QCOMPARE(runs_[0].metrics.at(0).point.step, 2);
    QCOMPARE(runs_[0].metrics.at(0).point.value, 0.125);

    // A run that is known as unfinished is always looked at.
    scan({false, third.cursor, {id("a")}});
    QCOMPARE(runs_.size(), 1U);
    QCOMPARE(runs_[0].name, std::string("a"));
}

void TestTensorboardBackend::aRunThatVanishedIsRemoved()
{
    append("a", eb::version(1000));
    append("b", eb::version(1000));
    const auto first = scan();
    fs::remove_all(logDir_ / "a");
    const auto second = scan({false, first.cursor, {}});
    QCOMPARE(second.removedIds, std::vector<std::string>{id("a")});
    QCOMPARE(history("a", "loss", {}).points.size(), 0U);
    QCOMPARE(backend_->run(id("a"), {}).error().kind, Error::Kind::NotFound);
}

void TestTensorboardBackend::aHistoryGoesOnWhereItWas()
{
    append("a", eb::version(1000) + eb::scalar(1001, 1, "loss", 4) +
                    eb::scalar(1001, 1, "accuracy", 0.1F));
    scan();
    const auto first = history("a", "loss", {});
    QVERIFY(!first.append);
    QCOMPARE(first.points.size(), 1U);

    append("a", eb::scalar(1002, 2, "loss", 3));
    append("a", eb::scalar(1003, 3, "loss", 2), "events.out.tfevents.2");
    const auto second = history("a", "loss", first.cursor);
    QVERIFY(second.append);
    QCOMPARE(second.points.size(), 2U);
    QCOMPARE(second.points[0].step, 2);
    QCOMPARE(second.points[1].value, 2.0);
    QCOMPARE(second.points[1].timestamp, 1003000);

    // Asked together, each series goes on from its own cursor.
    const std::vector<SeriesRequest> both{{id("a"), "loss", first.cursor},
                                          {id("a"), "accuracy", {}}};
    std::vector<std::size_t> points(2);
    QVERIFY(backend_->fetchHistories(both,
                                     [&](SeriesData data) -> Result<void> {
                                         points[data.request] = data.points.size();
                                         return {};
                                     },
                                     {}));
    QCOMPARE(points, (std::vector<std::size_t>{2, 1}));
    QCOMPARE(history("a", "loss", second.cursor).points.size(), 0U);
}

void TestTensorboardBackend::aRestartBringsTheWholeHistoryAgain()
{
    append("a", eb::version(1000));
    for (int step = 1; step <= 8; ++step)
        append("a", eb::scalar(1000 + step, step, "loss", 1.0F));
    scan();
    const auto first = history("a", "loss", {});
    QCOMPARE(first.points.size(), 8U);

    append("a", eb::restart(2000, 5) + eb::scalar(2001, 5, "loss", 2.0F));
    const auto second = history("a", "loss", first.cursor);
    QVERIFY(!second.append);
    QCOMPARE(second.points.size(), 5U); // 1 to 4, and the new 5
    QCOMPARE(second.points.back().value, 2.0);
}

void TestTensorboardBackend::theLatestPointAfterARestartIsTheOneBeforeIt()
{
    append("a", eb::version(1000) + eb::scalar(1001, 1, "loss", 1) +
                    eb::scalar(1002, 2, "loss", 2) + eb::scalar(1003, 3, "loss", 3) +
                    eb::restart(2000, 3) + eb::restart(2001, 2));
    scan();
    QCOMPARE(runs_.at(0).metrics.at(0).point.step, 1);
    QCOMPARE(runs_.at(0).metrics.at(0).point.value, 1.0);
}

void TestTensorboardBackend::damageIsWarnedAboutWithFileAndByte()
{
    const auto head = eb::version(1000) + eb::scalar(1001, 1, "loss", 1);
    auto wrongData = eb::scalar(1002, 2, "loss", 2);
    wrongData[20] ^= 1;
    append("skip", head + wrongData + eb::scalar(1003, 3, "loss", 3));
    append("cut", head + eb::scalar(1002, 2, "loss", 2).substr(0, 30));
    auto wrongLength = eb::scalar(1002, 2, "loss", 2);
    wrongLength[0] ^= 1;
    append("stop", head + wrongLength + eb::scalar(1003, 3, "loss", 3));
    const auto result = scan();
    QCOMPARE(result.warnings.size(), 3U);
    for (const auto& warning : result.warnings) {
        QVERIFY2(warning.find("/events.out.tfevents.1") != std::string::npos, warning.c_str());
        QVERIFY2(warning.find(std::to_string(head.size())) != std::string::npos, warning.c_str());
    }
    std::map<std::string, std::int64_t> steps;
    for (const auto& run : runs_)
        steps[run.name] = run.metrics.at(0).point.step;
    QCOMPARE(steps, (std::map<std::string, std::int64_t>{{"skip", 3}, {"cut", 1}, {"stop", 1}}));
    QCOMPARE(history("skip", "loss", {}).points.size(), 2U);

    // Unchanged files are not read again, but what is wrong with them is still told.
    QCOMPARE(scan({false, result.cursor, {}}).warnings.size(), 3U);
    QCOMPARE(runs_.size(), 0U);
}

void TestTensorboardBackend::aCutRecordIsReadOnceItIsWhole()
{
    const auto whole = eb::scalar(secondsNow(), 2, "loss", 2);
    append("a", eb::version(secondsNow()) + eb::scalar(secondsNow(), 1, "loss", 1) +
                    whole.substr(0, 17));
    const auto first = scan();
    QCOMPARE(first.warnings.size(), 1U);
    const auto before = history("a", "loss", {});
    QCOMPARE(before.points.size(), 1U);

    append("a", whole.substr(17));
    QCOMPARE(scan({false, first.cursor, {}}).warnings.size(), 0U);
    QCOMPARE(runs_.at(0).metrics.at(0).point.step, 2);
    const auto after = history("a", "loss", before.cursor);
    QVERIFY(after.append);
    QCOMPARE(after.points.size(), 1U);
}

void TestTensorboardBackend::aReplacedFileIsReadFromTheBeginning()
{
    append("a", eb::version(1000) + eb::scalar(1001, 1, "loss", 1));
    scan();
    const auto before = history("a", "loss", {});
    fs::remove(logDir_ / "a" / "events.out.tfevents.1");
    append("a", eb::version(1000) + eb::scalar(1001, 7, "a longer tag", 1) +
                    eb::scalar(1001, 8, "loss", 8));
    const auto after = history("a", "loss", before.cursor);
    QVERIFY(!after.append);
    QCOMPARE(after.points.size(), 1U);
    QCOMPARE(after.points[0].step, 8);
}

void TestTensorboardBackend::statusFollowsTheAgeOfTheFiles()
{
    append("old", eb::version(1000) + eb::scalar(1060, 1, "loss", 1));
    append("live", eb::version(secondsNow() - 60) + eb::scalar(secondsNow(), 1, "loss", 1));
    append("quiet",
           eb::version(secondsNow() - 1000) + eb::scalar(secondsNow() - 600, 1, "loss", 1));
    age("quiet", std::chrono::minutes(10));
    scan();
    std::map<std::string, RunStatus> status;
    for (const auto& run : runs_)
        status[run.name] = run.status;
    QCOMPARE(status["old"], RunStatus::Finished); // copied just now, but its events are old
    QCOMPARE(status["live"], RunStatus::Running);
    QCOMPARE(status["quiet"], RunStatus::Finished);
    for (const auto& run : runs_) {
        if (run.name == "old")
            QCOMPARE(run.endTime.value(), 1060000);
    }
}

void TestTensorboardBackend::anMlrunsFolderIsNotClaimed()
{
    const auto kind = tensorboardKind();
    QVERIFY(!kind.recognise(logDir_.string())); // no event files yet
    QVERIFY(!kind.recognise("http://127.0.0.1:5000"));
    QVERIFY(!kind.recognise("sqlite:///mlflow.db"));
    append("deep/er", eb::version(1000));
    QCOMPARE(kind.recognise(logDir_.string() + "/").value(), logDir_.string());
    QCOMPARE(kind.recognise("file://" + logDir_.string()).value(), logDir_.string());

    const auto mlruns = logDir_.parent_path() / "mlruns";
    fs::create_directories(mlruns / "0" / "abc" / "artifacts");
    std::ofstream(mlruns / "0" / "meta.yaml") << "experiment_id: '0'\n";
    std::ofstream(mlruns / "0" / "abc" / "artifacts" / "events.out.tfevents.1") << "x";
    QVERIFY(!kind.recognise(mlruns.string()));
}

void TestTensorboardBackend::aMissingLogDirIsOutOfReach()
{
    fs::remove_all(logDir_);
    const auto scanned = backend_->scanRuns({}, [](auto) { return Result<void>(); }, {});
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().kind, Error::Kind::Network);
    QVERIFY(scanned.error().message.contains(QString::fromStdString(logDir_.string())));
}

void TestTensorboardBackend::aStopRequestCancels()
{
    append("a", eb::version(1000));
    std::stop_source stop;
    stop.request_stop();
    const auto scanned =
        backend_->scanRuns({}, [](auto) { return Result<void>(); }, stop.get_token());
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().kind, Error::Kind::Cancelled);
}

void TestTensorboardBackend::artifactsStayInTheRun()
{
    append("a", eb::version(1000));
    append("a/b", eb::version(1000));
    fs::create_directories(logDir_ / "a" / "checkpoints");
    std::ofstream(logDir_ / "a" / "checkpoints" / "best.pt") << "weights";
    scan();
    const auto root = backend_->listArtifacts(id("a"), {}, {});
    QVERIFY(root);
    QCOMPARE(root->size(), 1U); // neither the event file nor the run below
    QCOMPARE(root->front().path, std::string("checkpoints"));
    const auto below = backend_->listArtifacts(id("a"), "checkpoints", {});
    QCOMPARE(below->front().path, std::string("checkpoints/best.pt"));
    QCOMPARE(below->front().size, 7);
    const auto copy = logDir_.parent_path() / "copy";
    QVERIFY(backend_->downloadArtifact(id("a"), "checkpoints/best.pt", copy, {}, {}));
    QCOMPARE(fs::file_size(copy), 7U);
    QVERIFY(!backend_->listArtifacts(id("a"), "../..", {}));
    QVERIFY(!backend_->downloadArtifact(id("a"), "/etc/hostname", copy, {}, {}));
}

QTEST_GUILESS_MAIN(TestTensorboardBackend)
#include "test_tensorboard_backend.moc"
