#include "tests/unit/data/data_files.h"

#include "services/data/drift_record.h"
#include "services/drift/drift_html.h"
#include "services/drift/drift_report_json.h"

#include <SQLiteCpp/Database.h>

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace binnacle;

namespace {

DriftReport moved()
{
    const DataFiles files;
    files.copy("r.parquet",
               "SELECT i::DOUBLE AS \"<b>x</b>\", 'c' || (i % 4) AS \"색\", NULL::DOUBLE "
               "AS n, i % 17 AS k FROM range(3000) t(i)");
    files.copy("c.parquet", "SELECT i + 900.0 AS \"<b>x</b>\", CASE WHEN i % 4 = 0 THEN '새 값' "
                            "ELSE 'c' || (i % 4) END AS \"색\", 1.0 AS n, i % 17 AS k FROM "
                            "range(3000) t(i)");
    const auto reference = files.open("r.parquet");
    const auto current = files.open("c.parquet");
    return runDrift(*reference, *current).value();
}

const ColumnDrift& column(const DriftReport& report, const std::string& name)
{
    return *std::ranges::find(report.columns, name, &ColumnDrift::column);
}

} // namespace

// A report with the distributions of its columns: as JSON, in the workspace, as a page.
class TestDriftRecord : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { report_ = moved(); }

    void aRunSummarisesEveryColumn()
    {
        const auto& x = *column(report_, "<b>x</b>").distribution;
        QCOMPARE(x.edges.front(), 0.0);
        QCOMPARE(x.edges.back(), 3899.0);
        QCOMPARE(x.referenceQuantiles.size(), DistributionSummary::quantileCount);
        QCOMPARE(x.referenceQuantiles[50], 1499.5);
        QCOMPARE(x.currentQuantiles[50], 2399.5);
        const auto& k = *column(report_, "k").distribution;
        QCOMPARE(k.edges.size(), std::size_t{18}); // a bin for each whole number
        QCOMPARE(k.edges.front(), -0.5);
        const auto& words = *column(report_, "색").distribution;
        QCOMPARE(words.categories.size(), std::size_t{5});
        QVERIFY(std::ranges::any_of(words.categories, [](const CategoryShares& each) {
            return each.value == "새 값" && each.isNew() && each.current == 0.25;
        }));
    }

    void farValuesDoNotPressTheOthersIntoOneBin()
    {
        ColumnSample reference, current;
        std::vector<double> values;
        for (int i = 0; i < 1000; ++i)
            values.push_back(i);
        reference.addNumbers(values);
        values.push_back(1e300);
        current.addNumbers(values);
        const auto summary = distributionSummary(reference, current);
        QVERIFY(summary.edges.back() < 5000);
        QCOMPARE(summary.currentAbove, 1.0 / 1001);
        QCOMPARE(summary.referenceAbove, 0.0);
    }

    void everySampleHasASummary()
    {
        for (const auto& values :
             std::vector<std::vector<double>>{{},
                                              {1},
                                              {-1e308, 1e308},
                                              {1e300, std::nextafter(1e300, 2e300)},
                                              {1e-300, 2e-300},
                                              {INFINITY, NAN},
                                              {5, 5, 5}}) {
            ColumnSample sample;
            sample.addNumbers(values);
            const auto summary = distributionSummary(sample, sample);
            QVERIFY(std::ranges::is_sorted(summary.edges));
            ColumnDrift drift = columnDrift("x", sample, sample);
            drift.distribution = summary;
            const auto json = QJsonDocument(driftJson(driftReport({drift}))).toJson();
            const auto again = readDriftReport(json);
            QVERIFY(again);
            QCOMPARE(again->columns[0].distribution.has_value(), !summary.isEmpty());
            QCOMPARE(QJsonDocument(driftJson(*again)).toJson(), json);
            QVERIFY(!driftHtml(driftReport({drift}), {}).contains(QLatin1String("nan")));
        }
    }

    void damagedDistributionsAreLeftOut()
    {
        for (const char* text :
             {R"({"edges": [1, 1], "reference": [1], "current": [1]})",
              R"({"edges": [1, 2], "reference": [1, 2], "current": [1]})",
              R"({"edges": [1, "NaN"], "reference": [1], "current": [1]})",
              R"({"edges": [1, 2], "reference": [7], "current": [1]})", R"({"edges": []})"}) {
            const auto whole = QByteArray("{\"dataset_drift\": false, \"columns\": [{\"column\": "
                                          "\"x\", \"distribution\": ") +
                               text + "}]}";
            const auto read = readDriftReport(whole);
            QVERIFY(read);
            QVERIFY2(!read->columns[0].distribution, text);
        }
    }

    // A file of a report with any byte changed or cut is read or refused, never worse.
    void damagedFilesDoNoHarm()
    {
        DriftDocument document{report_, {{"r", "abc", 3000}, {"c", "", {}}, 1, {}}, {}, {}};
        const auto whole = QJsonDocument(driftDocumentJson(document)).toJson();
        quint32 dice = 3;
        const auto roll = [&dice](qsizetype sides) {
            dice = dice * 1664525U + 1013904223U;
            return static_cast<qsizetype>(dice >> 8U) % sides;
        };
        static constexpr char bytes[] = "{}[]\",:-0e9N\\\x01\xff";
        for (int i = 0; i < 1500; ++i) {
            auto damaged = whole;
            for (int k = 0; k < 1 + i % 3; ++k)
                damaged[roll(damaged.size())] = bytes[roll(sizeof bytes - 1)];
            if (i % 5 == 0)
                damaged.truncate(roll(damaged.size()));
            if (const auto read = readDriftDocument(damaged))
                QVERIFY(!driftHtml(read->report, read->subject).isEmpty());
        }
    }

    void theMostSevereColumnComesFirst()
    {
        const auto order = bySeverity(report_);
        QCOMPARE(order.front()->column, std::string("<b>x</b>"));
        QCOMPARE(order.back()->column, std::string("n")); // without values: not compared
        QCOMPARE(driftSeverity(*order.back()), 0.0);
        for (const auto* each : order)
            QCOMPARE(driftSeverity(*each) >= 1, each->drifted);
    }

    void aKeptReportComesBackAsItWas()
    {
        const QTemporaryDir folder;
        const auto workspace =
            Workspace::open(std::filesystem::path(folder.path().toStdString()) / "w.db").value();
        QSignalSpy changed(&workspace->events(), &WorkspaceEvents::driftChanged);
        const DriftReports reports(workspace);
        DriftRunOptions options;
        options.driftShare = 0.25;
        options.choices["색"] = {DriftMethod::Psi, 0.2};
        const DriftSubject subject{
            {"r.parquet", "abc", 3000}, {"c/*.csv", "", {}}, 1'700'000'000'000, {}};
        const auto id = reports.add(keptDriftReport({report_, subject, {}, {}}, options));
        QVERIFY(id);
        QCOMPARE(changed.count(), 1);
        DriftReportRow older;
        older.subject.createdAt = 1'600'000'000'000;
        QVERIFY(reports.add({older, {}, "{}"}));
        const auto rows = reports.all();
        QVERIFY(rows);
        QCOMPARE(rows->size(), std::size_t{2});
        QCOMPARE(rows->front().subject, subject);
        QCOMPARE(rows->front().drifted, 2);
        const auto kept = reports.find(*id);
        QVERIFY(kept);
        const auto document = driftDocumentOf(*kept);
        QVERIFY(document);
        QCOMPARE(document->subject, subject);
        const auto before = QJsonDocument(driftJson(report_)).toJson().split('\n');
        const auto after = QJsonDocument(driftJson(document->report)).toJson().split('\n');
        QCOMPARE(after.size(), before.size());
        for (qsizetype i = 0; i < before.size(); ++i)
            QCOMPARE(after[i], before[i]);
        const auto chosen = driftOptionsOf(kept->options);
        QCOMPARE(chosen.driftShare, 0.25);
        QVERIFY(chosen.choices.at("색").method == DriftMethod::Psi);
        QCOMPARE(*chosen.choices.at("색").threshold, 0.2);
        SQLite::Database raw(workspace->path().string(), SQLite::OPEN_READWRITE);
        QVERIFY(raw.execAndGet("SELECT packed FROM drift_report WHERE drifted = 2").getInt() == 1);
        raw.exec("UPDATE drift_report SET body = x'28b52ffd00' WHERE drifted = 2");
        QCOMPARE(reports.find(*id).error().kind, Error::Kind::Storage);
        QVERIFY(reports.remove(*id));
        QCOMPARE(reports.find(*id).error().kind, Error::Kind::NotFound);
    }

    void thePageStandsAloneAndShowsTextAsText()
    {
        const auto html = driftHtml(
            report_, {{"<script>alert(1)</script>", "", 3000}, {"c.parquet", "", {}}, 1, {}});
        QVERIFY(!html.contains(QLatin1String("<script")));
        QVERIFY(!html.contains(QLatin1String("<b>x</b>")));
        QVERIFY(html.contains(QLatin1String("&lt;b&gt;x&lt;/b&gt;")));
        QVERIFY(html.contains(QStringLiteral("새 값")));
        for (const char* outside : {"http:", "https:", "url(", "@import", "src="})
            QVERIFY2(!html.contains(QLatin1String(outside)), outside);
        QVERIFY(html.contains(QLatin1String("prefers-color-scheme:dark")));
        QVERIFY(html.contains(QLatin1String("2 of 3 columns drifted")));
    }

private:
    DriftReport report_;
};

QTEST_GUILESS_MAIN(TestDriftRecord)
#include "test_drift_record.moc"
