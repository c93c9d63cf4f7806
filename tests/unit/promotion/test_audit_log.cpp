// The audit log keeps what it was told, and shows that somebody tampered with it.
#include "services/workspace/audit_log.h"
#include "tests/unit/workspace/workspace_fixture.h"

#include <SQLiteCpp/Database.h>

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

AuditEntry entry(const std::string& subject)
{
    AuditEntry made;
    made.at = 1'700'000'000'000;
    made.systemUser = "kim";
    made.action = "set-alias";
    made.sourceName = "lab";
    made.subject = subject;
    made.before = "1";
    made.after = "=2+3";
    return made;
}

} // namespace

class TestAuditLog : public QObject
{
    Q_OBJECT

private slots:
    void theHashIsThatOfPython()
    {
        // hashlib.sha256(("" + "\n" + json.dumps([1, 1700000000000, "kim", "", "set-alias", "lab",
        //     "와인 \"a\"\n", "1", "=2+3", "{}", ""], ensure_ascii=False,
        //     separators=(",", ":"))).encode()).hexdigest()
        WorkspaceFixture bench;
        const auto added = AuditLog(bench.workspace).add(entry("와인 \"a\"\n"));
        VERIFY_RESULT(added);
        QCOMPARE(added->hash, std::string("527f16de1b4aa33a6bf8b99ddfeb8481"
                                          "4e161e91f5a32ef4172ea9ee65cfbc68"));
    }

    void tamperingShows_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("wrong");
        QTest::newRow("changed") << "UPDATE audit_entry SET after = '9' WHERE id = 2" << 2;
        QTest::newRow("who") << "UPDATE audit_entry SET system_user = 'lee' WHERE id = 1" << 1;
        QTest::newRow("when") << "UPDATE audit_entry SET at = at + 1 WHERE id = 3" << 3;
        QTest::newRow("deleted") << "DELETE FROM audit_entry WHERE id = 2" << 3;
        QTest::newRow("first deleted") << "DELETE FROM audit_entry WHERE id = 1" << 2;
        QTest::newRow("a hash") << "UPDATE audit_entry SET hash = 'x' WHERE id = 3" << 3;
        QTest::newRow("swapped") << "UPDATE audit_entry SET id = 100 WHERE id = 2" << 3;
    }
    void tamperingShows()
    {
        QFETCH(QString, sql);
        QFETCH(int, wrong);
        WorkspaceFixture bench;
        const AuditLog log(bench.workspace);
        for (const char* subject : {"a", "b", "c"})
            VERIFY_RESULT(log.add(entry(subject)));
        QVERIFY(log.verify().value().whole);
        {
            SQLite::Database db(bench.file().string(), SQLite::OPEN_READWRITE);
            QVERIFY_EXCEPTION_THROWN(db.exec(sql.toStdString()), std::exception); // append-only
            db.exec("DROP TRIGGER audit_entry_stays; DROP TRIGGER audit_entry_keeps");
            db.exec(sql.toStdString());
        }
        const auto verdict = log.verify();
        VERIFY_RESULT(verdict);
        QVERIFY(!verdict->whole);
        QCOMPARE(verdict->firstWrong, std::int64_t(wrong));
    }

    void entriesAreFound()
    {
        WorkspaceFixture bench;
        const AuditLog log(bench.workspace);
        VERIFY_RESULT(log.add(entry("wine")));
        auto later = entry("beer");
        later.at += 1'000;
        VERIFY_RESULT(log.add(later));
        QCOMPARE(log.find({}).value().at(0).subject, std::string("beer")); // newest first
        AuditQuery query;
        query.text = "WINE set-alias";
        QCOMPARE(log.find(query).value().size(), std::size_t(1));
        query.text = "wine beer";
        QVERIFY(log.find(query).value().empty());
        query = {};
        query.since = later.at;
        QCOMPARE(log.find(query).value().size(), std::size_t(1));
    }

    void aSpreadsheetRunsNothing()
    {
        const auto csv = auditCsv({entry("a,\"b\"")});
        QVERIFY(csv.find(",'=2+3,") != std::string::npos);
        QVERIFY(csv.find(",\"a,\"\"b\"\"\",") != std::string::npos);
        QVERIFY(csv.find("2023-11-14T22:13:20.000Z") != std::string::npos);
        const auto line = auditJsonLine(entry("a\nb"));
        QVERIFY(line.find('\n') == std::string::npos);
        QVERIFY(line.find("\"after\":\"=2+3\"") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestAuditLog)
#include "test_audit_log.moc"
