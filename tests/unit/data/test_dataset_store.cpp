#include "services/workspace/dataset_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

// What was found about datasets stays with the version that it was found of.
class TestDatasetStore : public QObject
{
    Q_OBJECT
private slots:
    void aVersionSeenTwiceIsOneAndKeepsItsChecks()
    {
        const QTemporaryDir folder;
        const auto workspace =
            Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString());
        QVERIFY(workspace.has_value());
        const DatasetStore store(*workspace);
        DataVersionRow seen{0,    "/data/와인.csv", "aa", "CSV", 10, 0,
                            1000, "{\"rows\":10}",  {},   {},    {}};
        const auto first = store.see(seen);
        QVERIFY2(first, first ? "" : qPrintable(first.error().message));
        QVERIFY(store.addCheck(*first, {0, "version: 1\n", false, "{}", 1001}).has_value());
        QVERIFY(store.addCheck(*first, {0, "version: 1\n", true, "{}", 1002}).has_value());
        seen.lastSeen = 3000;
        seen.profile.reset();
        QCOMPARE(*store.see(seen), *first);
        seen.digest = "bb";
        seen.lastSeen = 4000;
        const auto second = store.see(seen);
        QVERIFY(second.has_value() && *second != *first);

        const auto versions = store.versions("/data/와인.csv");
        QCOMPARE(versions->size(), 2U);
        QCOMPARE(versions->at(0).digest, std::string("bb"));
        QCOMPARE(versions->at(1).firstSeen, 1000);
        QCOMPARE(versions->at(1).lastSeen, 3000);
        QCOMPARE(versions->at(1).profile, std::optional<std::string>("{\"rows\":10}"));
        const auto checks = store.checks(*first);
        QCOMPARE(checks->size(), 2U);
        QVERIFY(checks->at(0).passed && !checks->at(1).passed);
        QVERIFY(store.checks(*second)->empty());
        QCOMPARE(*store.paths(), (std::vector<std::string>{"/data/와인.csv"}));
    }

    void filesThatNobodyTouchedAreFoundByTheirStampAndTheListHasTheNewest()
    {
        const QTemporaryDir folder;
        const auto workspace =
            Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString());
        const DatasetStore store(*workspace);
        DataVersionRow seen{0, "/data/a.db", "aa", "SQLite", 10, 0, 1000, {}, "apples", "", "s1"};
        const auto first = store.see(seen);
        seen.table = "pears"; // another table of the same bytes
        QVERIFY(*store.see(seen) != *first);
        QCOMPARE((*store.find(seen))->table, std::string("pears"));
        seen.table = "apples";
        seen.stamp = "s2";
        QVERIFY(!*store.find(seen));
        seen.digest = "bb";
        seen.rows = 12;
        seen.lastSeen = 5000;
        const auto newer = store.see(seen);
        QVERIFY(store.addCheck(*newer, {0, "version: 1\n", false, "{}", 6000}).has_value());
        const auto known = store.known();
        QCOMPARE(known->size(), 2U);
        QCOMPARE(known->front().digest, std::string("bb"));
        QCOMPARE(known->front().versions, 2);
        QCOMPARE(known->front().passed, std::optional(false));
        QCOMPARE(known->back().passed, std::optional<bool>());
        QVERIFY(store.forget("/data/a.db").has_value());
        QVERIFY(store.known()->empty() && store.checks(*newer)->empty());
    }
};

QTEST_GUILESS_MAIN(TestDatasetStore)
#include "test_dataset_store.moc"
