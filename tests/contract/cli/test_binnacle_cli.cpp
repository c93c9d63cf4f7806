// binnacle-cli on an mlflow.db that MLflow's own client filled; its answers are held against what
// that client reads.

#include "tests/contract/cli/cli_process.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/tracking_comparison.h"

#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace binnacle;
using namespace binnacle::contract;

namespace {

const QString environment = QStringLiteral("mlflow3");

QStringList ids(const QJsonArray& runs)
{
    QStringList list;
    for (const auto run : runs)
        list << run[u"run_id"].toString();
    return list;
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

QStringList words(const char* text)
{
    return QString::fromUtf8(text).split(u' ');
}

} // namespace

class TestBinnacleCli : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyRunAgreesWithTheClient();
    void everyHistoryAgreesWithTheClient();
    void experimentsAgreeWithTheClient();
    void filterOrderAndLimit();
    void columnsChooseWhatIsAnswered();
    void csvHasARowForEachRun();
    void oneRunIsNamedByIdPrefixOrName();
    void fewerPointsKeepTheExtremes();
    void comparisonInJsonHtmlAndPng();
    void editsArriveAtTheStore();
    void anEditWaitsWhileTheSourceIsOutOfReach();
    void failuresAreOneLineAndExitOne_data();
    void failuresAreOneLineAndExitOne();
    void badUsageIsOneLineAndExitTwo_data();
    void badUsageIsOneLineAndExitTwo();
    void humansGetTables();
    void deletedForGoodOnlyWhenItIsMeant();
    void aRemovedSourceIsGone();

private:
    QJsonArray expectedRuns(bool deleted) const
    {
        QJsonArray runs;
        for (const auto run : expected_[u"runs"].toArray()) {
            if (deleted || run[u"lifecycle_stage"].toString() == u"active")
                runs.append(run);
        }
        return runs;
    }

    QTemporaryDir folder_;
    QString database_;
    QString uri_;
    QJsonObject filled_;
    QJsonObject expected_;
    CliProcess cli_{folder_.filePath(QStringLiteral("workspace.db"))};
};

void TestBinnacleCli::initTestCase()
{
    database_ = folder_.filePath(QStringLiteral("mlflow.db"));
    uri_ = QStringLiteral("sqlite:///") + database_;
    const auto filled = fillStore(environment, uri_, true);
    QVERIFY2(filled, filled ? "" : qPrintable(filled.error().message + filled.error().detail));
    filled_ = *filled;
    const auto dumped = dumpStore(environment, uri_);
    QVERIFY2(dumped, dumped ? "" : qPrintable(dumped.error().message + dumped.error().detail));
    expected_ = *dumped;

    QCOMPARE(cli_({QStringLiteral("source"), QStringLiteral("add"), QStringLiteral("team"), uri_})
                 .exitCode,
             0);
    const auto synced = cli_(words("sync --json"));
    QVERIFY2(synced.exitCode == 0, synced.all());
    QCOMPARE(synced.array().at(0)[u"runs"].toInteger(), expectedRuns(true).size());
    const auto sources = cli_(words("source list --json")).array();
    QCOMPARE(sources.size(), 1);
    QCOMPARE(sources[0][u"state"].toString(), QStringLiteral("online"));
    QCOMPARE(sources[0][u"kind"].toString(), QStringLiteral("mlflow-db"));
}

void TestBinnacleCli::everyRunAgreesWithTheClient()
{
    for (const bool deleted : {false, true}) {
        const auto answer = cli_(words(deleted ? "runs --json --deleted" : "runs --json"));
        QVERIFY2(answer.exitCode == 0, answer.all());
        const auto expected = expectedRuns(deleted);
        QCOMPARE(sorted(ids(answer.array())), sorted(ids(expected)));
        QHash<QString, QJsonObject> byId;
        for (const auto run : answer.array())
            byId[run[u"run_id"].toString()] = run.toObject();
        for (const auto value : expected) {
            const auto run = value.toObject();
            const auto shown = byId[run[u"run_id"].toString()];
            for (const auto* field : {"run_name", "status", "start_time", "end_time",
                                      "lifecycle_stage", "params", "tags"}) {
                const auto key = QString::fromLatin1(field);
                QVERIFY2(shown[key] == run[key], qPrintable(run[u"run_id"].toString() + key));
            }
            QCOMPARE(shown[u"source"].toString(), QStringLiteral("team"));
            const auto metrics = run[u"metrics"].toObject();
            const auto shownMetrics = shown[u"metrics"].toObject();
            QCOMPARE(shownMetrics.keys(), metrics.keys());
            for (const auto& key : metrics.keys())
                QVERIFY2(sameValue(toDouble(shownMetrics[key]), toDouble(metrics[key][u"value"])),
                         qPrintable(key));
        }
    }
}

