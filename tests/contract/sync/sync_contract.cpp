#include "tests/contract/sync/sync_contract.h"

#include "services/workspace/history_store.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/tracking_comparison.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QTest>

namespace binnacle::contract {

namespace {

template <class T>
bool wentWell(const Result<T>& result)
{
    if (!result)
        qWarning().noquote() << result.error().message << result.error().detail;
    return result.has_value();
}

} // namespace

SyncContract::SyncContract(SyncSubject subject, QObject* parent)
    : QObject(parent), subject_(std::move(subject))
{
}

void SyncContract::initTestCase()
{
    const auto filled = fillStore(subject_.environment, subject_.trackingUri, true);
    QVERIFY(wentWell(filled));
    ids_ = *filled;
    client_.setProcessEnvironment(pythonEnvironment());
    client_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    client_.start(python(subject_.environment),
                  {script(QStringLiteral("../sync/client_shell.py")), subject_.trackingUri});
    QVERIFY(client_.waitForReadyRead(60'000));
    (void)client_.readLine();

    auto opened = Workspace::open(folder_.filePath(QStringLiteral("w.db")).toStdString());
    QVERIFY(wentWell(opened));
    workspace_ = *opened;
    source_ = {{}, "store", "contract", subject_.trackingUri.toStdString()};
    source_.id = SourceStore(workspace_).add(source_).value();
    backend_ = subject_.open();
}

void SyncContract::cleanupTestCase()
{
    client_.closeWriteChannel();
    QVERIFY(client_.waitForFinished(30'000));
}

Result<SyncProgress> SyncContract::pass(bool full, const MirrorPass::Urgent& urgent)
{
    return MirrorPass(workspace_, backend_, source_).run(full, HistoryMode::All, {}, urgent, {});
}

QJsonObject SyncContract::client(const QJsonObject& command)
{
    client_.write(QJsonDocument(command).toJson(QJsonDocument::Compact) + '\n');
    while (!client_.canReadLine()) {
        if (!client_.waitForReadyRead(60'000)) {
            qWarning() << "MLflow's client does not answer" << command << client_.errorString();
            return {};
        }
    }
    return QJsonDocument::fromJson(client_.readLine()).object();
}

RunRowId SyncContract::row(const QString& runId) const
{
    return RunReader(workspace_).find(runId.toStdString()).value_or(RunRowId{});
}

Run SyncContract::mirrored(const QString& runId) const
{
    return RunReader(workspace_).detail(row(runId)).value_or(RunDetail{}).run;
}

void SyncContract::compareAll()
{
    const auto dump = dumpStore(subject_.environment, subject_.trackingUri);
    QVERIFY(wentWell(dump));
    const auto runs = dump->value(QStringLiteral("runs")).toArray();
    QVERIFY(runs.size() >= 15);
    for (const auto& value : runs) {
        const auto expected = value.toObject();
        const auto id = expected.value(QStringLiteral("run_id")).toString();
        const auto name = expected.value(QStringLiteral("run_name")).toString();
        const auto detail = RunReader(workspace_).detail(row(id));
        QVERIFY2(detail.has_value(), qPrintable(name));
        const auto found = difference(detail->run, expected);
        QVERIFY2(found.isEmpty(), qPrintable(name + QStringLiteral(": ") + found));
        if (detail->run.lifecycle == Lifecycle::Deleted)
            continue; // histories of what is in the trash are not mirrored
        const auto histories = expected.value(QStringLiteral("histories")).toObject();
        for (auto history = histories.begin(); history != histories.end(); ++history) {
            auto points = HistoryStore(workspace_).points(detail->row, history.key().toStdString());
            QVERIFY(wentWell(points));
            const auto wrong = differenceOfPoints(std::move(*points), history.value().toArray());
            QVERIFY2(wrong.isEmpty(), qPrintable(name + u' ' + history.key() + u' ' + wrong));
        }
    }
    const auto count = workspace_->read([](auto& db) -> Result<std::int64_t> {
        return db.execAndGet("SELECT count(*) FROM run").getInt64();
    });
    QCOMPARE(count.value(), runs.size());
}

void SyncContract::theFirstPassMirrorsWhatTheClientSees()
{
    const auto done = pass(true);
    QVERIFY(wentWell(done));
    QVERIFY(done->points > 3000);
    QCOMPARE(done->historiesDone, done->historiesTotal);
    compareAll();
}

void SyncContract::aSecondPassWritesNothing()
{
    const auto generation = workspace_->generation();
    const auto full = pass(true);
    QVERIFY(wentWell(full));
    QCOMPARE(full->runsChanged, 0);
    QCOMPARE(full->points, 0);
    const auto quick = pass(false);
    QVERIFY(wentWell(quick));
    QCOMPARE(quick->runsChanged, 0);
    QCOMPARE(workspace_->generation(), generation);
}

void SyncContract::aRunInTrainingIsFollowed()
{
    live_ = client({{QStringLiteral("do"), QStringLiteral("create_run")},
                    {QStringLiteral("experiment"), QStringLiteral("classification")}})
                .value(QStringLiteral("run_id"))
                .toString();
    QVERIFY(!live_.isEmpty());
    int logged = 0;
    for (const int count : {1, 40, 500, 3}) {
        client({{QStringLiteral("do"), QStringLiteral("log")},
                {QStringLiteral("run_id"), live_},
                {QStringLiteral("key"), QStringLiteral("val/loss")},
                {QStringLiteral("from"), logged},
                {QStringLiteral("count"), count}});
        logged += count;
        QVERIFY(wentWell(pass(false)));
        const auto points = HistoryStore(workspace_).points(row(live_), "val/loss");
        QVERIFY(wentWell(points));
        QCOMPARE(points->size(), static_cast<std::size_t>(logged));
        QCOMPARE(points->back().step, logged - 1);
        QCOMPARE(points->back().value, 1.0 / logged);
        QCOMPARE(mirrored(live_).status, RunStatus::Running);
    }
    client({{QStringLiteral("do"), QStringLiteral("finish")}, {QStringLiteral("run_id"), live_}});
    QVERIFY(wentWell(pass(false)));
    QCOMPARE(mirrored(live_).status, RunStatus::Finished);
    QCOMPARE(HistoryStore(workspace_).countMissing(source_.id).value(), 0);
}

// A server can not be asked what was changed last. What a person looks at is read again by the next
// quick pass, everything else within the time that the backend promises.
void SyncContract::aTagOfARunOfLongAgoArrives()
{
    const auto old = client({{QStringLiteral("do"), QStringLiteral("create_old")},
                             {QStringLiteral("experiment"), QStringLiteral("classification")}})
                         .value(QStringLiteral("run_id"))
                         .toString();
    QVERIFY(!old.isEmpty());
    QVERIFY(wentWell(pass(true)));
    QCOMPARE(mirrored(old).status, RunStatus::Finished);
    const auto tag = [&](const char* value) {
        client({{QStringLiteral("do"), QStringLiteral("set_tag")},
                {QStringLiteral("run_id"), old},
                {QStringLiteral("key"), QStringLiteral("review")},
                {QStringLiteral("value"), QString::fromLatin1(value)}});
    };
    const auto hasTag = [&](const char* value) {
        const auto run = mirrored(old);
        const auto* found = findValue(run.tags, "review");
        return found && *found == value;
    };
    tag("seen while open");
    QVERIFY(wentWell(pass(false, [&] { return std::vector{row(old)}; })));
    QVERIFY(hasTag("seen while open"));
    tag("seen by and by");
    QTRY_VERIFY_WITH_TIMEOUT(wentWell(pass(false)) && hasTag("seen by and by"), 45'000);
}

void SyncContract::aDeletionArrives()
{
    const auto gone = ids_.value(QStringLiteral("sgd")).toArray().at(1).toString();
    QCOMPARE(mirrored(gone).lifecycle, Lifecycle::Active);
    client({{QStringLiteral("do"), QStringLiteral("delete")}, {QStringLiteral("run_id"), gone}});
    QVERIFY(wentWell(pass(false)));
    QCOMPARE(mirrored(gone).lifecycle, Lifecycle::Deleted);
}

void SyncContract::editsMadeOfflineReachTheServer()
{
    const auto run = ids_.value(QStringLiteral("sgd")).toArray().at(2).toString();
    const auto trash = ids_.value(QStringLiteral("sgd")).toArray().at(3).toString();
    subject_.goOffline();
    const OutboxStore outbox(workspace_);
    const auto add = [&](const QString& of, Edit::Kind kind, const char* key, const char* value) {
        Edit edit;
        edit.run = row(of);
        edit.kind = kind;
        edit.key = key;
        edit.value = value;
        QVERIFY(wentWell(outbox.add(edit)));
    };
    add(run, Edit::Kind::Rename, "", "best of the 학습");
    add(run, Edit::Kind::SetTag, "reviewed by", "the whole team");
    add(run, Edit::Kind::SetTag, "mlflow.note.content", "# Good\n\nkeep it");
    add(run, Edit::Kind::DeleteTag, "team", "");
    add(trash, Edit::Kind::Delete, "", "");
    const auto offline = pass(false);
    QVERIFY(!offline);
    QCOMPARE(offline.error().kind, Error::Kind::Network);
    QCOMPARE(outbox.pending(source_.id)->size(), std::size_t{5});
    QCOMPARE(mirrored(run).name, std::string("best of the 학습"));
    QCOMPARE(SourceStore(workspace_).state(source_.id)->reach, SourceState::Reach::Offline);

    subject_.comeBack();
    QVERIFY(wentWell(pass(false)));
    QVERIFY(outbox.list()->empty());
    const auto seen =
        client({{QStringLiteral("do"), QStringLiteral("get")}, {QStringLiteral("run_id"), run}});
    const auto tags = seen.value(QStringLiteral("tags")).toObject();
    QCOMPARE(seen.value(QStringLiteral("name")).toString(), QStringLiteral("best of the 학습"));
    QCOMPARE(tags.value(QStringLiteral("reviewed by")).toString(),
             QStringLiteral("the whole team"));
    QCOMPARE(tags.value(QStringLiteral("mlflow.note.content")).toString(),
             QStringLiteral("# Good\n\nkeep it"));
    QVERIFY(!tags.contains(QStringLiteral("team")));
    QCOMPARE(
        client({{QStringLiteral("do"), QStringLiteral("get")}, {QStringLiteral("run_id"), trash}})
            .value(QStringLiteral("lifecycle"))
            .toString(),
        QStringLiteral("deleted"));
}

void SyncContract::aConflictIsLeftToAPerson()
{
    const auto run = ids_.value(QStringLiteral("sgd")).toArray().at(4).toString();
    Edit edit;
    edit.run = row(run);
    edit.kind = Edit::Kind::SetTag;
    edit.key = "team";
    edit.value = "mine";
    const OutboxStore outbox(workspace_);
    const auto id = outbox.add(edit);
    QVERIFY(wentWell(id));
    client({{QStringLiteral("do"), QStringLiteral("set_tag")},
            {QStringLiteral("run_id"), run},
            {QStringLiteral("key"), QStringLiteral("team")},
            {QStringLiteral("value"), QStringLiteral("theirs")}});
    QVERIFY(wentWell(pass(false)));
    const auto left = outbox.list();
    QCOMPARE(left->size(), std::size_t{1});
    QCOMPARE(left->front().state, Edit::State::Conflict);
    QCOMPARE(left->front().serverValue, std::optional<std::string>("theirs"));
    QCOMPARE(*findValue(mirrored(run).tags, "team"), std::string("mine"));

    QVERIFY(wentWell(outbox.resolve(*id, true)));
    QVERIFY(wentWell(pass(false)));
    QVERIFY(outbox.list()->empty());
    const auto seen =
        client({{QStringLiteral("do"), QStringLiteral("get")}, {QStringLiteral("run_id"), run}});
    QCOMPARE(seen.value(QStringLiteral("tags")).toObject().value(QStringLiteral("team")).toString(),
             QStringLiteral("mine"));
}

void SyncContract::inTheEndAllIsAsTheClientSeesIt()
{
    QVERIFY(wentWell(pass(true)));
    compareAll();
}

} // namespace binnacle::contract
