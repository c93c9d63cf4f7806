#include "tests/contract/common/tracking_contract.h"

#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/tracking_comparison.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

namespace binnacle::contract {

namespace {

std::string id(const QJsonObject& run)
{
    return run[u"run_id"].toString().toStdString();
}

template <class T>
QByteArray why(const Result<T>& result)
{
    return result
               ? QByteArray()
               : (result.error().message + QStringLiteral(" | ") + result.error().detail).toUtf8();
}

std::vector<SeriesRequest> everySeries(const QJsonArray& runs)
{
    std::vector<SeriesRequest> requests;
    for (const auto& entry : runs) {
        const auto run = entry.toObject();
        for (const auto& key : run[u"histories"].toObject().keys())
            requests.push_back({id(run), key.toStdString(), {}});
    }
    return requests;
}

// What the requests lead to when each delivery is put behind, or in place of, the one before.
using Histories = std::vector<std::vector<MetricPoint>>;

Result<void> fetchInto(TrackingBackend& backend, std::vector<SeriesRequest>& requests,
                       Histories& histories)
{
    histories.resize(requests.size());
    std::set<std::size_t> delivered;
    auto done = backend.fetchHistories(
        requests,
        [&](SeriesData data) -> Result<void> {
            auto& points = histories.at(data.request);
            if (!data.append && delivered.insert(data.request).second)
                points.clear();
            points.insert(points.end(), data.points.begin(), data.points.end());
            requests[data.request].cursor = data.cursor;
            delivered.insert(data.request);
            return {};
        },
        {});
    if (done && delivered.size() != requests.size())
        return failure(Error::Kind::Invalid, QStringLiteral("not every series was delivered"));
    return done;
}

QByteArray readAll(const std::filesystem::path& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

TrackingContract::TrackingContract(TrackingSubject subject, QObject* parent)
    : QObject(parent), subject_(std::move(subject))
{
}

QJsonArray TrackingContract::expectedRuns() const
{
    return subject_.expected[u"runs"].toArray();
}

QJsonObject TrackingContract::expectedRun(const QString& name) const
{
    for (const auto& run : expectedRuns()) {
        if (run[u"run_name"].toString() == name)
            return run.toObject();
    }
    return {};
}

Result<std::vector<Run>> TrackingContract::scan(RunScan how, RunScanResult* result) const
{
    std::vector<Run> runs;
    auto done = subject_.backend->scanRuns(std::move(how),
                                           [&](std::vector<Run> batch) -> Result<void> {
                                               std::ranges::move(batch, std::back_inserter(runs));
                                               return {};
                                           },
                                           {});
    if (!done)
        return failure(done.error());
    if (result)
        *result = *done;
    return runs;
}

void TrackingContract::initTestCase()
{
    QVERIFY2(subject_.backend, qPrintable(subject_.title));
    QVERIFY2(expectedRuns().size() > 15, qPrintable(subject_.title));
}

void TrackingContract::probeNamesTheProduct()
{
    const auto probe = subject_.backend->probe({});
    QVERIFY2(probe, why(probe));
    QVERIFY(!probe->product.empty());
}

void TrackingContract::everyExperimentAgrees()
{
    const auto experiments = subject_.backend->experiments({});
    QVERIFY2(experiments, why(experiments));
    const auto expected = subject_.expected[u"experiments"].toArray();
    QCOMPARE(qsizetype(experiments->size()), expected.size());
    for (const auto& entry : expected) {
        const auto wanted = entry.toObject();
        const auto found = std::ranges::find(
            *experiments, wanted[u"experiment_id"].toString().toStdString(), &Experiment::id);
        QVERIFY2(found != experiments->end(), qPrintable(wanted[u"name"].toString()));
        QCOMPARE(difference(*found, wanted), QString());
    }
}

void TrackingContract::everyRunAgrees()
{
    RunScanResult result;
    const auto runs = scan({}, &result);
    QVERIFY2(runs, why(runs));
    QVERIFY(result.complete);
    QVERIFY(result.warnings.empty());
    QCOMPARE(qsizetype(runs->size()), expectedRuns().size());
    for (const auto& entry : expectedRuns()) {
        const auto found = std::ranges::find(*runs, id(entry.toObject()), &Run::id);
        QVERIFY2(found != runs->end(), qPrintable(entry[u"run_name"].toString()));
        QCOMPARE(difference(*found, entry.toObject()), QString());
    }
}

void TrackingContract::aLaterScanDeliversNothingWrong()
{
    RunScanResult first;
    QVERIFY(scan({}, &first));
    const auto running = id(expectedRun(QStringLiteral("still running")));
    const auto runs = scan({false, first.cursor, {running}});
    QVERIFY2(runs, why(runs));
    for (const auto& run : *runs) {
        for (const auto& entry : expectedRuns()) {
            if (id(entry.toObject()) == run.id)
                QCOMPARE(difference(run, entry.toObject()), QString());
        }
    }
}

void TrackingContract::oneRunAloneAgrees()
{
    for (const auto& entry : expectedRuns()) {
        const auto run = subject_.backend->run(id(entry.toObject()), {});
        QVERIFY2(run, why(run));
        QCOMPARE(difference(*run, entry.toObject()), QString());
    }
}

void TrackingContract::everyHistoryPointAgrees()
{
    const auto runs = expectedRuns();
    auto requests = everySeries(runs);
    Histories histories;
    const auto done = fetchInto(*subject_.backend, requests, histories);
    QVERIFY2(done, why(done));
    std::size_t request = 0;
    for (const auto& run : runs) {
        const auto expected = run[u"histories"].toObject();
        for (const auto& key : expected.keys()) {
            const auto found = differenceOfPoints(histories[request++], expected[key].toArray());
            QVERIFY2(found.isEmpty(), qPrintable(run[u"run_name"].toString() + u' ' + key +
                                                 QStringLiteral(": ") + found));
        }
    }
}

void TrackingContract::aCursorNeverLosesOrDoublesPoints()
{
    const auto runs = expectedRuns();
    auto requests = everySeries(runs);
    Histories histories;
    QVERIFY(fetchInto(*subject_.backend, requests, histories));
    const auto again = fetchInto(*subject_.backend, requests, histories);
    QVERIFY2(again, why(again));
    std::size_t request = 0;
    for (const auto& run : runs) {
        const auto expected = run[u"histories"].toObject();
        for (const auto& key : expected.keys())
            QCOMPARE(differenceOfPoints(histories[request++], expected[key].toArray()), QString());
    }
}

void TrackingContract::aSeriesThatIsNotThereIsEmpty()
{
    const auto run = id(expectedRun(QStringLiteral("odd values")));
    std::vector<SeriesRequest> requests{{run, "no such metric", {}}, {run, "huge", {}}};
    Histories histories;
    const auto done = fetchInto(*subject_.backend, requests, histories);
    QVERIFY2(done, why(done));
    QVERIFY(histories[0].empty());
    QCOMPARE(histories[1].size(), std::size_t(1));
    QCOMPARE(histories[1][0].value, 1.7e308);
}

void TrackingContract::loggedModelsAgree()
{
    const auto expected = subject_.expected[u"logged_models"].toArray();
    std::vector<std::string> experimentIds;
    for (const auto& entry : subject_.expected[u"experiments"].toArray())
        experimentIds.push_back(entry[u"experiment_id"].toString().toStdString());
    std::vector<LoggedModel> models;
    const auto done =
        subject_.backend->loggedModels(experimentIds,
                                       [&](std::vector<LoggedModel> batch) -> Result<void> {
                                           std::ranges::move(batch, std::back_inserter(models));
                                           return {};
                                       },
                                       {});
    if (!subject_.backend->capabilities().loggedModels) {
        QVERIFY(expected.isEmpty());
        return;
    }
    QVERIFY2(done, why(done));
    QCOMPARE(qsizetype(models.size()), expected.size());
    for (const auto& entry : expected) {
        const auto found = std::ranges::find(models, entry[u"model_id"].toString().toStdString(),
                                             &LoggedModel::id);
        QVERIFY(found != models.end());
        QCOMPARE(difference(*found, entry.toObject()), QString());
    }
}

void TrackingContract::artifactsAgree()
{
    if (!subject_.backend->capabilities().artifacts)
        return;
    const QTemporaryDir folder;
    int files = 0;
    for (const auto& entry : expectedRuns()) {
        const auto run = entry.toObject();
        std::map<QString, QString> expected, found;
        for (const auto& artifact : run[u"artifacts"].toArray())
            expected[artifact[u"path"].toString()] =
                artifact[u"is_dir"].toBool() ? QStringLiteral("folder")
                                             : QString::number(artifact[u"file_size"].toInteger());
        std::vector<std::string> open{""};
        while (!open.empty()) {
            const auto path = open.back();
            open.pop_back();
            const auto list = subject_.backend->listArtifacts(id(run), path, {});
            QVERIFY2(list, why(list));
            for (const auto& artifact : *list) {
                if (artifact.isFolder)
                    open.push_back(artifact.path);
                found[QString::fromStdString(artifact.path)] =
                    artifact.isFolder ? QStringLiteral("folder") : QString::number(artifact.size);
            }
        }
        QCOMPARE(found, expected);
        for (const auto& [path, size] : expected) {
            if (size == u"folder" || ++files > 12)
                continue;
            const std::filesystem::path to = folder.filePath(QString::number(files)).toStdString();
            std::int64_t seen = 0;
            const auto copied = subject_.backend->downloadArtifact(
                id(run), path.toStdString(), to,
                [&](TransferProgress progress) { seen = progress.bytesDone; }, {});
            QVERIFY2(copied, why(copied));
            QCOMPARE(QString::number(readAll(to).size()), size);
            QCOMPARE(QString::number(seen), size);
            if (path.endsWith(u".json"))
                QVERIFY(readAll(to).contains("classes"));
        }
    }
    QVERIFY(files > 10);
}

void TrackingContract::artifactPathsCanNotLeaveTheRun()
{
    if (!subject_.backend->capabilities().artifacts)
        return;
    const auto run = id(expectedRun(QStringLiteral("sgd-wine-0.01")));
    const QTemporaryDir folder;
    const std::filesystem::path to = folder.filePath(QStringLiteral("out")).toStdString();
    for (const std::string path :
         {"../meta.yaml", "about/../../meta.yaml", "/etc/passwd", "..", "about/../../.."}) {
        QVERIFY2(!subject_.backend->listArtifacts(run, path, {}), path.c_str());
        QVERIFY2(!subject_.backend->downloadArtifact(run, path, to, {}, {}), path.c_str());
    }
    QVERIFY(!std::filesystem::exists(to));
}

void TrackingContract::aRunThatIsNotThereIsNotFound()
{
    const auto run = subject_.backend->run("0123456789abcdef0123456789abcdef", {});
    QVERIFY(!run);
    QCOMPARE(run.error().kind, Error::Kind::NotFound);
    QVERIFY(!run.error().message.isEmpty());
}

void TrackingContract::aStopRequestEndsACall()
{
    std::stop_source stop;
    stop.request_stop();
    const auto scanned = subject_.backend->scanRuns(
        {}, [](std::vector<Run>) -> Result<void> { return {}; }, stop.get_token());
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().kind, Error::Kind::Cancelled);
    const auto requests = everySeries(expectedRuns());
    const auto fetched = subject_.backend->fetchHistories(
        requests, [](SeriesData) -> Result<void> { return {}; }, stop.get_token());
    QVERIFY(!fetched);
    QCOMPARE(fetched.error().kind, Error::Kind::Cancelled);
}

void TrackingContract::aFailingSinkEndsTheScan()
{
    int calls = 0;
    const auto scanned = subject_.backend->scanRuns(
        {},
        [&](std::vector<Run>) -> Result<void> {
            ++calls;
            return failure(Error::Kind::Storage, QStringLiteral("the disk is full"));
        },
        {});
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().message, QStringLiteral("the disk is full"));
    QCOMPARE(calls, 1);
}

// MLflow's client and our backend see the same runs after an edit.
void TrackingContract::compareWithClient(const QStringList& runIds)
{
    const auto dump = dumpStore(subject_.environment, subject_.trackingUri, runIds);
    QVERIFY2(dump, why(dump));
    const auto runs = (*dump)[u"runs"].toArray();
    QCOMPARE(runs.size(), runIds.size());
    for (const auto& entry : runs) {
        const auto run = subject_.backend->run(id(entry.toObject()), {});
        QVERIFY2(run, why(run));
        QCOMPARE(difference(*run, entry.toObject()), QString());
    }
    subject_.expected = *dump;
}

void TrackingContract::editsArriveAtMlflow()
{
    auto& backend = *subject_.backend;
    const auto before = subject_.expected;
    const auto wanted = expectedRun(QStringLiteral("ünïcödé 名前 🚀"));
    const auto run = id(wanted);
    const auto can = backend.capabilities();
    if (!can.editTags) {
        QCOMPARE(backend.setTag(run, "a", "b", {}).error().kind, Error::Kind::Unsupported);
        QCOMPARE(backend.renameRun(run, "b", {}).error().kind, Error::Kind::Unsupported);
        return;
    }
    const std::vector<KeyValue> tags{
        {"slash/in/key", "new\nvalue"},
        {"deeper/than/before/ключ", "✓"},
        {"empty now", ""},
        {"mlflow.note.content", "# Wiederholt\n\nbesser: `lr` 0.01\n"}};
    for (const auto& tag : tags) {
        const auto set = backend.setTag(run, tag.key, tag.value, {});
        QVERIFY2(set, why(set));
    }
    const auto removed = backend.deleteTag(run, "space in key", {});
    QVERIFY2(removed, why(removed));
    if (can.rename) {
        const auto renamed = backend.renameRun(run, "renamed: ✓ 100 %", {});
        QVERIFY2(renamed, why(renamed));
    }
    compareWithClient({wanted[u"run_id"].toString()});
    const auto seen = subject_.expected[u"runs"][0].toObject();
    for (const auto& tag : tags)
        QCOMPARE(seen[u"tags"][QString::fromStdString(tag.key)].toString(),
                 QString::fromStdString(tag.value));
    QVERIFY(!seen[u"tags"].toObject().contains(QStringLiteral("space in key")));
    if (can.rename)
        QCOMPARE(seen[u"run_name"].toString(), QStringLiteral("renamed: ✓ 100 %"));
    subject_.expected = before;
    const auto missing = backend.setTag("0123456789abcdef0123456789abcdef", "a", "b", {});
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, Error::Kind::NotFound);
}

