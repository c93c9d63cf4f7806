#include "services/drift/drift_report_json.h"
#include "tests/contract/cli/cli_process.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/json_numbers.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

// "drift --json" of the command line beside the report of Evidently's preset on the same files:
// method, threshold, score and verdict of every column that both compare.

using namespace binnacle;
using namespace binnacle::contract;

namespace {

QJsonObject columnNamed(const QJsonObject& report, const std::string& name)
{
    for (const auto column : report[u"columns"].toArray())
        if (column[u"column"].toString().toStdString() == name)
            return column.toObject();
    return {};
}

// 1e-9 of the greater; roots of what is 0 but for rounding are near 1e-8.
bool sameScore(double ours, double theirs, const std::string& method)
{
    const double absolute = method == "jensenshannon" ? 2e-8 : 1e-13;
    return contract::near(ours, theirs) || std::abs(ours - theirs) <= absolute;
}

} // namespace

class PresetsContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output =
            runPython(QStringLiteral("drift"), {QStringLiteral(DRIFT_SCRIPTS "/compute_presets.py"),
                                                folder_.path(), QStringLiteral("20261125")});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        pairs_ = QJsonDocument::fromJson(*output).object()[u"pairs"].toObject();
        QVERIFY(pairs_.size() >= 12);
    }

    void columnsAreThoseOfThePreset_data()
    {
        QTest::addColumn<QString>("name");
        for (auto pair = pairs_.begin(); pair != pairs_.end(); ++pair)
            QTest::newRow(qPrintable(pair.key())) << pair.key();
    }
    void columnsAreThoseOfThePreset()
    {
        QFETCH(QString, name);
        const auto pair = pairs_[name].toObject();
        const auto theirs = readDriftReport(pair[u"report"].toString().toUtf8());
        QVERIFY(theirs && !theirs->columns.empty());
        const auto answer = drift(name);
        const auto report = answer.object();
        QCOMPARE(answer.exitCode, report[u"dataset_drift"].toBool() ? 3 : 0);
        for (const auto& column : theirs->columns) {
            const auto ours = columnNamed(report, column.column);
            const auto where = QByteArray::fromStdString(column.column);
            QVERIFY2(!ours.isEmpty(), where);
            QVERIFY2(ours[u"method"].toString().toStdString() == column.method,
                     where + ": " + ours[u"method"].toString().toUtf8() + ", Evidently has " +
                         QByteArray::fromStdString(column.method));
            QCOMPARE(ours[u"threshold"].toDouble(), column.threshold);
            const double theirScore = column.pValue.value_or(column.statistic);
            const double ourScore = numberOf(ours[column.pValue ? u"p_value" : u"statistic"]);
            QVERIFY2(sameScore(ourScore, theirScore, column.method),
                     where + ": " + QByteArray::number(ourScore, 'g', 17) + ", Evidently has " +
                         QByteArray::number(theirScore, 'g', 17));
            QVERIFY2(ours[u"drifted"].toBool() == column.drifted, where);
        }
        // What Evidently refuses (an empty column ends its whole report) has no result here, or
        // one.
        const auto refused = pair[u"refused"].toObject();
        for (auto each = refused.begin(); each != refused.end(); ++each)
            if (each->toString().contains(u"empty column")) {
                const auto ours = columnNamed(report, each.key().toStdString());
                QVERIFY2(ours[u"not_compared"].toString().endsWith(u"_empty"), each.key().toUtf8());
                QVERIFY(!ours[u"drifted"].toBool());
            }
    }

    // Where the definitions differ: Evidently trains a classifier on texts, and takes neither
    // decimals (objects to pandas) nor booleans of which some are missing nor dates.
    void differencesAreTheNamedOnes()
    {
        const auto report = drift(QStringLiteral("generated-large")).object();
        const auto types = pairs_[u"generated-large"][u"types"].toObject();
        QCOMPARE(types[u"price"].toString(), QStringLiteral("unknown"));
        QCOMPARE(columnNamed(report, "price")[u"method"].toString(), QStringLiteral("wasserstein"));
        QCOMPARE(columnNamed(report, "flag with missing")[u"type"].toString(),
                 QStringLiteral("cat"));
        QVERIFY(columnNamed(report, "day").isEmpty());
        const auto text = columnNamed(report, "text");
        QCOMPARE(types[u"text"].toString(), QStringLiteral("text"));
        QCOMPARE(text[u"type"].toString(), QStringLiteral("text"));
        QCOMPARE(text[u"method"].toString(), QStringLiteral("character_ngrams"));
        QVERIFY(!text[u"difference"].toString().isEmpty());
        QCOMPARE(columnNamed(report, "new word")[u"new_categories"].toArray().size(), 3);
    }

    void windowsAndColumnsTogetherAreInTheSameAnswer()
    {
        const auto answer = drift(
            QStringLiteral("generated-large"),
            {QStringLiteral("--window"), QStringLiteral("500"), QStringLiteral("--multivariate")});
        const auto report = answer.object();
        QCOMPARE(report[u"over_time"][u"windows"].toArray().size(), 4);
        const auto columns = report[u"over_time"][u"columns"].toArray();
        QCOMPARE(columns.size(), report[u"columns"].toArray().size());
        QCOMPARE(columns[0][u"windows"].toArray().size(), 4);
        QVERIFY(report[u"multivariate"][u"reconstruction"][u"components"].toInt() > 0);
        QVERIFY(report[u"multivariate"][u"domain_classifier"][u"auc"].toDouble() > 0.5);
        const auto days = drift(QStringLiteral("generated-large"),
                                {QStringLiteral("--time"), QStringLiteral("day"),
                                 QStringLiteral("--window"), QStringLiteral("1 month")});
        QCOMPARE(days.object()[u"over_time"][u"windows"].toArray().size(), 4);
        const auto wrong = drift(QStringLiteral("generated-large"),
                                 {QStringLiteral("--time"), QStringLiteral("never")});
        QCOMPARE(wrong.exitCode, 1);
        QVERIFY2(wrong.errors.contains("never"), wrong.errors);
    }

    void textMethodsAreReachedByTheConfiguration()
    {
        QFile file(folder_.filePath(QStringLiteral("choices.yml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("columns:\n  text: {method: text_length}\n  word 말: {method: "
                   "out_of_vocabulary}\n  few integers: {type: num, method: ks}\n");
        file.close();
        const auto report =
            drift(QStringLiteral("generated-large"), {QStringLiteral("--config"), file.fileName()})
                .object();
        QCOMPARE(columnNamed(report, "text")[u"method"].toString(), QStringLiteral("text_length"));
        QCOMPARE(columnNamed(report, "word 말")[u"type"].toString(), QStringLiteral("text"));
        QCOMPARE(columnNamed(report, "word 말")[u"statistic"].toDouble(), 0.0);
        QCOMPARE(columnNamed(report, "few integers")[u"method"].toString(), QStringLiteral("ks"));
    }

private:
    CliAnswer drift(const QString& name, QStringList more = {}) const
    {
        QStringList arguments = {
            QStringLiteral("drift"), folder_.filePath(name + QStringLiteral("-reference.parquet")),
            folder_.filePath(name + QStringLiteral("-current.parquet")), QStringLiteral("--json")};
        return CliProcess(folder_.filePath(QStringLiteral("workspace.db")))(arguments + more);
    }

    QTemporaryDir folder_;
    QJsonObject pairs_;
};

QTEST_GUILESS_MAIN(PresetsContract)
#include "presets_contract.moc"
