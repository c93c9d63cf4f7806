#include "services/drift/anderson_darling.h"
#include "services/drift/category_tests.h"
#include "services/drift/cramer_von_mises.h"
#include "services/drift/divergences.h"
#include "services/drift/drift_report.h"
#include "services/drift/drift_report_json.h"
#include "services/drift/kolmogorov_smirnov.h"
#include "services/drift/mann_whitney.h"
#include "services/drift/mean_discrepancy.h"
#include "services/drift/t_test.h"
#include "services/drift/wasserstein.h"
#include "services/statistics/benjamini_hochberg.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

// Every statistic of drift over seeded samples and scikit-learn's data, beside what SciPy and
// Evidently compute from the same numbers.

using namespace binnacle;

namespace {

constexpr int seed = 20261125;

double numberOf(const QJsonValue& value)
{
    if (value.toString() == QLatin1String("Infinity"))
        return std::numeric_limits<double>::infinity();
    if (value.toString() == QLatin1String("-Infinity"))
        return -std::numeric_limits<double>::infinity();
    return value.isDouble() ? value.toDouble() : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> numbersOf(const QJsonValue& value)
{
    std::vector<double> numbers;
    for (const auto& each : value.toArray())
        numbers.push_back(numberOf(each));
    return numbers;
}

bool near(double ours, double theirs, double absolute)
{
    if (std::isnan(ours) || std::isnan(theirs))
        return std::isnan(ours) && std::isnan(theirs);
    if (ours == theirs)
        return true;
    return std::abs(ours - theirs) <= 1e-9 * std::max(std::abs(ours), std::abs(theirs)) + absolute;
}

ColumnSample numericSample(const QJsonObject& from, const char* side)
{
    ColumnSample sample;
    sample.integers = from.value(QLatin1String("integers")).toBool();
    sample.addNumbers(numbersOf(from.value(QLatin1String(side))));
    return sample;
}

ColumnSample categorySample(const QJsonObject& from, int side)
{
    ColumnSample sample;
    sample.type = DriftColumnType::Categorical;
    const auto keys = from.value(QLatin1String("keys")).toArray();
    const auto counts = from.value(QLatin1String("counts")).toArray().at(side).toArray();
    for (qsizetype i = 0; i < keys.size(); ++i)
        sample.addCategory(keys[i].toString().toStdString(),
                           static_cast<std::uint64_t>(counts[i].toInteger()));
    return sample;
}

// What Evidently compares with the threshold.
double scoreOf(const ColumnDrift& drift)
{
    return drift.pValue.value_or(drift.statistic);
}

} // namespace

#define COMPARE_NEAR(ours, theirs, absolute)                                                       \
    QVERIFY2(near(ours, theirs, absolute), qPrintable(QStringLiteral("%1 here, %2 there (%3, %4)") \
                                                          .arg(ours, 0, 'g', 17)                   \
                                                          .arg(theirs, 0, 'g', 17)                 \
                                                          .arg(QStringLiteral(#ours), where_)))

class DriftContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("drift"),
            {QStringLiteral(DRIFT_SCRIPTS "/compute_drift.py"), QString::number(seed)});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
        QVERIFY(answers_.value(QLatin1String("numeric")).toArray().size() >= 60);
    }

    void numericStatisticsAreScipys()
    {
        forEach("numeric", [this](const QJsonObject& entry) {
            const auto r = numericSample(entry, "reference").numbers;
            const auto c = numericSample(entry, "current").numbers;
            COMPARE_NEAR(kolmogorovSmirnov(r, c).statistic, field(entry, "ks_d"), 1e-15);
            COMPARE_NEAR(wassersteinDistance(r, c), field(entry, "wasserstein_plain"), 1e-15);
            COMPARE_NEAR(energyDistance(r, c), field(entry, "energy"), 1e-12);
            COMPARE_NEAR(mannWhitney(r, c).statistic, field(entry, "mannw_u"), 0);
            COMPARE_NEAR(mannWhitney(r, c, Alternative::TwoSided).pValue.value(),
                         field(entry, "mannw_two"), 1e-300);
            if (entry.value(QLatin1String("cvm")).isDouble())
                COMPARE_NEAR(cramerVonMises(r, c).statistic, field(entry, "cvm"), 1e-9);
            if (entry.value(QLatin1String("cvm_p")).isDouble())
                COMPARE_NEAR(cramerVonMises(r, c).pValue.value(), field(entry, "cvm_p"), 1e-12);
            if (entry.value(QLatin1String("anderson")).isDouble())
                COMPARE_NEAR(andersonDarling(r, c).statistic, field(entry, "anderson"), 1e-9);
            const auto welch = numbersOf(entry.value(QLatin1String("welch")));
            const auto ours = tTest(r, c, true);
            COMPARE_NEAR(ours.statistic, welch[0], 1e-12);
            COMPARE_NEAR(ours.pValue.value_or(std::nan("")), welch[1], 1e-300);
            if (entry.contains(QLatin1String("mmd")))
                COMPARE_NEAR(meanDiscrepancy(numbersOf(entry.value(QLatin1String("reference"))),
                                             numbersOf(entry.value(QLatin1String("current"))))
                                 .statistic,
                             field(entry, "mmd"), 1e-12);
        });
    }

    void numericScoresAreEvidentlys_data() { methodRows(true); }
    void numericScoresAreEvidentlys()
    {
        QFETCH(QString, method);
        int compared = 0;
        forEach("numeric", [&](const QJsonObject& entry) {
            const auto theirs = entry.value(QLatin1String("scores")).toObject().value(method);
            if (!theirs.isDouble())
                return;
            const auto ours =
                columnDrift("x", numericSample(entry, "reference"), numericSample(entry, "current"),
                            {driftMethodOf(method.toStdString()), {}});
            // A root of what is 0 but for rounding.
            const bool root = method == QLatin1String("jensenshannon") ||
                              method == QLatin1String("hellinger") || method == QLatin1String("ed");
            const bool rounded = method == QLatin1String("cramer_von_mises"); // counts in float32
            COMPARE_NEAR(scoreOf(ours), numberOf(theirs), rounded ? 1e-6 : root ? 2e-8 : 1e-13);
            ++compared;
        });
        QVERIFY(compared > 50);
    }

    void categoryScoresAreEvidentlys_data() { methodRows(false); }
    void categoryScoresAreEvidentlys()
    {
        QFETCH(QString, method);
        int compared = 0;
        forEach("categorical", [&](const QJsonObject& entry) {
            const auto theirs = entry.value(QLatin1String("scores")).toObject().value(method);
            if (!theirs.isDouble())
                return;
            const auto ours = columnDrift("x", categorySample(entry, 0), categorySample(entry, 1),
                                          {driftMethodOf(method.toStdString()), {}});
            const bool root =
                method == QLatin1String("jensenshannon") || method == QLatin1String("hellinger");
            COMPARE_NEAR(scoreOf(ours), numberOf(theirs), root ? 2e-8 : 1e-14);
            ++compared;
        });
        QVERIFY(compared >= 1);
    }

    void categoryStatisticsAreScipys()
    {
        forEach("categorical", [this](const QJsonObject& entry) {
            const auto binned = binnedCategories(categorySample(entry, 0).categories,
                                                 categorySample(entry, 1).categories);
            COMPARE_NEAR(jensenShannon(binned), field(entry, "js"), 2e-8);
            COMPARE_NEAR(totalVariation(binned), field(entry, "tvd"), 1e-15);
            comparePair(entry, "homogeneity", chiSquareHomogeneity(binned));
            comparePair(entry, "g", gTest(binned));
            comparePair(entry, "chi", chiSquareFit(binned));
            if (entry.value(QLatin1String("fisher")).isDouble())
                COMPARE_NEAR(fisherExact(binned).pValue.value(), field(entry, "fisher"), 1e-300);
        });
    }

    void defaultsAreEvidentlys()
    {
        forEach("numeric", [this](const QJsonObject& entry) {
            const auto method = defaultDriftMethod(numericSample(entry, "reference"),
                                                   numericSample(entry, "current"));
            QCOMPARE(QString::fromUtf8(factsOf(method).name.data()),
                     entry.value(QLatin1String("default")).toString());
        });
        forEach("categorical", [this](const QJsonObject& entry) {
            const auto method =
                defaultDriftMethod(categorySample(entry, 0), categorySample(entry, 1));
            QCOMPARE(QString::fromUtf8(factsOf(method).name.data()),
                     entry.value(QLatin1String("default")).toString());
        });
    }

    void correctionsAreScipys()
    {
        forEach("corrections", [this](const QJsonObject& entry) {
            const auto ours = benjaminiHochberg(numbersOf(entry.value(QLatin1String("p"))));
            const auto theirs = numbersOf(entry.value(QLatin1String("adjusted")));
            QCOMPARE(ours.size(), theirs.size());
            for (std::size_t i = 0; i < ours.size(); ++i)
                COMPARE_NEAR(ours[i], theirs[i], 0);
        });
    }

    // Evidently's reports, old and new, read here, and the same report made here.
    void evidentlysReportsAreRead_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("0.4 to 0.6") << QStringLiteral("legacy");
        QTest::newRow("0.7") << QStringLiteral("new");
    }
    void evidentlysReportsAreRead()
    {
        QFETCH(QString, key);
        const auto reports = answers_.value(QLatin1String("reports")).toObject();
        const auto theirs = readDriftReport(reports.value(key).toString().toUtf8());
        QVERIFY2(theirs, theirs ? "" : qPrintable(theirs.error().detail));
        QCOMPARE(theirs->columns.size(), std::size_t{3});
        std::vector<ColumnDrift> columns;
        for (const auto& column : theirs->columns) {
            const auto name = QString::fromStdString(column.column);
            columns.push_back(columnDrift(column.column, reportSample(reports, "reference", name),
                                          reportSample(reports, "current", name)));
            where_ = name;
            QCOMPARE(column.method, columns.back().method);
            QCOMPARE(column.drifted, columns.back().drifted);
            COMPARE_NEAR(columns.back().statistic, column.statistic, 1e-12);
            COMPARE_NEAR(columns.back().threshold, column.threshold, 0);
        }
        const auto ours = driftReport(columns);
        QCOMPARE(ours.datasetDrift, theirs->datasetDrift);
        COMPARE_NEAR(ours.shareDrifted, theirs->shareDrifted, 0);
        const auto again = readDriftReport(QJsonDocument(driftJson(ours)).toJson());
        QVERIFY(again);
        QCOMPARE(again->columns.size(), ours.columns.size());
        QCOMPARE(again->columns[0].explanation, ours.columns[0].explanation);
    }

private:
    static double field(const QJsonObject& object, const char* name)
    {
        return numberOf(object.value(QLatin1String(name)));
    }

    static ColumnSample reportSample(const QJsonObject& reports, const char* side,
                                     const QString& column)
    {
        const auto values = reports.value(QLatin1String(side)).toObject().value(column);
        ColumnSample sample;
        if (column != QLatin1String("word")) {
            sample.addNumbers(numbersOf(values));
            return sample;
        }
        sample.type = DriftColumnType::Categorical;
        for (const auto& each : values.toArray())
            sample.addCategory(each.toString().toStdString());
        return sample;
    }

    void comparePair(const QJsonObject& entry, const char* name, const DriftValue& ours)
    {
        const auto theirs = numbersOf(entry.value(QLatin1String(name)));
        if (theirs.empty())
            return;
        COMPARE_NEAR(ours.statistic, theirs[0], 1e-12);
        COMPARE_NEAR(ours.pValue.value(), theirs[1], 1e-300);
    }

    void methodRows(bool numeric)
    {
        QTest::addColumn<QString>("method");
        const auto first = answers_.value(QLatin1String(numeric ? "numeric" : "categorical"))
                               .toArray()
                               .first()
                               .toObject();
        for (const auto& name : first.value(QLatin1String("scores")).toObject().keys())
            QTest::newRow(qPrintable(name)) << name;
    }

    template <class Check>
    void forEach(const char* list, Check check)
    {
        const auto entries = answers_.value(QLatin1String(list)).toArray();
        QVERIFY(!entries.isEmpty());
        for (qsizetype i = 0; i < entries.size() && !QTest::currentTestFailed(); ++i) {
            where_ = entries[i].toObject().value(QLatin1String("name")).toString();
            check(entries[i].toObject());
        }
    }

    QJsonObject answers_;
    QString where_;
};

QTEST_GUILESS_MAIN(DriftContract)
#include "drift_contract.moc"