void TrackingContract::deletionsArriveAtMlflow()
{
    auto& backend = *subject_.backend;
    const auto before = subject_.expected;
    const auto active = expectedRun(QStringLiteral("nothing logged"));
    const auto deleted = expectedRun(QStringLiteral("deleted run"));
    if (!backend.capabilities().deleteRuns) {
        QCOMPARE(backend.deleteRun(id(active), {}).error().kind, Error::Kind::Unsupported);
        return;
    }
    const QStringList both{active[u"run_id"].toString(), deleted[u"run_id"].toString()};
    const auto gone = backend.deleteRun(id(active), {});
    QVERIFY2(gone, why(gone));
    const auto back = backend.restoreRun(id(deleted), {});
    QVERIFY2(back, why(back));
    compareWithClient(both);
    auto runs = subject_.expected[u"runs"].toArray();
    QCOMPARE(runs[0][u"lifecycle_stage"].toString(), QStringLiteral("deleted"));
    QCOMPARE(runs[1][u"lifecycle_stage"].toString(), QStringLiteral("active"));

    QVERIFY(backend.restoreRun(id(active), {}));
    QVERIFY(backend.deleteRun(id(deleted), {}));
    compareWithClient(both);
    runs = subject_.expected[u"runs"].toArray();
    QCOMPARE(runs[0][u"lifecycle_stage"].toString(), QStringLiteral("active"));
    QCOMPARE(runs[1][u"lifecycle_stage"].toString(), QStringLiteral("deleted"));
    subject_.expected = before;
}

} // namespace binnacle::contract
