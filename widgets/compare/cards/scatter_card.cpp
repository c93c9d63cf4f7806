#include "widgets/compare/cards/scatter_card.h"

#include "models/comparison_model.h"
#include "models/number_text.h"
#include "widgets/common/theme.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double plainRadius = 4.5, leastRadius = 3, greatestRadius = 9;

const QString xKey = QStringLiteral("x"), yKey = QStringLiteral("y"),
              colorKey = QStringLiteral("color"), sizeKey = QStringLiteral("size"),
              shapeKey = QStringLiteral("shape"), logXKey = QStringLiteral("logX"),
              logYKey = QStringLiteral("logY"), fitKey = QStringLiteral("fit");

CardOption option(const QString& key, const QString& label, CardOption::Kind kind,
                  const QString& group)
{
    CardOption each;
    each.key = key;
    each.label = label;
    each.kind = kind;
    each.group = group;
    return each;
}

// Marks grow in area with the value.
double radiusFor(double share)
{
    if (std::isnan(share))
        return leastRadius;
    const double least = leastRadius * leastRadius, greatest = greatestRadius * greatestRadius;
    return std::sqrt(least + share * (greatest - least));
}

} // namespace

ScatterCard::ScatterCard(const CardContext& given, QWidget* parent)
    : PlaneCard(given, parent), chart_(new ScatterChart(this))
{
    chart_->setObjectName(QStringLiteral("scatterChart"));
    chart_->setBoxOf([this](std::size_t point) { return boxOf(point); });
    setBody(chart_);
    setHeading(tr("Scatter"), {});
    connect(chart_, &ScatterChart::hoveredChanged, this, [this] { hover(chart_->hovered()); });
    connect(chart_, &ScatterChart::activated, this,
            [this](std::size_t point) { emit runActivated(runs()[point].row); });
    follow(*chart_);
}

std::optional<std::pair<RunColumn, RunColumn>> ScatterCard::axes() const
{
    auto x = columnOption(xKey), y = columnOption(yKey);
    const auto [params, metrics] = columnOffer(context().comparison);
    if (!x && !params.empty())
        x = params.front();
    if (!y) {
        const auto other =
            std::ranges::find_if(metrics, [&](const RunColumn& column) { return column != x; });
        if (other != metrics.end())
            y = *other;
    }
    if (!x && y && metrics.size() > 1)
        x = metrics.back();
    return x && y ? std::optional(std::pair(*x, *y)) : std::nullopt;
}

std::vector<RunColumn> ScatterCard::wantedColumns() const
{
    std::vector<RunColumn> columns;
    if (const auto both = axes())
        columns = {both->first, both->second};
    for (const auto& key : {colorKey, sizeKey, shapeKey})
        if (const auto column = columnOption(key))
            columns.push_back(*column);
    return columns;
}

std::vector<CardOption> ScatterCard::optionList() const
{
    using Kind = CardOption::Kind;
    std::vector<CardOption> list = {
        option(xKey, tr("Across"), Kind::Column, tr("Axes")),
        option(logXKey, tr("Log scale across"), Kind::Toggle, tr("Axes")),
        option(yKey, tr("Up"), Kind::Column, tr("Axes")),
        option(logYKey, tr("Log scale up"), Kind::Toggle, tr("Axes")),
        option(fitKey, tr("Fitted line"), Kind::Toggle, tr("Axes")),
        option(colorKey, tr("Colour by"), Kind::Column, tr("Marks")),
        option(sizeKey, tr("Size by"), Kind::Column, tr("Marks")),
        option(shapeKey, tr("Shape by"), Kind::Column, tr("Marks"))};
    const auto both = axes();
    for (auto& each : list) {
        each.optional = each.key == colorKey || each.key == sizeKey || each.key == shapeKey;
        each.numericOnly = each.key == sizeKey;
        if (both && each.key == xKey)
            each.otherwise = QString::fromStdString(columnText(both->first));
        if (both && each.key == yKey)
            each.otherwise = QString::fromStdString(columnText(both->second));
    }
    return list;
}

void ScatterCard::showRows()
{
    shown_.clear();
    const auto both = axes();
    if (!both) {
        chart_->setScene({});
        setHeading(tr("Scatter"), {});
        showSentence(tr("Choose what stands across and up"));
        return;
    }
    ScatterScene scene;
    const auto axis = [&](const RunColumn& column, const QString& logKey) {
        shown_.push_back({column, cellsOf(column)});
        const bool log = options().value(logKey).toBool();
        return PlaneAxis{
            columnAxis(column, shown_.back().cells, log ? FigureScale::Log : FigureScale::Linear),
            columnHeading(column), wordsOf(column)};
    };
    scene.x = axis(both->first, logXKey);
    scene.y = axis(both->second, logYKey);
    for (const auto& run : runs())
        scene.points.push_back({run.name, {run.slot, {}}, 0, plainRadius});
    addLegends(scene);
    if (options().value(fitKey).toBool())
        scene.fit = fitOnAxes(scene.x.figures, scene.y.figures);
    chart_->setScene(std::move(scene));
    bool any = false;
    for (std::size_t i = 0; i < runs().size(); ++i)
        any = any || chart_->markAt(i);
    if (!any)
        showSentence(tr("No run has both %1 and %2 as a number that can be drawn")
                         .arg(columnHeading(both->first), columnHeading(both->second)));
    restoreChosen();
    showBrush();
    showHovered();
}

