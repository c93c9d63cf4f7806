#include "services/sync/outbox_replay.h"

#include "services/workspace/audit_log.h"
#include "tests/unit/sync/sync_fixture.h"

using namespace binnacle;
using namespace binnacle::testing;

namespace {

// A mirrored run "a" with the tag team=vision, and edits made to it here.
struct Desk : SyncFixture
{
    OutboxStore outbox{workspace};

    Desk()
    {
        backend->addRun("a", {"loss"});
        backend->edit("a", [](Run& run) { run.tags.push_back({"team", "vision"}); });
        backend->addRun("b");
        (void)pass(true);
        backend->forgetCalls();
    }

    EditId add(Edit::Kind kind, const std::string& key, const std::string& value,
               const std::string& run = "a")
    {
        Edit edit;
        edit.run = row(run);
        edit.kind = kind;
        edit.key = key;
        edit.value = value;
        return outbox.add(edit).value();
    }
    Result<OutboxReplay::Outcome> replay()
    {
        return OutboxReplay(workspace, *backend, source.id).run({});
    }
    std::optional<std::string> tagAtSource(const std::string& key) const
    {
        const auto run = backend->stored("a");
        const auto* value = run ? findValue(run->tags, key) : nullptr;
        return value ? std::optional(*value) : std::nullopt;
    }
};

} // namespace

