#include "tests/contract/cli/cli_process.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/json_numbers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

// "performance --json" of the command line beside scikit-learn and fairlearn on the same files:
// whole and by day, with and without labels, for two classes, many and regressions.

using namespace binnacle;
using namespace binnacle::contract;

namespace {

const std::vector<const char*> binaryNames = {
    "accuracy", "precision", "recall", "f1", "log_loss", "brier", "roc_auc", "average_precision"};

bool close(double a, double b)
{
    return contract::near(a, b) || std::abs(a - b) < 1e-12;
}

QString differences(const QJsonObject& ours, const std::vector<const char*>& names,
                    const std::vector<double>& theirs)
{
    for (std::size_t i = 0; i < theirs.size(); ++i) {
        const double value = numberOf(ours[QLatin1String(names[i])]);
        if (!close(value, theirs[i]))
            return QStringLiteral("%1: %2 here, %3 there")
                .arg(QLatin1String(names[i]))
                .arg(value, 0, 'g', 17)
                .arg(theirs[i], 0, 'g', 17);
    }
    return {};
}

QJsonObject seriesNamed(const QJsonValue& list, const QString& name)
{
    for (const auto each : list.toArray())
        if (each[u"figure"].toString() == name)
            return each.toObject();
    return {};
}

} // namespace

#define COMPARE_FIGURES(ours, names, theirs)                                                       \
    do {                                                                                           \
        const auto apart = differences(ours, names, numbersOf(theirs));                            \
        QVERIFY2(apart.isEmpty(), qPrintable(apart));                                              \
    } while (false)

class CommandContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = runPython(QStringLiteral("drift"),
                                      {QStringLiteral(PERFORMANCE_SCRIPTS "/compute_windows.py"),
                                       folder_.path(), QStringLiteral("20261125")});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        theirs_ = QJsonDocument::fromJson(*output).object();
    }

    void labelledRowsAreScikitLearnsWholeAndByDay()
    {
        const auto answer =
            performance("binary", {"--target", "bought", "--prediction", "said", "--probability",
                                   "p", "--group", "region", "--time", "when", "--window", "1d",
                                   "--reference", "reference.parquet", "--slices"});
        QCOMPARE(answer.exitCode, 3); // it is worse than the reference
        const auto ours = answer.object();
        QCOMPARE(ours[u"task"].toString(), QStringLiteral("binary"));
        COMPARE_FIGURES(ours[u"figures"].toObject(), binaryNames, theirs_[u"figures"]);
        compareDays(ours[u"over_time"], binaryNames, "days", "bands");
        compareDays(ours[u"estimated_over_time"], {"accuracy", "precision", "recall", "f1"},
                    "estimated_days", "estimated_bands");
        COMPARE_FIGURES(ours[u"estimated"][u"figures"].toObject(), binaryNames,
                        theirs_[u"estimated"]);
        QVERIFY(ours[u"worse"].toArray().contains(QStringLiteral("recall")));
        const auto confusion = ours[u"classification"][u"confusion"].toArray();
        for (int label = 0; label < 2; ++label)
            for (int said = 0; said < 2; ++said)
                QCOMPARE(confusion[label][said].toInt(),
                         theirs_[u"confusion"][label][said].toInt());
        QVERIFY(close(ours[u"classification"][u"auc"][u"auc"].toDouble(),
                      theirs_[u"figures"][6].toDouble()));
        const auto fairness = ours[u"fairness"][0].toObject();
        const std::vector<const char*> names = {
            "demographic_parity_difference", "demographic_parity_ratio",
            "equalized_odds_difference", "equalized_odds_ratio"};
        QJsonObject values;
        for (const char* name : names)
            values[QLatin1String(name)] = fairness[QLatin1String(name)][u"value"];
        COMPARE_FIGURES(values, names, theirs_[u"fairness"]);
        QCOMPARE(fairness[u"groups"].toArray().size(), 3);
        QVERIFY(ours[u"slices"][u"tested"].toInt() > 10);
        QVERIFY(!ours[u"prediction_drift_over_time"][u"windows"].toArray().isEmpty());
    }

    void withoutLabelsTheFiguresAreEstimated()
    {
        const auto answer = performance("unlabelled", {"--target", "bought", "--probability", "p",
                                                       "--reference", "reference.parquet"});
        const auto ours = answer.object();
        QVERIFY2(!ours.isEmpty(), answer.all());
        QCOMPARE(ours[u"labelled"].toInt(), 0);
        QVERIFY(ours[u"figures"].toObject().isEmpty());
        COMPARE_FIGURES(ours[u"estimated"][u"figures"].toObject(), binaryNames,
                        theirs_[u"estimated"]);
        QVERIFY(ours[u"estimated"][u"assumptions"].toString().contains(u"concept drift"));
        QCOMPARE(ours[u"prediction_drift"][u"columns"].toArray().size(), 1);
    }

    void manyClassesAreFoundByTheirColumnsNames()
    {
        const auto answer = performance("classes", {"--target", "kind", "--prediction", "said",
                                                    "--probability", "p_붓꽃", "--probability",
                                                    "p_setosa", "--probability", "p_virginica"});
        QCOMPARE(answer.exitCode, 0);
        COMPARE_FIGURES(answer.object()[u"figures"].toObject(),
                        (std::vector<const char*>{"accuracy", "macro_precision", "macro_recall",
                                                  "macro_f1", "log_loss", "roc_auc_ovr"}),
                        theirs_[u"classes"]);
        QCOMPARE(answer.object()[u"classification"][u"confusion"].toArray().size(), 3);
    }

    void regressionsAndTheirWorstSlices()
    {
        const auto answer =
            performance("regression", {"--target", "y", "--prediction", "said", "--slices"});
        QCOMPARE(answer.exitCode, 0);
        const auto ours = answer.object();
        QCOMPARE(ours[u"task"].toString(), QStringLiteral("regression"));
        COMPARE_FIGURES(ours[u"figures"].toObject(),
                        (std::vector<const char*>{"mean_error", "mae", "rmse", "mape", "r2"}),
                        theirs_[u"regression"]);
        const auto worst = ours[u"slices"][u"slices"][0];
        QCOMPARE(worst[u"columns"][0].toString(), QStringLiteral("x"));
        QVERIFY(worst[u"adjusted_p_value"].toDouble() < 1e-6);
    }

    void aPersonReadsTablesAndMistakesAreNamed()
    {
        const CliProcess cli(folder_.filePath(QStringLiteral("workspace.db")));
        const auto table =
            cli({QStringLiteral("performance"), file("binary.parquet"), QStringLiteral("--target"),
                 QStringLiteral("bought"), QStringLiteral("--prediction"), QStringLiteral("said")});
        QCOMPARE(table.exitCode, 0);
        QVERIFY2(table.output.contains("Accuracy"), table.output);
        const auto unknown = performance("binary", {"--target", "sold", "--prediction", "said"});
        QCOMPARE(unknown.exitCode, 1);
        QVERIFY2(unknown.errors.contains("sold"), unknown.errors);
        const auto none = performance("binary", {"--target", "bought"});
        QCOMPARE(none.exitCode, 1);
        const auto text = performance(
            "binary", {"--target", "region", "--prediction", "said", "--task", "regression"});
        QCOMPARE(text.exitCode, 1);
        const auto positive = performance(
            "binary", {"--target", "bought", "--prediction", "said", "--positive", "7"});
        QCOMPARE(positive.exitCode, 1);
        QVERIFY2(positive.errors.contains("7"), positive.errors);
    }

