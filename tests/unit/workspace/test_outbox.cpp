#include "tests/unit/workspace/workspace_fixture.h"

#include "services/workspace/outbox_store.h"

using namespace binnacle;
using namespace binnacle::test;

// Edits show at once, wait for their source, and never get lost or doubled.
class TestOutbox : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void showsAnEditBeforeItIsSent();
    void keepsAnEditOverANewSummary();
    void replacesAnEarlierEditOfTheSameThing();
    void leavesWhenConfirmed();
    void dropsMineForTheirs();
    void sendsMineOverTheirs();
    void deletesAndRestores();
    void refusesARunThatIsNotThere();

private:
    Edit edit(Edit::Kind kind, const std::string& key, const std::string& value) const
    {
        Edit made;
        made.run = fixture_->row("aaa1");
        made.kind = kind;
        made.key = key;
        made.value = value;
        return made;
    }
    RunDetail detail() const
    {
        return RunReader(fixture_->workspace).detail(fixture_->row("aaa1")).value();
    }
    std::string team() const
    {
        const auto now = detail();
        const auto* value = findValue(now.run.tags, "team");
        return value ? *value : "(none)";
    }
    OutboxStore outbox() const { return OutboxStore(fixture_->workspace); }

    std::unique_ptr<WorkspaceFixture> fixture_;
};

void TestOutbox::init()
{
    fixture_ = std::make_unique<WorkspaceFixture>();
    VERIFY_RESULT(fixture_->mirror().putRuns({wineRun("aaa1")}));
}

void TestOutbox::showsAnEditBeforeItIsSent()
{
    VERIFY_RESULT(outbox().add(edit(Edit::Kind::SetTag, "team", "audio")));
    VERIFY_RESULT(outbox().add(edit(Edit::Kind::Rename, "", "final")));
    QCOMPARE(team(), std::string("audio"));
    QCOMPARE(detail().run.name, std::string("final"));
    QVERIFY(detail().pending);
    const auto edits = outbox().pending(fixture_->source).value();
    QCOMPARE(edits.size(), 2U);
    QCOMPARE(edits[0].before, std::optional<std::string>("vision"));
    QCOMPARE(edits[0].runId, std::string("aaa1"));
    QCOMPARE(SourceStore(fixture_->workspace).state(fixture_->source)->pendingEdits, 2);
}

void TestOutbox::keepsAnEditOverANewSummary()
{
    VERIFY_RESULT(outbox().add(edit(Edit::Kind::SetTag, "team", "audio")));
    Run newer = wineRun("aaa1");
    newer.params.push_back({"depth", "6"});
    VERIFY_RESULT(fixture_->mirror().putRuns({newer}));
    QCOMPARE(detail().run.params.size(), 3U);
    QCOMPARE(team(), std::string("audio"));
}

void TestOutbox::replacesAnEarlierEditOfTheSameThing()
{
    VERIFY_RESULT(outbox().add(edit(Edit::Kind::SetTag, "team", "audio")));
    VERIFY_RESULT(outbox().add(edit(Edit::Kind::SetTag, "other", "x")));
    VERIFY_RESULT(outbox().add(edit(Edit::Kind::DeleteTag, "team", "")));
    const auto edits = outbox().list().value();
    QCOMPARE(edits.size(), 2U);
    QCOMPARE(edits[1].kind, Edit::Kind::DeleteTag);
    QCOMPARE(edits[1].before, std::optional<std::string>("vision"));
    QCOMPARE(team(), std::string("(none)"));
}

void TestOutbox::leavesWhenConfirmed()
{
    const auto id = outbox().add(edit(Edit::Kind::SetTag, "team", "audio"));
    VERIFY_RESULT(outbox().confirm(*id));
    QVERIFY(outbox().list()->empty());
    QVERIFY(!detail().pending);
    QCOMPARE(team(), std::string("audio"));
    QVERIFY(!outbox().confirm(*id));
}

void TestOutbox::dropsMineForTheirs()
{
    const auto id = outbox().add(edit(Edit::Kind::SetTag, "team", "audio"));
    VERIFY_RESULT(outbox().markConflict(*id, "speech"));
    QVERIFY(outbox().pending(fixture_->source)->empty());
    QCOMPARE(outbox().list()->at(0).serverValue, std::optional<std::string>("speech"));
    VERIFY_RESULT(outbox().resolve(*id, false));
    QCOMPARE(team(), std::string("speech"));
    QVERIFY(outbox().list()->empty());
    // The next pass writes what the source says though its summary is the one known before.
    QCOMPARE(fixture_->mirror().putRuns({wineRun("aaa1")})->changed, 1);
    QCOMPARE(team(), std::string("vision"));
}

void TestOutbox::sendsMineOverTheirs()
{
    const auto id = outbox().add(edit(Edit::Kind::SetTag, "team", "audio"));
    VERIFY_RESULT(outbox().markConflict(*id, "speech"));
    VERIFY_RESULT(outbox().resolve(*id, true));
    const auto edits = outbox().pending(fixture_->source).value();
    QCOMPARE(edits.size(), 1U);
    QCOMPARE(edits[0].before, std::optional<std::string>("speech"));
    QCOMPARE(team(), std::string("audio"));
}

void TestOutbox::deletesAndRestores()
{
    VERIFY_RESULT(outbox().add(edit(Edit::Kind::Delete, "", "")));
    QCOMPARE(detail().run.lifecycle, Lifecycle::Deleted);
    VERIFY_RESULT(outbox().add(edit(Edit::Kind::Restore, "", "")));
    QCOMPARE(detail().run.lifecycle, Lifecycle::Active);
    QCOMPARE(outbox().list()->size(), 1U);
    QCOMPARE(outbox().list()->at(0).before, std::optional<std::string>("active"));
}

void TestOutbox::refusesARunThatIsNotThere()
{
    Edit lost = edit(Edit::Kind::SetTag, "team", "audio");
    lost.run = RunRowId{4711};
    QCOMPARE(outbox().add(lost).error().kind, Error::Kind::NotFound);
    QVERIFY(outbox().list()->empty());
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "test_outbox.moc"