// Edits made here on their way to the source.
class TestOutboxReplay : public QObject
{
    Q_OBJECT

private slots:
    void editsArriveInTheirOrder()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.add(Edit::Kind::Rename, "", "best so far");
        desk.add(Edit::Kind::DeleteTag, "team", "");
        desk.add(Edit::Kind::SetTag, "mlflow.note.content", "# good");
        desk.add(Edit::Kind::Delete, "", "", "b");
        const auto done = desk.replay();
        QVERIFY(succeeded(done));
        QCOMPARE(done->confirmed, 4); // the tag that was set is deleted before it was sent
        QCOMPARE(desk.backend->calls(),
                 (std::vector<std::string>{"run a", "rename a", "run a", "unset a team", "run a",
                                           "set a mlflow.note.content", "run b", "delete b",
                                           "run a", "run b"}));
        QCOMPARE(desk.tagAtSource("team"), std::optional<std::string>());
        QCOMPARE(desk.backend->stored("a")->name, std::string("best so far"));
        QCOMPARE(desk.backend->stored("b")->lifecycle, Lifecycle::Deleted);
        QVERIFY(desk.outbox.list().value().empty());
        QVERIFY(!desk.detail("a").pending);
        QCOMPARE(desk.detail("a").run.name, std::string("best so far"));
    }

    void aPassSendsThemBeforeItReads()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        QVERIFY(succeeded(desk.pass(false)));
        QCOMPARE(desk.backend->calls().at(0), std::string("run a"));
        QCOMPARE(desk.backend->calls().at(1), std::string("set a team"));
        QCOMPARE(desk.tagAtSource("team"), std::optional<std::string>("speech"));
    }

    void whatTheSourceHasAlreadyIsConfirmedWithoutAWrite()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.backend->edit("a", [](Run& run) { run.tags = {{"team", "speech"}}; });
        const auto done = desk.replay();
        QVERIFY(succeeded(done));
        QCOMPARE(done->confirmed, 1);
        QCOMPARE(desk.backend->calls(), (std::vector<std::string>{"run a", "run a"}));
        QVERIFY(desk.outbox.list().value().empty());
    }

    void aValueChangedAtTheSourceMeanwhileIsLeftToAPerson()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        const auto renamed = desk.add(Edit::Kind::Rename, "", "mine");
        desk.backend->edit("a", [](Run& run) { run.tags = {{"team", "robotics"}}; });
        const auto done = desk.replay();
        QVERIFY(succeeded(done));
        QCOMPARE(done->conflicts, 1);
        QCOMPARE(done->confirmed, 1); // the other one goes its way
        const auto left = desk.outbox.list().value();
        QCOMPARE(left.size(), std::size_t{1});
        QVERIFY(left[0].id != renamed);
        QCOMPARE(left[0].state, Edit::State::Conflict);
        QCOMPARE(left[0].serverValue, std::optional<std::string>("robotics"));
        QCOMPARE(desk.tagAtSource("team"), std::optional<std::string>("robotics"));

        QVERIFY(succeeded(desk.outbox.resolve(left[0].id, true)));
        QVERIFY(succeeded(desk.replay()));
        QCOMPARE(desk.tagAtSource("team"), std::optional<std::string>("speech"));
        QVERIFY(desk.outbox.list().value().empty());
    }

    void aTagRemovedAtTheSourceMeanwhileIsAConflictToo()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.backend->edit("a", [](Run& run) { run.tags.clear(); });
        QCOMPARE(desk.replay().value().conflicts, 1);
        const auto left = desk.outbox.list().value();
        QCOMPARE(left.at(0).serverValue, std::optional<std::string>());

        QVERIFY(succeeded(desk.outbox.resolve(left[0].id, false))); // theirs
        QVERIFY(succeeded(desk.pass(true)));
        QCOMPARE(findValue(desk.detail("a").run.tags, "team"), nullptr);
    }

    void anAnswerThatWasLostDoesNoHarm()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.add(Edit::Kind::Rename, "", "mine");
        desk.backend->cutAfterWrite = 1;
        const auto cut = desk.replay();
        QVERIFY(!cut);
        QCOMPARE(cut.error().kind, Error::Kind::Network);
        QCOMPARE(desk.outbox.pending(desk.source.id).value().size(), std::size_t{2});
        QCOMPARE(desk.tagAtSource("team"), std::optional<std::string>("speech"));

        desk.backend->offline = false;
        desk.backend->forgetCalls();
        QCOMPARE(desk.replay().value().confirmed, 2);
        QCOMPARE(desk.backend->calls(), (std::vector<std::string>{"run a", "run a", "rename a",
                                                                  "run a"})); // the tag not again
        // What was done before the cut is in the audit log all the same, once.
        const auto entries = AuditLog(desk.workspace).find({}).value();
        QCOMPARE(entries.size(), std::size_t{2});
        QCOMPARE(entries[1].before, std::string("vision"));
        QCOMPARE(entries[1].after, std::string("speech"));
    }

    void whatSomebodyElseDidIsNotInTheAuditLog()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.backend->edit("a", [](Run& run) { run.tags = {{"team", "speech"}}; });
        QCOMPARE(desk.replay().value().confirmed, 1);
        QVERIFY(AuditLog(desk.workspace).find({}).value().empty());
    }

    void outOfReachEverythingWaits()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.backend->offline = true;
        QVERIFY(!desk.pass(false));
        QCOMPARE(desk.outbox.pending(desk.source.id).value().size(), std::size_t{1});
        QVERIFY(desk.detail("a").pending);
        QCOMPARE(*findValue(desk.detail("a").run.tags, "team"), std::string("speech"));
        desk.backend->offline = false;
        QVERIFY(succeeded(desk.pass(false)));
        QCOMPARE(desk.tagAtSource("team"), std::optional<std::string>("speech"));
    }

    void aRefusalIsKeptWithItsSentence_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("invalid") << static_cast<int>(Error::Kind::Invalid);
        QTest::newRow("not allowed") << static_cast<int>(Error::Kind::Auth);
        QTest::newRow("unsupported") << static_cast<int>(Error::Kind::Unsupported);
        QTest::newRow("not found") << static_cast<int>(Error::Kind::NotFound);
    }
    void aRefusalIsKeptWithItsSentence()
    {
        QFETCH(int, kind);
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.add(Edit::Kind::Rename, "", "mine");
        desk.backend->refuseWrites =
            Error{static_cast<Error::Kind>(kind), QStringLiteral("Not with this value."), {}};
        const auto done = desk.replay();
        QVERIFY(succeeded(done));
        QCOMPARE(done->failed, 2);
        const auto left = desk.outbox.list().value();
        QCOMPARE(left.size(), std::size_t{2});
        for (const auto& edit : left) {
            QCOMPARE(edit.state, Edit::State::Failed);
            QCOMPARE(edit.message, std::string("Not with this value."));
        }
    }

    void aRunThatIsGoneRefusesAllButItsDeletion()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.add(Edit::Kind::Delete, "", "");
        desk.backend->purge("a");
        const auto done = desk.replay();
        QVERIFY(succeeded(done));
        QCOMPARE(done->failed, 1);
        QCOMPARE(done->confirmed, 1);
    }

    void anEditReplacedWhileItIsSentIsNoError()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        desk.backend->onWrite = [&] {
            desk.backend->onWrite = {};
            desk.add(Edit::Kind::SetTag, "team", "audio");
        };
        QVERIFY(succeeded(desk.replay()));
        const auto left = desk.outbox.list().value();
        QCOMPARE(left.size(), std::size_t{1});
        QCOMPARE(left[0].value, std::string("audio"));
    }

    // The source is put back to what it was before the edit: the mirror must notice.
    void theMirrorSeesAChangeBack()
    {
        Desk desk;
        desk.add(Edit::Kind::SetTag, "team", "speech");
        QVERIFY(succeeded(desk.pass(false)));
        desk.backend->edit("a", [](Run& run) { run.tags = {{"team", "vision"}}; });
        QVERIFY(succeeded(desk.pass(true)));
        QCOMPARE(*findValue(desk.detail("a").run.tags, "team"), std::string("vision"));
    }
};

QTEST_GUILESS_MAIN(TestOutboxReplay)
#include "test_outbox_replay.moc"
