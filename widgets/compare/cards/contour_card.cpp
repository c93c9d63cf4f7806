#include "widgets/compare/cards/contour_card.h"

#include "models/comparison_model.h"
#include "models/number_text.h"
#include "widgets/common/theme.h"

#include <algorithm>

namespace binnacle {

namespace {

const QString xKey = QStringLiteral("x"), yKey = QStringLiteral("y"),
              valueKey = QStringLiteral("value"), logXKey = QStringLiteral("logX"),
              logYKey = QStringLiteral("logY"), logValueKey = QStringLiteral("logValue");
constexpr std::size_t namesShown = 3, valuesSpoken = 20;

std::optional<std::size_t> bestNode(const ContourField& contour, MetricDirection direction)
{
    const auto& nodes = contour.nodes;
    if (nodes.empty() || direction == MetricDirection::Unknown)
        return std::nullopt;
    const auto best = direction == MetricDirection::HigherIsBetter
                          ? std::ranges::max_element(nodes, {}, &ContourField::Node::value)
                          : std::ranges::min_element(nodes, {}, &ContourField::Node::value);
    return static_cast<std::size_t>(best - nodes.begin());
}

QString axisValue(const RunColumn& column, const FigureAxis& axis, double value)
{
    if (axis.kind == FigureAxis::Kind::Category) {
        const auto text = QString::fromStdString(axis.categories[static_cast<std::size_t>(value)]);
        const auto word = wordsOf(column);
        return word ? word(text) : text;
    }
    RunCell cell;
    cell.state =
        axis.kind == FigureAxis::Kind::Time ? RunCell::State::Time : RunCell::State::Number;
    cell.number = value;
    return boxValue(column, cell);
}

} // namespace

ContourCard::ContourCard(const CardContext& given, QWidget* parent)
    : PlaneCard(given, parent), chart_(new ContourChart(this))
{
    chart_->setObjectName(QStringLiteral("contourChart"));
    chart_->setBoxOf([this](std::size_t node) { return boxOf(node); });
    setBody(chart_);
    setHeading(tr("Contour"), {});
    connect(chart_, &ContourChart::hoveredChanged, this, [this] {
        const auto node = chart_->hovered();
        const auto run =
            node ? placeOf(shownRuns_[chart_->scene().contour.nodes[*node].runs.front()].row)
                 : std::nullopt;
        hover(run);
    });
    connect(chart_, &ContourChart::activated, this, [this](std::size_t node) {
        emit runActivated(shownRuns_[chart_->scene().contour.nodes[node].runs.front()].row);
    });
    follow(*chart_);
}

std::vector<RunRowId> ContourCard::runsAt(std::size_t node) const
{
    std::vector<RunRowId> rows;
    for (const auto place : chart_->scene().contour.nodes[node].runs)
        rows.push_back(shownRuns_[place].row);
    return rows;
}

std::optional<ContourCard::Choice> ContourCard::choice() const
{
    auto x = columnOption(xKey), y = columnOption(yKey), value = columnOption(valueKey);
    const auto [params, metrics] = columnOffer(context().comparison);
    for (const auto& param : params) {
        if (!x && param != y)
            x = param;
        else if (!y && param != x)
            y = param;
    }
    if (!value && !metrics.empty())
        value = metrics.front();
    return x && y && value ? std::optional(Choice{*x, *y, *value}) : std::nullopt;
}

std::vector<RunColumn> ContourCard::wantedColumns() const
{
    const auto three = choice();
    return three ? std::vector{three->x, three->y, three->value} : std::vector<RunColumn>{};
}

std::vector<CardOption> ContourCard::optionList() const
{
    const auto shown = choice();
    const auto column = [&](const QString& key, const QString& label, RunColumn Choice::* which) {
        CardOption each;
        each.key = key;
        each.label = label;
        each.kind = CardOption::Kind::Column;
        each.numericOnly = key == valueKey;
        if (shown)
            each.otherwise = QString::fromStdString(columnText((*shown).*which));
        return each;
    };
    const auto toggle = [](const QString& key, const QString& label) {
        CardOption each;
        each.key = key;
        each.label = label;
        return each;
    };
    return {column(valueKey, tr("Value"), &Choice::value),
            toggle(logValueKey, tr("Log scale of the value")),
            column(xKey, tr("Across"), &Choice::x),
            toggle(logXKey, tr("Log scale across")),
            column(yKey, tr("Up"), &Choice::y),
            toggle(logYKey, tr("Log scale up"))};
}

void ContourCard::showRows()
{
    const auto three = choice();
    if (!three) {
        slot_.cancel();
        shown_.reset();
        chart_->setScene({});
        setHeading(tr("Contour"), {});
        showSentence(tr("Choose a metric, and two params that differ between the runs"));
        return;
    }
    const auto scale = [this](const QString& key) {
        return options().value(key).toBool() ? FigureScale::Log : FigureScale::Linear;
    };
    ContourScene scene;
    scene.x = {columnAxis(three->x, cellsOf(three->x), scale(logXKey)), columnHeading(three->x),
               wordsOf(three->x)};
    scene.y = {columnAxis(three->y, cellsOf(three->y), scale(logYKey)), columnHeading(three->y),
               wordsOf(three->y)};
    std::vector<double> values;
    for (const auto& cell : cellsOf(three->value))
        values.push_back(numberOf(cell));
    MetricDirection direction = MetricDirection::Unknown;
    for (const auto& row : context().comparison.table().comparison().rows)
        if (row.group == ComparisonGroup::Metrics && row.key == three->value.name &&
            three->value.kind == RunColumn::Kind::Metric)
            direction = row.direction;
    slot_.run(
        &context().pools.readers, this,
        [scene = std::move(scene), values = std::move(values), direction,
         log = options().value(logValueKey).toBool()](const std::stop_token& stop) mutable {
            scene.contour = contourField(scene.x.figures, scene.y.figures, values, log, stop);
            scene.best = bestNode(scene.contour, direction);
            return std::move(scene);
        },
        [this, three, all = runs()](ContourScene done) {
            shown_ = three;
            shownRuns_ = all;
            receive(std::move(done));
        });
}

void ContourCard::receive(ContourScene scene)
{
    const auto& contour = scene.contour;
    left_ = shownRuns_.size();
    for (const auto& node : contour.nodes)
        left_ -= node.runs.size();
    const QString value = columnHeading(shown_->value);
    const QString across = columnHeading(shown_->x), up = columnHeading(shown_->y);
    if (contour.nodes.empty())
        showSentence(
            tr("No run has %1, %2 and %3 as numbers that can be drawn").arg(value, across, up));
    else if (contour.field.triangles.empty())
        showSentence(tr("A contour takes three runs at places that are not on one line: these have "
                        "too few different values of %1 and %2")
                         .arg(across, up));
    else
        showSentence({});
    if (!contour.nodes.empty())
        scene.legend.parts.push_back(
            {value, {}, numberText(contour.values.from), numberText(contour.values.to), false});
    if (scene.best && !contour.field.triangles.empty())
        scene.legend.parts.push_back(
            {tr("best: %1").arg(numberText(contour.nodes[*scene.best].value)),
             {{namesOf(contour.nodes[*scene.best]), std::nullopt, markShapeCount - 1}},
             {},
             {},
             false});
    chart_->setScene(std::move(scene));
    restoreChosen();
    showBrush();
    showHovered();
}

void ContourCard::showBrush()
{
    std::vector<bool> passing;
    for (const auto& node : chart_->scene().contour.nodes)
        passing.push_back(std::ranges::any_of(node.runs, [this](std::size_t run) {
            return context().scope.passesBrush(shownRuns_[run].row);
        }));
    chart_->setPassing(std::move(passing));
    refreshNote();
}

void ContourCard::showHovered()
{
    const auto run = context().scope.hoveredRun();
    const auto& nodes = chart_->scene().contour.nodes;
    const auto node = std::ranges::find_if(nodes, [&](const ContourField::Node& each) {
        return run && std::ranges::any_of(each.runs, [&](std::size_t place) {
                   return shownRuns_[place].row == *run;
               });
    });
    chart_->setHovered(node == nodes.end()
                           ? std::nullopt
                           : std::optional(static_cast<std::size_t>(node - nodes.begin())));
}

QString ContourCard::namesOf(const ContourField::Node& node) const
{
    const auto& places = node.runs;
    QStringList names;
    for (const auto place : places)
        if (names.size() < static_cast<qsizetype>(namesShown))
            names << shownRuns_[place].name;
    const QString list = names.join(QStringLiteral(", "));
    return places.size() > namesShown
               ? tr("%1 and %2 more").arg(list).arg(places.size() - namesShown)
               : list;
}

RunBox ContourCard::boxOf(std::size_t node) const
{
    const auto& scene = chart_->scene();
    const auto& each = scene.contour.nodes[node];
    RunBox box{namesOf(each), Theme::current().text, {}};
    box.rows.emplace_back(columnHeading(shown_->x), axisValue(shown_->x, scene.x.figures, each.x));
    box.rows.emplace_back(columnHeading(shown_->y), axisValue(shown_->y, scene.y.figures, each.y));
    box.rows.emplace_back(
        each.runs.size() > 1
            ? tr("%1, mean of %2").arg(columnHeading(shown_->value)).arg(each.runs.size())
            : columnHeading(shown_->value),
        numberText(each.value));
    return box;
}

void ContourCard::refreshNote()
{
    if (!shown_)
        return;
    const auto& nodes = chart_->scene().contour.nodes;
    QStringList parts{countNote()};
    const auto several = std::ranges::count_if(
        nodes, [](const ContourField::Node& node) { return node.runs.size() > 1; });
    if (several > 0)
        parts << (several == 1 ? tr("1 place with several runs averaged")
                               : tr("%1 places with several runs averaged").arg(several));
    if (left_ > 0)
        parts << tr("%1 not drawn (missing, NaN or infinite)").arg(left_);
    const QString note = parts.join(QStringLiteral(" · "));
    setHeading(
        tr("%1 over %2 and %3")
            .arg(columnHeading(shown_->value), columnHeading(shown_->x), columnHeading(shown_->y)),
        note);
    QStringList values;
    for (std::size_t i = 0; i < nodes.size() && i < valuesSpoken; ++i)
        values << boxOf(i).text();
    chart_->setAccessibleDescription(note + QStringLiteral("; ") +
                                     values.join(QStringLiteral("; ")));
}

CardTable ContourCard::table() const
{
    CardTable table;
    if (!shown_)
        return table;
    table.header = {tr("Runs"), columnHeading(shown_->x), columnHeading(shown_->y),
                    tr("%1 (mean)").arg(columnHeading(shown_->value)), tr("Number of runs")};
    const auto& scene = chart_->scene();
    const auto cell = [](const RunColumn& column, const FigureAxis& axis, double value) {
        return axis.kind == FigureAxis::Kind::Number || axis.kind == FigureAxis::Kind::Duration
                   ? QVariant(value)
                   : QVariant(axisValue(column, axis, value));
    };
    for (const auto& node : scene.contour.nodes) {
        QStringList names;
        for (const auto place : node.runs)
            names << shownRuns_[place].name;
        table.rows.push_back({names.join(QStringLiteral(", ")),
                              cell(shown_->x, scene.x.figures, node.x),
                              cell(shown_->y, scene.y.figures, node.y), node.value,
                              static_cast<double>(node.runs.size())});
    }
    return table;
}

void ContourCard::paintBody(QPainter& painter, const QRectF& area) const
{
    if (shown_ && !chart_->scene().contour.field.triangles.empty())
        chart_->paintInto(painter, area);
}

} // namespace binnacle