void TestBinnacleCli::everyHistoryAgreesWithTheClient()
{
    int series = 0;
    for (const auto name : {"odd_values", "odd_order", "many_points", "with_model"}) {
        const auto id = filled_[QString::fromLatin1(name)].toString();
        const auto runs = expectedRuns(true);
        const auto run = std::ranges::find_if(
            runs, [&](const auto& one) { return one[u"run_id"].toString() == id; });
        QVERIFY(run != runs.end());
        const auto histories = (*run)[u"histories"].toObject();
        for (auto it = histories.begin(); it != histories.end() && series < 40; ++it, ++series) {
            const auto answer =
                cli_({QStringLiteral("history"), id, it.key(), QStringLiteral("--json")});
            QVERIFY2(answer.exitCode == 0, answer.all());
            const auto points = answer.array();
            std::vector<MetricPoint> shown;
            for (const auto point : points)
                shown.push_back({point[u"step"].toInteger(), point[u"timestamp"].toInteger(),
                                 toDouble(point[u"value"])});
            QVERIFY(std::ranges::is_sorted(shown, [](const auto& a, const auto& b) {
                return std::tie(a.step, a.timestamp) < std::tie(b.step, b.timestamp);
            }));
            QCOMPARE(differenceOfPoints(shown, it.value().toArray()), QString());
        }
    }
    QVERIFY(series > 3);
}

void TestBinnacleCli::experimentsAgreeWithTheClient()
{
    const auto all = cli_(words("experiments --json --deleted")).array();
    const auto active = cli_(words("experiments --json")).array();
    const auto expected = expected_[u"experiments"].toArray();
    QCOMPARE(all.size(), expected.size());
    QVERIFY(active.size() < all.size());
    for (const auto experiment : expected) {
        const auto found = std::ranges::find_if(all, [&](const auto& one) {
            return one[u"experiment_id"] == experiment[u"experiment_id"];
        });
        QVERIFY(found != all.end());
        for (const auto* field : {"name", "artifact_location", "lifecycle_stage", "creation_time"})
            QCOMPARE((*found)[QString::fromLatin1(field)], experiment[QString::fromLatin1(field)]);
    }
}

void TestBinnacleCli::filterOrderAndLimit()
{
    // A metric that several runs have, and its middle value, from the client's view.
    QHash<QString, QList<double>> valuesOf;
    for (const auto run : expectedRuns(false)) {
        const auto metrics = run[u"metrics"].toObject();
        for (const auto& key : metrics.keys()) {
            if (metrics[key][u"value"].isDouble() && !key.contains(u'`') && !key.contains(u'"'))
                valuesOf[key] << metrics[key][u"value"].toDouble();
        }
    }
    const auto keys = valuesOf.keys();
    const auto key = *std::ranges::max_element(
        keys, {}, [&](const QString& one) { return valuesOf[one].size(); });
    auto values = valuesOf[key];
    std::ranges::sort(values);
    const double middle = values[values.size() / 2];

    QList<std::pair<double, QString>> wanted;
    for (const auto run : expectedRuns(false)) {
        const auto value = run[u"metrics"][key][u"value"];
        if (value.isDouble() && value.toDouble() > middle)
            wanted << std::pair(value.toDouble(), run[u"run_id"].toString());
    }
    QVERIFY(wanted.size() > 1);
    std::ranges::sort(wanted, std::greater());
    const auto answer =
        cli_({QStringLiteral("runs"), QStringLiteral("--json"), QStringLiteral("--filter"),
              QStringLiteral("metrics.`%1` > %2").arg(key, QString::number(middle, 'g', 17)),
              QStringLiteral("--order-by"), QStringLiteral("metrics.`%1` DESC").arg(key)});
    QVERIFY2(answer.exitCode == 0, answer.all());
    QList<double> shown;
    for (const auto run : answer.array())
        shown << run[u"metrics"][key].toDouble();
    QCOMPARE(shown.size(), wanted.size());
    for (qsizetype i = 0; i < shown.size(); ++i)
        QCOMPARE(shown[i], wanted[i].first);

    QCOMPARE(cli_(words("runs --json --limit 2")).array().size(), 2);
    QCOMPARE(cli_(words("runs --json --limit 0")).array().size(), 0);
    const auto regression = filled_[u"regression"].toString();
    for (const auto run : cli_({QStringLiteral("runs"), QStringLiteral("--json"),
                                QStringLiteral("--experiment"), regression})
                              .array()) {
        const auto runs = expectedRuns(false);
        const auto found = std::ranges::find_if(
            runs, [&](const auto& one) { return one[u"run_id"] == run[u"run_id"]; });
        QCOMPARE((*found)[u"experiment_id"].toString(), regression);
    }
}