private:
    QString file(const char* name) const { return folder_.filePath(QLatin1String(name)); }

    CliAnswer performance(const char* name, const std::vector<const char*>& arguments) const
    {
        QStringList all = {QStringLiteral("performance"),
                           folder_.filePath(QLatin1String(name) + QStringLiteral(".parquet")),
                           QStringLiteral("--json")};
        for (const char* each : arguments)
            all.append(QByteArray(each).endsWith(".parquet") ? file(each)
                                                             : QString::fromUtf8(each));
        return CliProcess(folder_.filePath(QStringLiteral("workspace.db")))(all);
    }

    void compareDays(const QJsonValue& ours, const std::vector<const char*>& names,
                     const char* days, const char* bands)
    {
        const auto theirs = theirs_[QLatin1String(days)].toArray();
        QCOMPARE(theirs.size(), 9);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto place = static_cast<qsizetype>(i);
            const auto series = seriesNamed(ours, QLatin1String(names[i]));
            QCOMPARE(series[u"windows"].toArray().size(), 9);
            for (qsizetype day = 0; day < 9; ++day)
                QVERIFY(close(series[u"windows"][day].toDouble(), theirs[day][place].toDouble()));
            const auto band = theirs_[QLatin1String(bands)].toArray();
            QVERIFY(close(series[u"low"].toDouble(), band[0][place].toDouble()));
            QVERIFY(close(series[u"high"].toDouble(), band[1][place].toDouble()));
        }
    }

    QTemporaryDir folder_;
    QJsonObject theirs_;
};

QTEST_GUILESS_MAIN(CommandContract)
#include "command_contract.moc"