// Colour, size and shape by column.
void ScatterCard::addLegends(ScatterScene& scene)
{
    if (const auto column = columnOption(colorKey)) {
        shown_.push_back({*column, cellsOf(*column)});
        auto colors = figureColors(runs(), column, shown_.back().cells);
        for (std::size_t i = 0; i < scene.points.size(); ++i)
            scene.points[i].color = colors.marks[i];
        if (colors.legend)
            scene.legend.parts.push_back(std::move(*colors.legend));
    }
    if (const auto column = columnOption(sizeKey)) {
        shown_.push_back({*column, cellsOf(*column)});
        const auto sizes = figureAxis(shown_.back().cells, FigureScale::Linear);
        for (std::size_t i = 0; i < scene.points.size(); ++i)
            scene.points[i].radius = radiusFor(sizes.share(i));
        // The ends in words are those of the colours of the same column.
        auto ends = figureColors(runs(), column, shown_.back().cells).legend;
        if (ends && ends->entries.empty())
            scene.legend.parts.push_back({ends->title, {}, ends->least, ends->greatest, true});
    }
    if (const auto column = columnOption(shapeKey)) {
        shown_.push_back({*column, cellsOf(*column)});
        const auto shapes = figureAxis(shown_.back().cells, FigureScale::Category);
        const auto word = wordsOf(*column);
        ChartLegend::Part part{columnHeading(*column), {}, {}, {}, false};
        for (std::size_t i = 0; i < scene.points.size(); ++i)
            if (shapes.values[i] >= 0)
                scene.points[i].shape = static_cast<int>(shapes.values[i]);
        for (std::size_t i = 0; i < shapes.categories.size(); ++i) {
            const auto text = QString::fromStdString(shapes.categories[i]).simplified();
            part.entries.push_back({word ? word(text) : text, std::nullopt, static_cast<int>(i)});
        }
        if (!part.entries.empty())
            scene.legend.parts.push_back(std::move(part));
    }
}

void ScatterCard::showBrush()
{
    chart_->setPassing(passing());
    refreshNote();
}

void ScatterCard::showHovered()
{
    const auto run = context().scope.hoveredRun();
    chart_->setHovered(run ? placeOf(*run) : std::nullopt);
}

void ScatterCard::refreshNote()
{
    if (shown_.size() < 2)
        return;
    std::size_t drawn = 0;
    for (std::size_t i = 0; i < runs().size(); ++i)
        drawn += chart_->markAt(i) ? 1 : 0;
    QStringList parts{countNote()};
    if (const auto left = runs().size() - drawn; left > 0)
        parts
            << tr("%1 not drawn (missing, NaN, infinite or not positive on a log axis)").arg(left);
    if (const auto& fit = chart_->scene().fit) {
        parts << QString::fromStdString(fit->equation());
        parts << (fit->fit.rSquared
                      ? tr("r² %1, n %2").arg(numberText(*fit->fit.rSquared)).arg(fit->fit.count)
                      : tr("n %1").arg(fit->fit.count));
    } else if (options().value(fitKey).toBool()) {
        parts << tr("no line fits: it takes two different values across");
    }
    const QString across = columnHeading(shown_[0].column), up = columnHeading(shown_[1].column);
    const QString note = parts.join(QStringLiteral(" · "));
    setHeading(tr("%1 by %2").arg(up, across), note);
    QStringList values;
    for (std::size_t i = 0; i < runs().size() && i < 20; ++i)
        values << boxOf(i).text();
    chart_->setAccessibleDescription(note + QStringLiteral("; ") +
                                     values.join(QStringLiteral("; ")));
}

RunBox ScatterCard::boxOf(std::size_t point) const
{
    RunBox box{chart_->scene().points[point].name,
               markColor(chart_->scene().points[point].color, Theme::current()),
               {}};
    for (const auto& [column, cells] : shown_) {
        const std::pair row(columnHeading(column), boxValue(column, cells[point]));
        if (std::ranges::find(box.rows, row) == box.rows.end())
            box.rows.push_back(row);
    }
    return box;
}

CardTable ScatterCard::table() const
{
    CardTable table;
    table.header << tr("Run");
    for (const auto& each : shown_)
        table.header << columnHeading(each.column);
    const bool brushed = context().scope.isBrushed();
    if (brushed)
        table.header << tr("Brushed");
    for (std::size_t i = 0; i < chart_->scene().points.size(); ++i) {
        if (!chart_->markAt(i))
            continue;
        QVariantList row{runs()[i].name};
        for (const auto& each : shown_)
            row << tableValue(each.cells[i]);
        if (brushed)
            row << (chart_->passing()[i] ? tr("yes") : tr("no"));
        table.rows.push_back(std::move(row));
    }
    return table;
}

void ScatterCard::paintBody(QPainter& painter, const QRectF& area) const
{
    if (shown_.size() >= 2)
        chart_->paintInto(painter, area);
}

} // namespace binnacle