void TestBinnacleCli::columnsChooseWhatIsAnswered()
{
    const auto run =
        cli_({QStringLiteral("runs"), QStringLiteral("--json"), QStringLiteral("--filter"),
              QStringLiteral("run_id = '%1'").arg(filled_[u"many_points"].toString())})
            .array()
            .at(0);
    const auto key = run[u"metrics"].toObject().keys().at(0);
    const auto answer =
        cli_({QStringLiteral("runs"), QStringLiteral("--json"), QStringLiteral("--columns"),
              QStringLiteral("max.metrics.`%1`,metrics.`%1`").arg(key), QStringLiteral("--filter"),
              QStringLiteral("run_id = '%1'").arg(run[u"run_id"].toString())});
    QVERIFY2(answer.exitCode == 0, answer.all());
    const auto shown = answer.array().at(0);
    QCOMPARE(shown[u"metrics"].toObject().keys(), QStringList{key});
    QVERIFY(shown[u"params"].toObject().isEmpty());
    QVERIFY(toDouble(shown[u"columns"].toObject().begin().value()) >=
            toDouble(shown[u"metrics"][key]));
}

void TestBinnacleCli::csvHasARowForEachRun()
{
    const auto answer =
        cli_(words("runs --csv --columns run_id,run_name,status,start_time --order-by run_id"));
    QVERIFY2(answer.exitCode == 0, answer.all());
    auto lines = QString::fromUtf8(answer.output).split(QStringLiteral("\r\n"));
    QCOMPARE(lines.takeFirst(), QStringLiteral("run_id,run_name,status,start_time"));
    QVERIFY(lines.takeLast().isEmpty());
    QStringList shown;
    for (const auto& line : lines)
        shown << line.section(u',', 0, 0);
    QCOMPARE(shown, sorted(ids(expectedRuns(false))));
    QCOMPARE(cli_(words("runs --csv")).exitCode, 0);
}

void TestBinnacleCli::oneRunIsNamedByIdPrefixOrName()
{
    const auto id = filled_[u"failed"].toString();
    const auto whole = cli_({QStringLiteral("show"), id, QStringLiteral("--json")}).object();
    QCOMPARE(whole[u"run_id"].toString(), id);
    QCOMPARE(whole[u"status"].toString(), QStringLiteral("FAILED"));
    const auto prefix = cli_({QStringLiteral("show"), id.left(12), QStringLiteral("--json")});
    QCOMPARE(prefix.object()[u"run_id"].toString(), id);
    const auto name = whole[u"run_name"].toString();
    const auto named = cli_({QStringLiteral("show"), name, QStringLiteral("--json")});
    QCOMPARE(named.object()[u"run_id"].toString(), id);

    const auto deleted = filled_[u"deleted"].toString();
    QCOMPARE(cli_({QStringLiteral("show"), deleted}).exitCode, 1);
    QCOMPARE(cli_({QStringLiteral("show"), deleted, QStringLiteral("--deleted")}).exitCode, 0);
}

void TestBinnacleCli::fewerPointsKeepTheExtremes()
{
    const auto id = filled_[u"many_points"].toString();
    const auto runs = expectedRuns(true);
    const auto run = std::ranges::find_if(
        runs, [&](const auto& one) { return one[u"run_id"].toString() == id; });
    const auto histories = (*run)[u"histories"].toObject();
    const auto keys = histories.keys();
    const auto key = *std::ranges::max_element(
        keys, {}, [&](const QString& one) { return histories[one].toArray().size(); });
    const QStringList command{QStringLiteral("history"), id, key, QStringLiteral("--json")};
    const auto extremes = [](const QJsonArray& points) {
        QList<double> values;
        for (const auto point : points)
            values << toDouble(point[u"value"]);
        const auto [least, most] = std::ranges::minmax(values);
        return std::pair(least, most);
    };
    const auto all = cli_(command).array();
    const auto some =
        cli_(command + QStringList{QStringLiteral("--points"), QStringLiteral("40")}).array();
    QVERIFY(all.size() > 40);
    QVERIFY(some.size() <= 40);
    QVERIFY(extremes(all) == extremes(some));
    QCOMPARE(cli_(command + QStringList{QStringLiteral("--points"), QStringLiteral("0")}).exitCode,
             2);
}

