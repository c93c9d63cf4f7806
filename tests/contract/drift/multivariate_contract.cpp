#include "services/drift/change_point.h"
#include "services/drift/divergences.h"
#include "services/drift/domain_classifier.h"
#include "services/drift/logistic_regression.h"
#include "services/drift/pca_reconstruction.h"
#include "services/drift/text_drift.h"
#include "services/statistics/auc_interval.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/json_numbers.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>

// What moves between columns (scikit-learn's PCA and logistic regression, DeLong's interval by
// NumPy), over time (ruptures and a search through all divisions) and in texts (CountVectorizer).

using namespace binnacle;
using contract::numberOf;
using contract::numbersOf;

namespace {

std::vector<int> codesOf(const QJsonValue& value)
{
    std::vector<int> codes;
    for (const auto& each : value.toArray())
        codes.push_back(each.toInt());
    return codes;
}

// NaN is null in the answer.
std::vector<double> rowsOf(const QJsonValue& value)
{
    std::vector<double> rows;
    for (const auto& each : value.toArray())
        rows.push_back(each.isDouble() ? each.toDouble() : std::nan(""));
    return rows;
}

QString apart(const std::vector<double>& ours, const std::vector<double>& theirs, double tolerance)
{
    if (ours.size() != theirs.size())
        return QStringLiteral("%1 here, %2 there").arg(ours.size()).arg(theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
        if (!(std::abs(ours[i] - theirs[i]) <= tolerance * std::max(std::abs(theirs[i]), 1e-3)))
            return QStringLiteral("number %1: %2 here, %3 there")
                .arg(i)
                .arg(ours[i], 0, 'g', 17)
                .arg(theirs[i], 0, 'g', 17);
    return {};
}

CategoryCounts textsOf(const QJsonValue& value)
{
    CategoryCounts texts;
    for (const auto& each : value.toArray())
        ++texts[each.toString().toStdString()];
    return texts;
}

} // namespace

#define COMPARE_ALL(ours, theirs, tolerance)                                                       \
    do {                                                                                           \
        const auto difference = apart(ours, theirs, tolerance);                                    \
        QVERIFY2(difference.isEmpty(), qPrintable(where_ + QStringLiteral(": ") + difference));    \
    } while (false)

class MultivariateContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("drift"),
            {QStringLiteral(DRIFT_SCRIPTS "/compute_multivariate.py"), QStringLiteral("20261125")});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
        QCOMPARE(answers_.value(u"rows").toArray().size(), 4);
    }

    void reconstructionIsScikitLearns()
    {
        forEach("rows", [this](const QJsonObject& entry) {
            const auto reference = rowsOf(entry.value(u"reference"));
            const auto current = rowsOf(entry.value(u"current"));
            const auto width = static_cast<std::size_t>(entry.value(u"columns").toInt());
            const auto pca = components(reference, width, entry.value(u"share").toDouble());
            QCOMPARE(static_cast<int>(pca.kept), entry.value(u"kept").toInt());
            const auto kept = static_cast<std::ptrdiff_t>(pca.kept);
            COMPARE_ALL(std::vector(pca.variances.begin(), pca.variances.begin() + kept),
                        numbersOf(entry.value(u"variances")), 1e-9);
            COMPARE_ALL(
                std::vector(pca.explainedShares.begin(), pca.explainedShares.begin() + kept),
                numbersOf(entry.value(u"explained")), 1e-9);
            std::vector<double> errors, currentErrors;
            pca.errors(reference, errors);
            pca.errors(current, currentErrors);
            COMPARE_ALL(errors, numbersOf(entry.value(u"reference_errors")), 1e-9);
            COMPARE_ALL(currentErrors, numbersOf(entry.value(u"current_errors")), 1e-9);
            if (errors.size() % reconstructionBlocks == 0) { // else parts differ by a row
                BlockMeans blocks(errors.size());
                blocks.add(errors);
                COMPARE_ALL(blocks.means(), numbersOf(entry.value(u"blocks")), 1e-9);
            }
        });
    }

    void rowsThatComeInPartsAreTheSame()
    {
        const auto entry = answers_.value(u"rows").toArray().last().toObject();
        const auto rows = rowsOf(entry.value(u"reference"));
        const auto width = static_cast<std::size_t>(entry.value(u"columns").toInt());
        const auto whole = components(rows, width, 0.8);
        const auto parts = components(rows, width, 0.8, 7);
        where_ = QStringLiteral("parts");
        COMPARE_ALL(parts.variances, whole.variances, 1e-12);
    }

    void classifierIsScikitLearns()
    {
        forEach("rows", [this](const QJsonObject& entry) {
            const auto width = static_cast<std::size_t>(entry.value(u"columns").toInt());
            const auto reference = rowsOf(entry.value(u"reference"));
            const auto pca = components(reference, width, 0.65);
            const auto before = scaled(pca.scales, reference);
            const auto after = scaled(pca.scales, rowsOf(entry.value(u"current")));
            auto all = before;
            all.insert(all.end(), after.begin(), after.end());
            const auto model =
                logisticRegression(all, pca.scales.size(), codesOf(entry.value(u"labels")));
            QVERIFY(model && model->converged);
            COMPARE_ALL(model->weights, numbersOf(entry.value(u"weights")), 1e-6);
            COMPARE_ALL(std::vector{model->intercept},
                        std::vector{numberOf(entry.value(u"intercept"))}, 1e-6);
            const auto lbfgs = numbersOf(entry.value(u"lbfgs")); // which stops before the minimum
            for (std::size_t i = 0; i < lbfgs.size(); ++i)
                QVERIFY(std::abs(model->weights[i] - lbfgs[i]) < 2e-5);
            const auto domain = domainClassifier(before, after, pca.scales.size(), {});
            QVERIFY(domain);
            COMPARE_ALL(std::vector{domain->auc.auc}, std::vector{numberOf(entry.value(u"auc"))},
                        1e-9);
        });
    }

    void areaAndIntervalAreThoseOfAllPairs()
    {
        forEach("areas", [this](const QJsonObject& entry) {
            const auto ours =
                aucInterval(codesOf(entry.value(u"labels")), numbersOf(entry.value(u"scores")));
            COMPARE_ALL(
                (std::vector{ours.auc, ours.standardError, ours.low, ours.high}),
                (std::vector{numberOf(entry.value(u"auc")), numberOf(entry.value(u"error")),
                             numberOf(entry.value(u"low")), numberOf(entry.value(u"high"))}),
                1e-9);
        });
    }

    void changesAreThoseOfRupturesAndOfAllDivisions()
    {
        forEach("series", [this](const QJsonObject& entry) {
            const auto values = numbersOf(entry.value(u"values"));
            std::vector<double> ours;
            for (const auto place : changePoints(values, entry.value(u"penalty").toDouble()))
                ours.push_back(static_cast<double>(place));
            COMPARE_ALL(ours, numbersOf(entry.value(u"best")), 0);
            COMPARE_ALL(ours, numbersOf(entry.value(u"pelt")), 0);
            COMPARE_ALL(std::vector{changePenalty(values)},
                        std::vector{numberOf(entry.value(u"default_penalty"))}, 1e-9);
        });
    }

    void gramsAreThoseOfCountVectorizer()
    {
        forEach("texts", [this](const QJsonObject& entry) {
            const auto reference = textsOf(entry.value(u"reference"));
            const auto current = textsOf(entry.value(u"current"));
            const auto grams = characterNGrams(reference);
            const auto names = entry.value(u"grams").toArray();
            const auto counts = numbersOf(entry.value(u"reference_counts"));
            for (qsizetype i = 0; i < names.size(); ++i) {
                const auto found = grams.find(names[i].toString().toStdString());
                const double ours = found == grams.end() ? 0 : static_cast<double>(found->second);
                QCOMPARE(ours, counts[static_cast<std::size_t>(i)]);
            }
            COMPARE_ALL(std::vector{characterNGramDrift(reference, current)},
                        std::vector{numberOf(entry.value(u"distance"))}, 1e-9);
            COMPARE_ALL(std::vector{outOfVocabularyShare(reference, current)},
                        std::vector{numberOf(entry.value(u"unknown"))}, 1e-12);
            std::vector<double> lengths;
            const auto counted = textLengths(current);
            for (std::size_t i = 0; i < counted.values.size(); ++i)
                lengths.insert(lengths.end(), counted.counts[i], counted.values[i]);
            COMPARE_ALL(lengths, numbersOf(entry.value(u"lengths")), 0);
        });
    }

    void whatIsEmptyConstantOrHugeHasNoComponents()
    {
        QVERIFY(components({}, 2, 0.65).empty());
        QVERIFY(components({1, 1, 1, 1}, 2, 0.65).empty());
        QVERIFY(components({std::nan(""), std::nan("")}, 1, 0.65).empty());
        QVERIFY(components({1e300, -1e300, 1e300, -1e300}, 1, 0.65).empty());
        QCOMPARE(components({1, INFINITY, 2, 5, 3, 5}, 2, 0.65).scales.size(), std::size_t{1});
        QVERIFY(!logisticRegression({}, 1, {}));
        QVERIFY(!logisticRegression(std::vector{1.0, 2.0}, 1, std::vector{1, 1}));
        QVERIFY(!domainClassifier(std::vector{1.0}, std::vector{2.0}, 1, {}));
        // Rows that a line divides: the penalty keeps the weights finite.
        const auto apart =
            logisticRegression(std::vector{-1.0, -2.0, 1.0, 2.0}, 1, std::vector{0, 0, 1, 1});
        QVERIFY(apart && apart->converged && std::isfinite(apart->weights[0]));
        std::stop_source source;
        source.request_stop();
        LogisticOptions stopped;
        stopped.stop = source.get_token();
        QVERIFY(!logisticRegression(std::vector{-1.0, 1.0}, 1, std::vector{0, 1}, stopped));
        QVERIFY(std::isnan(aucInterval({}, {}).auc));
        QVERIFY(changePoints(std::vector{1.0, std::nan("")}, 1).empty());
        const std::vector<double> step = {0, 0, std::nan(""), 0, 0, 5, 5, 5, 5};
        QCOMPARE(changePoints(step, changePenalty(step)), std::vector<std::size_t>{5});
    }

