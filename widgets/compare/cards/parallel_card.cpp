#include "widgets/compare/cards/parallel_card.h"

#include "models/comparison_model.h"
#include "widgets/common/theme.h"

#include <QJsonArray>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t firstParams = 5, firstMetrics = 2;

const QString axesKey = QStringLiteral("axes"), logKey = QStringLiteral("log"),
              flippedKey = QStringLiteral("flipped"), colorKey = QStringLiteral("color"),
              brushesKey = QStringLiteral("brushes");

QJsonArray toJson(const std::vector<RunColumn>& columns)
{
    QJsonArray array;
    for (const auto& column : columns)
        array.append(QString::fromStdString(columnText(column)));
    return array;
}

bool holds(const std::vector<RunColumn>& columns, const RunColumn& column)
{
    return std::ranges::find(columns, column) != columns.end();
}

} // namespace

ParallelCard::ParallelCard(const CardContext& given, QWidget* parent)
    : ColumnsCard(given, parent), chart_(new ParallelChart(this))
{
    chart_->setObjectName(QStringLiteral("parallelChart"));
    chart_->setBoxOf([this](std::size_t line) { return boxOf(line); });
    setBody(chart_);
    setHeading(tr("Parallel coordinates"), {});
    connect(chart_, &ParallelChart::brushesChanged, this, [this] {
        brush(chart_->brushedLines());
        refreshNote();
    });
    connect(chart_, &ParallelChart::brushesSettled, this, &ParallelCard::keepBrushes);
    connect(chart_, &ParallelChart::hoveredChanged, this, [this] { hover(chart_->hovered()); });
    connect(chart_, &ParallelChart::activated, this,
            [this](std::size_t line) { emit runActivated(runs()[line].row); });
    connect(chart_, &ParallelChart::axisMoved, this, &ParallelCard::moveAxis);
    connect(chart_, &ParallelChart::axisFlipped, this,
            [this](std::size_t axis) { toggle(flippedKey, axis); });
    connect(chart_, &ParallelChart::axisLogToggled, this,
            [this](std::size_t axis) { toggle(logKey, axis); });
    connect(chart_, &ParallelChart::currentAxisChanged, this, &ParallelCard::refreshNote);
}

std::vector<RunColumn> ParallelCard::axes() const
{
    if (hasOption(axesKey))
        return columnsOption(axesKey);
    auto [params, metrics] = columnOffer(context().comparison);
    params.resize(std::min(params.size(), firstParams));
    metrics.resize(std::min(metrics.size(), firstMetrics));
    params.insert(params.end(), metrics.begin(), metrics.end());
    return params;
}

std::vector<RunColumn> ParallelCard::wantedColumns() const
{
    auto columns = axes();
    if (const auto color = columnOption(colorKey))
        columns.push_back(*color);
    return columns;
}

std::vector<CardOption> ParallelCard::optionList() const
{
    using Kind = CardOption::Kind;
    const auto option = [](const QString& key, const QString& label, Kind kind, bool numeric,
                           bool optional, const QString& group) {
        CardOption each;
        each.key = key;
        each.label = label;
        each.kind = kind;
        each.numericOnly = numeric;
        each.optional = optional;
        each.group = group;
        return each;
    };
    auto shown = option(axesKey, tr("Axes"), Kind::Columns, false, false, tr("Axes"));
    shown.otherwise = toJson(axes());
    return {shown, option(logKey, tr("Log axes"), Kind::Columns, true, true, tr("Axes")),
            option(flippedKey, tr("Turned around"), Kind::Columns, false, true, tr("Axes")),
            option(colorKey, tr("Colour by"), Kind::Column, false, true, tr("Lines"))};
}

void ParallelCard::showRows()
{
    shown_.clear();
    ParallelScene scene;
    const auto log = columnsOption(logKey), flipped = columnsOption(flippedKey);
    bool any = false;
    for (const auto& column : axes()) {
        shown_.push_back({column, cellsOf(column)});
        auto figures = columnAxis(column, shown_.back().cells,
                                  holds(log, column) ? FigureScale::Log : FigureScale::Linear);
        any = any || !figures.isEmpty();
        scene.axes.push_back({QString::fromStdString(columnText(column)), columnHeading(column),
                              std::move(figures), holds(flipped, column), wordsOf(column)});
    }
    const auto color = columnOption(colorKey);
    auto colors = figureColors(runs(), color, color ? cellsOf(*color) : std::vector<RunCell>{});
    for (std::size_t i = 0; i < runs().size(); ++i)
        scene.lines.push_back({runs()[i].name, colors.marks[i]});
    if (colors.legend)
        scene.legend.parts.push_back(std::move(*colors.legend));
    if (scene.axes.size() < 2)
        showSentence(tr("Choose two params or metrics or more as axes"));
    else if (!any)
        showSentence(tr("These runs have no values on any of the axes"));
    chart_->setScene(std::move(scene));
    restoreBrushes();
    brush(chart_->brushedLines()); // of these runs
    showBrush();
    showHovered();
}