void TestBinnacleCli::comparisonInJsonHtmlAndPng()
{
    QStringList command{QStringLiteral("compare")};
    for (int i = 0; i < 3; ++i)
        command << filled_[u"sgd"].toArray().at(i).toString();
    const auto json = cli_(command + QStringList{QStringLiteral("--json")});
    QVERIFY2(json.exitCode == 0, json.all());
    QCOMPARE(ids(json.object()[u"runs"].toArray()), command.mid(1));

    const auto html = folder_.filePath(QStringLiteral("report.html"));
    const auto png = folder_.filePath(QStringLiteral("charts.png"));
    const auto written =
        cli_(command + QStringList{QStringLiteral("--html"), html, QStringLiteral("--png"), png});
    QVERIFY2(written.exitCode == 0, written.all());
    QFile report(html);
    QVERIFY(report.open(QIODevice::ReadOnly));
    const auto text = report.readAll();
    QVERIFY(text.contains("<svg"));
    // Its own script and data, known by their digest; nothing is loaded from anywhere.
    QVERIFY(text.contains("default-src 'none'"));
    QVERIFY(!text.contains("<script src"));
    QVERIFY(!text.contains("unsafe-inline"));
    const QImage picture(png);
    QVERIFY(picture.width() >= 1000);
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 3) {
        for (int x = 0; x < picture.width(); x += 3)
            colours << picture.pixel(x, y);
    }
    QVERIFY(colours.size() > 10);
}

void TestBinnacleCli::editsArriveAtTheStore()
{
    const auto id = filled_[u"sgd"].toArray().at(0).toString();
    const auto tagged = cli_({QStringLiteral("tag"), id, QStringLiteral("reviewed by"),
                              QStringLiteral("größer, \"quoted\""), QStringLiteral("--json")});
    QVERIFY2(tagged.exitCode == 0, tagged.all());
    QCOMPARE(tagged.object()[u"state"].toString(), QStringLiteral("sent"));
    const auto noted = cli_({QStringLiteral("note"), id, QStringLiteral("The first *good* one")});
    QVERIFY2(noted.exitCode == 0, noted.all());
    QVERIFY(cli_(words("outbox --json")).array().isEmpty());

    const auto dumped = dumpStore(environment, uri_, {id});
    QVERIFY(dumped);
    const auto tags = (*dumped)[u"runs"].toArray().at(0)[u"tags"];
    QCOMPARE(tags[u"reviewed by"].toString(), QStringLiteral("größer, \"quoted\""));
    QCOMPARE(tags[u"mlflow.note.content"].toString(), QStringLiteral("The first *good* one"));
    const auto shown = cli_({QStringLiteral("show"), id, QStringLiteral("--json")}).object();
    QCOMPARE(shown[u"tags"][u"reviewed by"].toString(), QStringLiteral("größer, \"quoted\""));
    QVERIFY(!shown[u"pending"].toBool());
}

void TestBinnacleCli::anEditWaitsWhileTheSourceIsOutOfReach()
{
    const auto id = filled_[u"sgd"].toArray().at(1).toString();
    QVERIFY(QFile::rename(database_, database_ + QStringLiteral(".away")));
    const auto tagged = cli_({QStringLiteral("tag"), id, QStringLiteral("stage"),
                              QStringLiteral("candidate"), QStringLiteral("--json")});
    const auto failedSync = cli_(words("sync"));
    const auto outbox = cli_(words("outbox --json")).array();
    const auto shown = cli_({QStringLiteral("show"), id, QStringLiteral("--json")}).object();
    QVERIFY(QFile::rename(database_ + QStringLiteral(".away"), database_));

    QVERIFY2(tagged.exitCode == 0, tagged.all());
    QCOMPARE(tagged.object()[u"state"].toString(), QStringLiteral("pending"));
    QCOMPARE(failedSync.exitCode, 1);
    QCOMPARE(failedSync.errors.count('\n'), 1);
    QCOMPARE(outbox.size(), 1);
    QCOMPARE(outbox[0][u"state"].toString(), QStringLiteral("pending"));
    QCOMPARE(outbox[0][u"run_id"].toString(), id);
    QCOMPARE(shown[u"tags"][u"stage"].toString(), QStringLiteral("candidate"));
    QVERIFY(shown[u"pending"].toBool());

    const auto synced = cli_(words("sync"));
    QVERIFY2(synced.exitCode == 0, synced.all());
    QVERIFY(cli_(words("outbox --json")).array().isEmpty());
    const auto dumped = dumpStore(environment, uri_, {id});
    QVERIFY(dumped);
    QCOMPARE((*dumped)[u"runs"].toArray().at(0)[u"tags"][u"stage"].toString(),
             QStringLiteral("candidate"));
}

