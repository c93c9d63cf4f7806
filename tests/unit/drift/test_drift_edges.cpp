#include "services/drift/drift_report.h"
#include "services/drift/drift_report_json.h"
#include "services/drift/text_drift.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

// The ends of drift: samples without values, of one value, of 10 million equal values, infinities,
// categories that only one side has, texts of any script, files that are no reports.

using namespace binnacle;

namespace {

ColumnSample numbers(std::initializer_list<double> values)
{
    ColumnSample sample;
    sample.addNumbers(std::vector<double>(values));
    return sample;
}

ColumnSample categories(std::initializer_list<std::pair<const char*, std::uint64_t>> counts,
                        DriftColumnType type = DriftColumnType::Categorical)
{
    ColumnSample sample;
    sample.type = type;
    for (const auto& [text, count] : counts)
        sample.addCategory(text, count);
    return sample;
}

} // namespace

class DriftEdges : public QObject
{
    Q_OBJECT

private slots:
    void everyMethodEndsOnEverySample()
    {
        const double huge = 1e300;
        const std::vector<ColumnSample> samples = {numbers({}),
                                                   numbers({std::nan("")}),
                                                   numbers({1}),
                                                   numbers({1, 1, 1}),
                                                   numbers({-huge, huge}),
                                                   numbers({1e-300, 2e-300}),
                                                   numbers({INFINITY, 1, 2}),
                                                   categories({}),
                                                   categories({{"", 1}}),
                                                   categories({{"가", 3}, {"나", 1}})};
        for (const auto& facts : driftMethods())
            for (const auto& reference : samples)
                for (const auto& current : samples) {
                    const auto drift =
                        columnDrift("열", reference, current, {facts.method, std::nullopt});
                    QVERIFY(!drift.explanation.empty());
                    QVERIFY(!(drift.pValue && (*drift.pValue < 0 || *drift.pValue > 1)));
                    QVERIFY(!QJsonDocument(driftJson(driftReport({drift}))).toJson().isEmpty());
                }
    }

    void allMissingIsNotDrift()
    {
        const auto drift = columnDrift("x", numbers({1, 2, 3}), numbers({std::nan("")}));
        QVERIFY(!drift.drifted);
        QVERIFY(std::isnan(drift.statistic));
        QCOMPARE(drift.currentMissingShare, 1.0);
        const auto report = driftReport({drift});
        QCOMPARE(report.shareDrifted, 0.0);
        QVERIFY(!report.datasetDrift);
    }

    void tenMillionEqualValuesAreOneEntry()
    {
        ColumnSample reference, current;
        reference.addCounted(7, 10'000'000);
        current.addCounted(7, 10'000'000);
        QCOMPARE(reference.numbers.values.size(), std::size_t{1});
        const auto drift = columnDrift("x", reference, current);
        QCOMPARE(drift.statistic, 0.0);
        QVERIFY(!drift.drifted);
    }

    void infinitiesAreCountedAndLeftOut()
    {
        const auto sample = numbers({INFINITY, -INFINITY, 1, std::nan("")});
        QCOMPARE(sample.infinite, std::uint64_t{2});
        QCOMPARE(sample.missing, std::uint64_t{1});
        QCOMPARE(sample.size(), std::uint64_t{1});
        QCOMPARE(sample.rows(), std::uint64_t{4});
    }

    void chunksInAnyOrderAreTheWhole()
    {
        auto whole = numbers({5, 3, 3, 1, 9, -2, 3});
        auto a = numbers({9, 3}), b = numbers({-2, 5, 3}), c = numbers({1, 3});
        a.merge(b);
        c.merge(a);
        QCOMPARE(c.numbers, whole.numbers);
        ColumnSample counted;
        for (const double value : {5.0, 3.0, 3.0, 1.0, 9.0, -2.0, 3.0})
            counted.addCounted(value, 1);
        QCOMPARE(counted.numbers, whole.numbers);
    }

    void categoriesThatOneSideHasAreNamed()
    {
        const auto drift = columnDrift("x", categories({{"a", 20}, {"b", 20}, {"옛", 5}}),
                                       categories({{"a", 20}, {"b", 20}, {"새", 5}}));
        QCOMPARE(drift.newCategories, std::vector<std::string>{"새"});
        QCOMPARE(drift.goneCategories, std::vector<std::string>{"옛"});
        QCOMPARE(drift.pValue.value(), 0.0);
        QVERIFY(drift.drifted);
        const auto again = readDriftReport(QJsonDocument(driftJson(driftReport({drift}))).toJson());
        QVERIFY(again);
        QCOMPARE(again->columns[0].newCategories, drift.newCategories);
        QVERIFY(std::isinf(again->columns[0].statistic));
    }

    void koreanTextIsCutByCharacters()
    {
        const auto grams = characterNGrams({{"가나다라", 2}}, 3);
        QCOMPARE(grams, (CategoryCounts{{"가나다", 2}, {"나다라", 2}}));
        QCOMPARE(textLengths({{"가나다라", 2}, {"", 1}}).values, (std::vector<double>{0, 4}));
        QCOMPARE(outOfVocabularyShare({{"빠른 여우", 1}}, {{"빠른 곰", 1}}), 0.5);
        QCOMPARE(characterNGramDrift({{"abc", 1}}, {{"xyz", 1}}), std::sqrt(std::numbers::ln2));
    }

    void correctedPValuesDecide()
    {
        std::vector<ColumnDrift> columns(20);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i].method = "ks";
            columns[i].threshold = 0.05;
            columns[i].pValue = i == 0 ? 0.03 : 0.9;
            columns[i].drifted = i == 0;
        }
        QCOMPARE(driftReport(columns).shareDrifted, 0.05);
        const auto corrected = driftReport(columns, 0.5, true);
        QCOMPARE(corrected.shareDrifted, 0.0);
        QCOMPARE(corrected.columns[0].adjustedPValue.value(), 0.6);
    }

    void otherFilesAreRefused()
    {
        for (const char* text : {"", "{", "[]", "{}", "{\"metrics\": 3}", "{\"metrics\": [{}]}"}) {
            const auto report = readDriftReport(text);
            QVERIFY(!report);
            QVERIFY(report.error().kind == Error::Kind::Invalid);
        }
    }
};

QTEST_GUILESS_MAIN(DriftEdges)
#include "test_drift_edges.moc"
