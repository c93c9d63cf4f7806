#include "services/drift/distribution_summary.h"
#include "services/drift/drift_report_json.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>

// Reports that Evidently writes, in each form that its versions have, read here: every column says
// what Evidently's own objects say. Distributions, beside NumPy's and pandas' of the same data.

using namespace binnacle;

namespace {

std::vector<double> numbersOf(const QJsonValue& value)
{
    std::vector<double> numbers;
    for (const auto& each : value.toArray())
        numbers.push_back(each.toDouble());
    return numbers;
}

bool near(double a, double b)
{
    return a == b || std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b));
}

bool near(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::ranges::equal(a, b, [](double x, double y) { return near(x, y); });
}

ColumnSample sampleOf(const QJsonValue& values)
{
    ColumnSample sample;
    sample.addNumbers(numbersOf(values));
    return sample;
}

} // namespace

class EvidentlyContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("drift"),
            {QStringLiteral(DRIFT_SCRIPTS "/write_evidently.py"), QStringLiteral("20261125")});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
        QCOMPARE(answers_.value(QLatin1String("columns")).toObject().size(), 14);
    }

    void everyColumnSaysWhatEvidentlysObjectsSay_data() { forms(); }
    void everyColumnSaysWhatEvidentlysObjectsSay()
    {
        QFETCH(QString, form);
        const auto report = read(form);
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        const auto theirs = answers_.value(QLatin1String("columns")).toObject();
        QCOMPARE(report->report.columns.size(), static_cast<std::size_t>(theirs.size()));
        QCOMPARE(report->subject.maker, std::string("Evidently"));
        for (const auto& column : report->report.columns) {
            const auto object = theirs.value(QString::fromStdString(column.column)).toObject();
            QVERIFY2(!object.isEmpty(), column.column.c_str());
            const auto method = driftMethodOf(column.method);
            QVERIFY(method);
            QCOMPARE(QString::fromUtf8(factsOf(*method).title.data()),
                     object.value(QLatin1String("method")).toString());
            QVERIFY(column.pValue.has_value() == usesPValue(*method));
            QCOMPARE(column.pValue ? *column.pValue : column.statistic,
                     object.value(QLatin1String("score")).toDouble());
            QCOMPARE(column.threshold, object.value(QLatin1String("threshold")).toDouble());
            QCOMPARE(column.drifted, object.value(QLatin1String("drifted")).toBool());
        }
        QCOMPARE(report->report.shareDrifted, answers_.value(QLatin1String("share")).toDouble());
        QCOMPARE(report->report.datasetDrift,
                 answers_.value(QLatin1String("dataset_drift")).toBool());
    }

    // What the objects of 0.7 hold is what those of 0.4 to 0.6 do: the expected values above are of
    // both.
    void bothVersionsComputeTheSame()
    {
        const auto values = answers_.value(QLatin1String("values")).toObject();
        const auto columns = answers_.value(QLatin1String("columns")).toObject();
        QCOMPARE(values.size(), columns.size());
        for (auto each = values.begin(); each != values.end(); ++each)
            QCOMPARE(each.value().toDouble(),
                     columns.value(each.key()).toObject().value(QLatin1String("score")).toDouble());
    }

    void barsOfSnapshotsAreTheHistogramsOfTheData()
    {
        const auto report = read(QStringLiteral("snapshot"));
        QVERIFY(report);
        const auto bars = answers_.value(QLatin1String("bars")).toObject();
        int compared = 0;
        for (const auto& column : report->report.columns) {
            QVERIFY2(column.distribution, column.column.c_str());
            const auto theirs = bars.value(QString::fromStdString(column.column)).toObject();
            if (theirs.isEmpty())
                continue;
            QVERIFY(!column.distribution->redrawn);
            QVERIFY(near(column.distribution->referenceShares,
                         numbersOf(theirs.value(QLatin1String("reference")))));
            QVERIFY(near(column.distribution->currentShares,
                         numbersOf(theirs.value(QLatin1String("current")))));
            ++compared;
        }
        QCOMPARE(compared, 13);
    }

    void categoriesOfAReportKeepTheirShares_data()
    {
        QTest::addColumn<QString>("form");
        for (const auto* form : {"snapshot", "legacy", "legacy_kept"})
            QTest::newRow(form) << QString::fromLatin1(form);
    }
    void categoriesOfAReportKeepTheirShares()
    {
        QFETCH(QString, form);
        const auto report = read(form);
        QVERIFY(report);
        const auto found =
            std::ranges::find(report->report.columns, std::string("산지"), &ColumnDrift::column);
        QVERIFY(found != report->report.columns.end() && found->distribution);
        const auto theirs = answers_.value(QLatin1String("categories")).toObject();
        const auto reference = theirs.value(QLatin1String("reference")).toObject();
        const auto current = theirs.value(QLatin1String("current")).toObject();
        QCOMPARE(found->distribution->categories.size(), std::size_t{4});
        for (const auto& category : found->distribution->categories) {
            const auto name = QString::fromStdString(category.value);
            QVERIFY(near(category.reference, reference.value(name).toDouble()));
            QVERIFY(near(category.current, current.value(name).toDouble()));
        }
        QCOMPARE(found->newCategories, std::vector<std::string>{"새 산지"});
        QCOMPARE(found->goneCategories, std::vector<std::string>{"<b>"});
    }

    void summariesAreNumpys()
    {
        const auto summaries = answers_.value(QLatin1String("summaries")).toObject();
        QCOMPARE(summaries.size(), 4);
        for (const auto& each : summaries) {
            const auto theirs = each.toObject();
            const auto ours =
                distributionSummary(sampleOf(theirs.value(QLatin1String("reference_values"))),
                                    sampleOf(theirs.value(QLatin1String("current_values"))));
            const auto list = [&](const char* name) {
                return numbersOf(theirs.value(QLatin1String(name)));
            };
            const auto number = [&](const char* name) {
                return theirs.value(QLatin1String(name)).toDouble();
            };
            QVERIFY(near(ours.edges, list("edges")));
            QVERIFY(near(ours.referenceShares, list("reference")));
            QVERIFY(near(ours.currentShares, list("current")));
            QVERIFY(near(ours.referenceQuantiles, list("reference_quantiles")));
            QVERIFY(near(ours.currentQuantiles, list("current_quantiles")));
            QVERIFY(near(ours.referenceMean, number("reference_mean")));
            QVERIFY(near(ours.referenceDeviation, number("reference_deviation")));
            QVERIFY(near(ours.currentMean, number("current_mean")));
            QVERIFY(near(ours.currentDeviation, number("current_deviation")));
        }
    }

private:
    static void forms()
    {
        QTest::addColumn<QString>("form");
        for (const auto* form : {"results", "snapshot", "legacy", "legacy_kept"})
            QTest::newRow(form) << QString::fromLatin1(form);
    }

    Result<DriftDocument> read(const QString& form) const
    {
        return readDriftDocument(
            answers_.value(QLatin1String("files")).toObject().value(form).toString().toUtf8());
    }

    QJsonObject answers_;
};

QTEST_GUILESS_MAIN(EvidentlyContract)
#include "evidently_contract.moc"
