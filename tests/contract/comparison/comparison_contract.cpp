#include "services/compare/axis_brush.h"
#include "services/compare/comparison_reader.h"
#include "services/compare/figure_axis.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/json_numbers.h"
#include "tests/unit/compare/compare_fixture.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>

// The table of differences and the brushes of parallel coordinates over seeded runs of a real
// workspace, beside what pandas and NumPy make of the same values.

using namespace binnacle;
using contract::near;
using contract::numberOf;
using contract::numbersOf;

class ComparisonContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("mlflow3"), {QStringLiteral(COMPARISON_SCRIPTS "/compute_comparison.py"),
                                        QStringLiteral("20261125")});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
        QVERIFY(!answers_.isEmpty());
    }

    void differencesAreThoseOfPandas()
    {
        for (const auto& each : answers_.value(u"comparisons").toArray())
            compareRuns(each.toObject());
    }

    void axesAndBrushesAreThoseOfPandas()
    {
        for (const auto& each : answers_.value(u"parallels").toArray())
            compareAxes(each.toObject());
    }

private:
    static std::vector<RunRowId> mirror(fixture::CompareWorkspace& store, const QJsonObject& given)
    {
        std::vector<RunRowId> rows;
        const auto params = given.value(u"params").toObject();
        const auto metrics = given.value(u"metrics").toObject();
        for (int i = 0; i < given.value(u"count").toInt(); ++i) {
            auto run = fixture::makeRun("run" + std::to_string(i), "run");
            for (auto param = params.begin(); param != params.end(); ++param)
                if (const auto text = param->toArray()[i]; !text.isNull())
                    run.params.push_back(
                        {param.key().toStdString(), text.toString().toStdString()});
            for (auto metric = metrics.begin(); metric != metrics.end(); ++metric)
                if (const auto value = metric->toArray()[i]; !value.isNull())
                    run.metrics.push_back({metric.key().toStdString(), {1, 0, numberOf(value)}});
            rows.push_back(store.add(run));
        }
        return rows;
    }

    void compareRuns(const QJsonObject& given)
    {
        fixture::CompareWorkspace store;
        const auto runs = mirror(store, given);
        const auto comparison = readComparison(
            store.workspace, runs, [](const std::string& key) { return guessDirection(key); }, {});
        QVERIFY(comparison);
        const auto expected = given.value(u"rows").toObject();
        for (auto row = expected.begin(); row != expected.end(); ++row) {
            const auto found =
                std::ranges::find(comparison->rows, row.key().toStdString(), &ComparisonRow::key);
            // What no run has is no row.
            const auto values = given.value(u"params").toObject().value(row.key()).toArray();
            const bool nowhere =
                !values.isEmpty() &&
                std::ranges::all_of(values, [](const auto& value) { return value.isNull(); });
            QVERIFY2((found == comparison->rows.end()) == nowhere, qPrintable(row.key()));
            if (nowhere)
                continue;
            compareRow(*found, row->toObject());
        }
    }

    static void compareRow(const ComparisonRow& ours, const QJsonObject& theirs)
    {
        const auto* key = ours.key.c_str();
        QVERIFY2(ours.differs == theirs.value(u"differs").toBool(), key);
        if (ours.group != ComparisonGroup::Metrics)
            return;
        const auto best = theirs.value(u"best").toArray();
        const auto differences = numbersOf(theirs.value(u"difference"));
        const auto percents = numbersOf(theirs.value(u"percent"));
        const auto baseline = ours.cells.front();
        for (std::size_t run = 0; run < ours.cells.size(); ++run) {
            const auto cell = ours.cells[run];
            // Alone a run is not the best of anything.
            const bool marked = ours.cells.size() > 1 && best[static_cast<qsizetype>(run)].toBool();
            QVERIFY2(cell.best == marked, key);
            const auto delta = deltaTo(baseline, cell);
            QVERIFY2(delta.has_value() == std::isfinite(differences[run]), key);
            if (!delta)
                continue;
            QVERIFY2(near(delta->difference, differences[run]), key);
            QVERIFY2(delta->percent.has_value() == std::isfinite(percents[run]), key);
            if (delta->percent)
                QVERIFY2(near(*delta->percent, percents[run]), key);
        }
    }

    static FigureAxis axisOf(const QJsonObject& column)
    {
        const auto kind = column.value(u"kind").toString();
        std::vector<RunCell> cells;
        for (const auto& value : column.value(u"values").toArray()) {
            RunCell cell;
            if (kind == u"category") {
                cell.state = RunCell::State::Text;
                cell.text = value.toString().toStdString();
            } else if (!value.isNull()) {
                cell.state = RunCell::State::Number;
                cell.number = numberOf(value);
            }
            cells.push_back(std::move(cell));
        }
        return figureAxis(cells, kind == u"log"        ? FigureScale::Log
                                 : kind == u"category" ? FigureScale::Category
                                                       : FigureScale::Linear);
    }

    static void compareAxes(const QJsonObject& given)
    {
        std::vector<FigureAxis> axes;
        for (const auto& each : given.value(u"columns").toArray()) {
            const auto column = each.toObject();
            const auto& axis = axes.emplace_back(axisOf(column));
            const auto placed = numbersOf(column.value(u"placed"));
            const auto shares = numbersOf(column.value(u"shares"));
            for (std::size_t run = 0; run < placed.size(); ++run) {
                // Without a place there is no position, on a log axis none that is finite.
                QVERIFY(std::isnan(placed[run]) ? !std::isfinite(axis.position(run))
                                                : axis.values[run] == placed[run]);
                if (!shares.empty() && !std::isnan(placed[run]))
                    QVERIFY(std::abs(axis.share(run) - shares[run]) < 1e-9);
            }
        }
        std::vector<const FigureAxis*> pointers;
        for (const auto& axis : axes)
            pointers.push_back(&axis);
        std::vector<std::optional<AxisBrush>> brushes(axes.size());
        const auto drawn = given.value(u"brushes").toArray();
        const auto within = given.value(u"within").toArray();
        for (qsizetype i = 0; i < drawn.size(); ++i) {
            const auto brush = drawn[i].toArray();
            brushes[static_cast<std::size_t>(brush[0].toInt())] = {brush[1].toDouble(),
                                                                   brush[2].toDouble()};
            std::vector<bool> theirs;
            for (const auto& each : within[i].toArray())
                theirs.push_back(each.toBool());
            QCOMPARE(withinBrushes(pointers, brushes, theirs.size()), std::optional(theirs));
        }
    }

    QJsonObject answers_;
};

QTEST_GUILESS_MAIN(ComparisonContract)
#include "comparison_contract.moc"