private:
    static PrincipalComponents components(const std::vector<double>& rows, std::size_t width,
                                          double share, std::size_t atOnce = 1'000'000)
    {
        RowMoments moments(width);
        moments.add(rows);
        const RowScales scales(moments);
        RowCovariance covariance(scales);
        for (std::size_t i = 0; i < rows.size(); i += atOnce * width)
            covariance.add(std::span(rows).subspan(i, std::min(atOnce * width, rows.size() - i)));
        return PrincipalComponents::of(covariance, share);
    }

    static std::vector<double> scaled(const RowScales& scales, const std::vector<double>& rows)
    {
        std::vector<double> out(rows.size() / scales.given * scales.size());
        for (std::size_t r = 0; r < rows.size() / scales.given; ++r)
            scales.apply(std::span(rows).subspan(r * scales.given, scales.given),
                         std::span(out).subspan(r * scales.size(), scales.size()));
        return out;
    }

    template <class Check>
    void forEach(const char* list, Check check)
    {
        const auto entries = answers_.value(QLatin1String(list)).toArray();
        QVERIFY(!entries.isEmpty());
        for (qsizetype i = 0; i < entries.size() && !QTest::currentTestFailed(); ++i) {
            where_ = QStringLiteral("%1 %2").arg(QLatin1String(list)).arg(i);
            check(entries[i].toObject());
        }
    }

    QJsonObject answers_;
    QString where_;
};

QTEST_GUILESS_MAIN(MultivariateContract)
#include "multivariate_contract.moc"