void ParallelCard::keepBrushes()
{
    QJsonObject kept;
    for (const auto& axis : chart_->scene().axes) {
        const auto brush = chart_->brushes().constFind(axis.key);
        if (brush == chart_->brushes().constEnd())
            continue;
        QJsonArray ends{brush->from, brush->to};
        if (axis.figures.kind == FigureAxis::Kind::Category) {
            ends = {};
            for (std::size_t i = 0; i < axis.figures.categories.size(); ++i)
                if (brush->holds(static_cast<double>(i)))
                    ends.append(QString::fromStdString(axis.figures.categories[i]));
        }
        kept.insert(axis.key, ends);
    }
    if (kept.isEmpty() && !hasOption(brushesKey))
        return;
    brushes_ = kept;
    editOption(brushesKey, kept);
}

void ParallelCard::restoreBrushes()
{
    const QJsonValue wanted = options().value(brushesKey);
    if (wanted == brushes_)
        return;
    brushes_ = wanted;
    QHash<QString, AxisBrush> brushes;
    for (const auto& axis : chart_->scene().axes) {
        const auto ends = wanted.toObject().value(axis.key).toArray();
        if (ends.isEmpty())
            continue;
        if (axis.figures.kind != FigureAxis::Kind::Category) {
            if (ends.size() == 2 && ends[0].toDouble() <= ends[1].toDouble())
                brushes.insert(axis.key, {ends[0].toDouble(), ends[1].toDouble()});
            continue;
        }
        std::vector<double> places;
        for (std::size_t i = 0; i < axis.figures.categories.size(); ++i)
            if (ends.contains(QString::fromStdString(axis.figures.categories[i])))
                places.push_back(static_cast<double>(i));
        if (!places.empty())
            brushes.insert(axis.key, {places.front() - 0.4, places.back() + 0.4});
    }
    chart_->setBrushes(brushes);
}

void ParallelCard::showBrush()
{
    chart_->setPassing(passing());
    refreshNote();
}

void ParallelCard::showHovered()
{
    const auto run = context().scope.hoveredRun();
    chart_->setHovered(run ? placeOf(*run) : std::nullopt);
}

void ParallelCard::refreshNote()
{
    setHeading(tr("Parallel coordinates"), countNote());
    QStringList parts;
    for (std::size_t i = 0; i < shown_.size() && i < chart_->scene().axes.size(); ++i) {
        const auto& axis = chart_->scene().axes[i];
        const auto brush = chart_->brush(i);
        const auto word = [&](double value) {
            RunCell cell;
            cell.state = axis.figures.kind == FigureAxis::Kind::Time ? RunCell::State::Time
                                                                     : RunCell::State::Number;
            cell.number = value;
            return boxValue(shown_[i].column, cell);
        };
        QString text = axis.heading();
        if (axis.figures.kind == FigureAxis::Kind::Category)
            text = tr("%1: %2 categories").arg(text).arg(axis.figures.categories.size());
        else if (axis.figures.isEmpty())
            text = tr("%1: no values").arg(text);
        else
            text =
                tr("%1: %2 to %3").arg(text, word(axis.figures.least), word(axis.figures.greatest));
        if (brush && axis.figures.kind != FigureAxis::Kind::Category)
            text = tr("%1, brushed from %2 to %3").arg(text, word(brush->from), word(brush->to));
        else if (brush)
            text = tr("%1, brushed").arg(text);
        parts << (i == chart_->currentAxis() ? tr("%1 (current axis)").arg(text) : text);
    }
    chart_->setAccessibleDescription(countNote() + QStringLiteral("; ") +
                                     parts.join(QStringLiteral("; ")));
}

void ParallelCard::moveAxis(std::size_t from, std::size_t to)
{
    auto order = axes();
    if (from >= order.size() || to >= order.size())
        return;
    const auto moved = order[from];
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(to), moved);
    editOption(axesKey, toJson(order));
}

void ParallelCard::toggle(const QString& key, std::size_t axis)
{
    auto columns = columnsOption(key);
    const auto column = axes().at(axis);
    if (std::erase(columns, column) == 0)
        columns.push_back(column);
    editOption(key, toJson(columns));
}

RunBox ParallelCard::boxOf(std::size_t line) const
{
    RunBox box{chart_->scene().lines[line].name,
               markColor(chart_->scene().lines[line].color, Theme::current()),
               {}};
    for (const auto& axis : shown_)
        box.rows.emplace_back(columnHeading(axis.column), boxValue(axis.column, axis.cells[line]));
    return box;
}

CardTable ParallelCard::table() const
{
    CardTable table;
    table.header << tr("Run");
    for (const auto& axis : shown_)
        table.header << columnHeading(axis.column);
    const bool brushed = context().scope.isBrushed();
    if (brushed)
        table.header << tr("Brushed");
    for (std::size_t i = 0; i < runs().size(); ++i) {
        QVariantList row{runs()[i].name};
        for (const auto& axis : shown_)
            row << tableValue(axis.cells[i]);
        if (brushed)
            row << (chart_->passing()[i] ? tr("yes") : tr("no"));
        table.rows.push_back(std::move(row));
    }
    return table;
}

void ParallelCard::paintBody(QPainter& painter, const QRectF& area) const
{
    chart_->paintInto(painter, area);
}

} // namespace binnacle