void TestBinnacleCli::failuresAreOneLineAndExitOne_data()
{
    QTest::addColumn<QString>("command");
    for (const auto* command :
         {"show no-such-run", "purge no-such-run --yes", "history no-such-run loss",
          "runs --experiment no-such-experiment", "runs --source no-such-source",
          "sync no-such-source", "source remove no-such-source", "source add other /no/such/folder",
          "tag no-such-run key value", "compare no-such-run other"})
        QTest::newRow(command) << QString::fromLatin1(command);
}

void TestBinnacleCli::failuresAreOneLineAndExitOne()
{
    QFETCH(QString, command);
    const auto answer = cli_(command.split(u' '));
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(answer.errors.count('\n'), 1);
    QVERIFY(answer.errors.startsWith("binnacle-cli: "));
    QVERIFY(answer.output.isEmpty());
}

void TestBinnacleCli::badUsageIsOneLineAndExitTwo_data()
{
    QTest::addColumn<QString>("command");
    for (const auto* command :
         {"", "unknown", "runs --unknown", "runs --limit many", "runs --limit -1",
          "runs --csv --json", "runs --filter metrics.acc>", "runs --order-by metrics.",
          "runs --columns nonsense.key", "show", "history", "sync --histories some", "source",
          "source add onlyname", "tag run key", "compare"})
        QTest::newRow(command) << QString::fromLatin1(command);
}

void TestBinnacleCli::badUsageIsOneLineAndExitTwo()
{
    QFETCH(QString, command);
    const auto answer = cli_(command.split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(answer.exitCode, 2);
    QCOMPARE(answer.errors.count('\n'), 1);
    QVERIFY(answer.errors.size() < 160); // a line that fits a terminal
    if (command == QStringLiteral("unknown"))
        QVERIFY(answer.errors.contains("“unknown”"));
    QVERIFY(answer.output.isEmpty());
}

void TestBinnacleCli::humansGetTables()
{
    const auto id = filled_[u"sgd"].toArray().at(0).toString();
    for (const auto& command : {words("runs"), words("experiments"), words("source list"),
                                words("outbox"), QStringList{QStringLiteral("show"), id}}) {
        const auto answer = cli_(command);
        QVERIFY2(answer.exitCode == 0, answer.all());
        QVERIFY(!answer.output.isEmpty());
        QVERIFY(answer.errors.isEmpty());
        QVERIFY(!answer.output.contains('\x1b'));
    }
    QVERIFY(cli_(words("runs")).output.contains(id.left(12).toUtf8()));
    QCOMPARE(cli_(words("--help")).exitCode, 0);
    QCOMPARE(cli_(words("--version")).exitCode, 0);
}

void TestBinnacleCli::deletedForGoodOnlyWhenItIsMeant()
{
    const auto deleted = filled_[u"deleted"].toString();
    const auto active = filled_[u"sgd"].toArray().at(0).toString();
    const auto refused = cli_({QStringLiteral("purge"), active, QStringLiteral("--yes")});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("trash"), refused.all());
    const auto plan = cli_({QStringLiteral("purge"), deleted});
    QCOMPARE(plan.exitCode, 2);
    QVERIFY2(plan.output.contains("deleted run"), plan.all());
    QVERIFY2(plan.errors.contains("Nothing was deleted"), plan.all());
    QVERIFY(dumpStore(environment, uri_, {deleted}));
    const auto purged =
        cli_({QStringLiteral("purge"), deleted, QStringLiteral("--yes"), QStringLiteral("--json")});
    QVERIFY2(purged.exitCode == 0, purged.all());
    QCOMPARE(purged.object()[u"purged"].toInteger(), 1);
    QVERIFY(!dumpStore(environment, uri_, {deleted})); // MLflow's client does not find it either
    QVERIFY(!ids(cli_(words("runs --deleted --json")).array()).contains(deleted));
    QCOMPARE(cli_({QStringLiteral("show"), deleted, QStringLiteral("--deleted")}).exitCode, 1);
}

void TestBinnacleCli::aRemovedSourceIsGone()
{
    QCOMPARE(cli_(words("source remove team")).exitCode, 0);
    QCOMPARE(cli_(words("runs --json --deleted")).output, QByteArray("[]\n"));
    QCOMPARE(cli_(words("source list --json")).output, QByteArray("[]\n"));
}

QTEST_GUILESS_MAIN(TestBinnacleCli)
#include "test_binnacle_cli.moc"
