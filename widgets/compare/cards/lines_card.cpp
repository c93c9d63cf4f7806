#include "widgets/compare/cards/lines_card.h"

#include "services/sync/sync_service.h"
#include "widgets/charts/line_chart.h"
#include "widgets/common/theme.h"
#include "widgets/compare/cards/lines_table.h"

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

XAxis axisFrom(const QString& text)
{
    if (text == u"relative")
        return XAxis::RelativeTime;
    if (text == u"wall")
        return XAxis::WallTime;
    return text == u"metric" ? XAxis::Metric : XAxis::Step;
}

LineSpread spreadFrom(const QString& text)
{
    if (text == u"none")
        return LineSpread::None;
    if (text == u"std")
        return LineSpread::StandardDeviation;
    if (text == u"sem")
        return LineSpread::StandardError;
    return text == u"ci95" ? LineSpread::Confidence95 : LineSpread::MinMax;
}

} // namespace

LinesCard::LinesCard(const CardContext& context, QWidget* parent)
    : ComparisonCard(context, parent)
    , model_(context.workspace, context.pools)
    , columns_(context.scope, context.engine, context.pools)
    , chart_(new LineChart(this))
{
    chart_->setObjectName(QStringLiteral("lineChart"));
    chart_->setModel(&model_);
    setBody(chart_);
    setFocusProxy(chart_);
    followScope();
    connect(&model_, &ChartSeriesModel::changed, this, &LinesCard::refreshHead);
    if (context.sync)
        connect(&model_, &ChartSeriesModel::historiesWanted, context.sync,
                &SyncService::prioritise);
    connect(chart_, &LineChart::windowEdited, this, &LinesCard::shareWindow);
    connect(chart_, &LineChart::hoverChanged, this, [this] {
        const auto x = chart_->hoverX();
        this->context().scope.setCrossHair(
            x ? std::optional(ComparisonScope::CrossHair{model_.options().axis, *x})
              : std::nullopt);
    });
    connect(chart_, &LineChart::seriesPointed, this, [this](std::optional<std::size_t> series) {
        this->context().scope.setHoveredRun(series ? std::optional(model_.series()[*series].run)
                                                   : std::nullopt);
    });
    applyOptions();
}

void LinesCard::followScope()
{
    auto& scope = context().scope;
    connect(&scope, &ComparisonScope::runsChanged, this, &LinesCard::refreshSeries);
    connect(&scope, &ComparisonScope::brushChanged, this, &LinesCard::refreshSeries);
    connect(&columns_, &ComparisonColumns::changed, this, &LinesCard::refreshSeries);
    connect(&scope, &ComparisonScope::groupByChanged, this, &LinesCard::applyGroups);
    connect(&scope, &ComparisonScope::hoveredRunChanged, this, &LinesCard::refreshHighlight);
    connect(&scope, &ComparisonScope::crossHairChanged, this, &LinesCard::applySharedCrossHair);
    connect(&scope, &ComparisonScope::zoomChanged, this, &LinesCard::applySharedWindow);
}

QString LinesCard::option(const char* key) const
{
    return options().value(QLatin1String(key)).toString();
}

std::optional<RunColumn> LinesCard::groupColumn() const
{
    if (option("group").isEmpty())
        return context().scope.groupBy();
    auto column = columnFromText(option("group").toStdString());
    return column ? std::optional(*column) : std::nullopt;
}

std::vector<CardOption> LinesCard::optionList() const
{
    using Kind = CardOption::Kind;
    const auto choice = [](const char* key, const QString& label,
                           std::vector<CardOption::Value> values, const QString& head) {
        CardOption option;
        option.key = QLatin1String(key);
        option.label = label;
        option.kind = Kind::Choice;
        option.choices = std::move(values);
        option.group = head;
        return option;
    };
    const auto plain = [](const char* key, const QString& label, Kind kind, const QString& head) {
        CardOption option;
        option.key = QLatin1String(key);
        option.label = label;
        option.kind = kind;
        option.group = head;
        return option;
    };
    const QString axes = tr("Axes"), groups = tr("Groups");
    std::vector<CardOption> list;
    list.push_back(plain("metric", tr("Metric"), Kind::Metric, {}));
    auto smoothing = plain("smoothing", tr("Smoothing"), Kind::Number, {});
    smoothing.most = 0.999;
    list.push_back(std::move(smoothing));
    list.push_back(choice("x", tr("Horizontal axis"),
                          {{QStringLiteral("step"), tr("Step")},
                           {QStringLiteral("relative"), tr("Relative time")},
                           {QStringLiteral("wall"), tr("Wall time")},
                           {QStringLiteral("metric"), tr("Another metric")}},
                          axes));
    if (model_.options().axis == XAxis::Metric)
        list.push_back(plain("xMetric", tr("Metric of the axis"), Kind::Metric, axes));
    if (model_.options().axis != XAxis::WallTime)
        list.push_back(plain("logX", tr("Log horizontal axis"), Kind::Toggle, axes));
    list.push_back(plain("logY", tr("Log value axis"), Kind::Toggle, axes));
    list.push_back(plain("outliers", tr("Ignore outliers when scaling (1st to 99th percentile)"),
                         Kind::Toggle, axes));
    auto group = plain("group", tr("Group runs by"), Kind::Column, groups);
    group.optional = true;
    list.push_back(std::move(group));
    if (!groupColumn())
        return list;
    list.push_back(choice("aggregate", tr("A group is drawn as"),
                          {{QStringLiteral("mean"), tr("Mean")},
                           {QStringLiteral("median"), tr("Median")},
                           {QStringLiteral("runs"), tr("Its runs")}},
                          groups));
    list.push_back(choice("spread", tr("Band around it"),
                          {{QStringLiteral("minmax"), tr("Smallest to greatest")},
                           {QStringLiteral("std"), tr("Standard deviation")},
                           {QStringLiteral("sem"), tr("Standard error")},
                           {QStringLiteral("ci95"), tr("95 % confidence")},
                           {QStringLiteral("none"), tr("None")}},
                          groups));
    return list;
}

void LinesCard::applyOptions()
{
    ChartSeriesModel::Options wanted;
    wanted.axis = axisFrom(option("x"));
    wanted.xMetric = wanted.axis == XAxis::Metric ? option("xMetric") : QString();
    if (wanted.axis == XAxis::Metric && wanted.xMetric.isEmpty())
        wanted.axis = XAxis::Step; // until the metric is chosen
    wanted.logX = options().value(u"logX").toBool();
    wanted.smoothing = std::clamp(options().value(u"smoothing").toDouble(), 0.0, 0.999);
    wanted.aggregate =
        option("aggregate") == u"median" ? LineAggregate::Median : LineAggregate::Mean;
    wanted.spread = spreadFrom(option("spread"));
    model_.setOptions(wanted);
    model_.setMetric(option("metric"));
    chart_->setLogScale(options().value(u"logY").toBool());
    chart_->setIgnoreOutliers(options().value(u"outliers").toBool());
    applyGroups();
    applySharedWindow();
    refreshHead();
}

void LinesCard::applyGroups()
{
    const auto column = groupColumn();
    const std::vector<RunColumn> wanted = column ? std::vector{*column} : std::vector<RunColumn>{};
    if (columns_.columns() != wanted)
        columns_.setColumns(wanted);
    refreshSeries();
}

std::vector<ChartSeriesModel::Series> LinesCard::runSeries() const
{
    const auto& scope = context().scope;
    std::vector<ChartSeriesModel::Series> series;
    for (const auto& run : scope.runs())
        series.push_back(
            {run.row, run.name, run.slot, run.hidden, !scope.passesBrush(run.row), {}});
    return series;
}

// Runs of one group share a colour. Aggregates are of the runs that are neither hidden nor brushed
// away.
std::vector<ChartSeriesModel::Series> LinesCard::groupSeries() const
{
    const auto& scope = context().scope;
    const bool alone = option("aggregate") == u"runs";
    std::map<QString, std::size_t> slotOf;
    std::vector<ChartSeriesModel::Series> series;
    for (const auto& row : columns_.rows()) {
        const bool missing = row.cells.front().state == RunCell::State::Missing;
        const QString group = missing ? tr("no value") : textOf(row.cells.front());
        const auto slot = slotOf.try_emplace(group, slotOf.size()).first->second;
        const auto* run = scope.find(row.run.row);
        if (!run)
            continue;
        const bool pale = !scope.passesBrush(run->row);
        if (alone) {
            series.push_back({run->row,
                              tr("%1 · %2").arg(run->name, group),
                              static_cast<int>(slot),
                              run->hidden,
                              pale,
                              {}});
            continue;
        }
        if (run->hidden || pale)
            continue;
        const auto known =
            std::ranges::find(series, static_cast<int>(slot), &ChartSeriesModel::Series::slot);
        if (known == series.end())
            series.push_back({run->row, group, static_cast<int>(slot), false, false, {run->row}});
        else
            known->members.push_back(run->row);
    }
    for (auto& line : series) {
        if (line.members.size() == 1)
            line.name = tr("%1 (1 run)").arg(line.name);
        else if (!line.members.empty())
            line.name = tr("%1 (%2 runs)").arg(line.name).arg(line.members.size());
    }
    return series;
}

void LinesCard::refreshSeries()
{
    const bool grouped = !columns_.columns().empty();
    // What is there stays until the groups are known.
    if (grouped && columns_.state() == ComparisonColumns::State::Loading)
        return;
    const bool known = grouped && columns_.state() == ComparisonColumns::State::Ready;
    model_.setSeries(known ? groupSeries() : runSeries());
    const bool any = !context().scope.visibleRuns().empty();
    showSentence(any ? QString() : tr("No run is shown"));
    refreshHighlight();
}

void LinesCard::refreshHighlight()
{
    const auto run = context().scope.hoveredRun();
    std::optional<std::size_t> found;
    for (std::size_t i = 0; run && i < model_.series().size() && !found; ++i) {
        const auto& series = model_.series()[i];
        if (series.run == *run || std::ranges::find(series.members, *run) != series.members.end())
            found = i;
    }
    chart_->setHighlighted(found);
}

void LinesCard::refreshHead()
{
    QStringList parts;
    if (model_.state() == ChartSeriesModel::State::Ready) {
        parts << model_.pointsText();
        if (const auto missing = model_.notMirrored(); missing > 0)
            parts << tr("%1 not mirrored yet").arg(missing);
        if (options().value(u"outliers").toBool())
            parts << tr("outliers cut");
        if (!model_.settled() && model_.data() && model_.data()->draft)
            parts << tr("reading closer");
    }
    QString title = model_.metric().isEmpty() ? tr("Lines") : model_.metric();
    if (model_.options().axis == XAxis::Metric)
        title = tr("%1 by %2").arg(title, model_.options().xMetric);
    setHeading(title, parts.join(QStringLiteral(" · ")));
}

void LinesCard::shareWindow()
{
    auto& scope = context().scope;
    if (!scope.zoomLinked() || model_.options().axis == XAxis::Metric)
        return;
    scope.setZoom(
        {model_.options().axis, model_.zoomed() ? std::optional(model_.window()) : std::nullopt});
}

void LinesCard::applySharedWindow()
{
    const auto& scope = context().scope;
    const auto& options = model_.options();
    if (!scope.zoomLinked() || options.axis == XAxis::Metric || scope.zoom().axis != options.axis)
        return;
    auto range = scope.zoom().range;
    if (range) {
        range->log = options.logX && options.axis != XAxis::WallTime;
        if (range->log && !(range->from > 0)) {
            const AxisRange full = model_.fullRange();
            range->from = full.log ? full.from : range->to / 1000;
        }
        if (!(range->from < range->to))
            range.reset();
    }
    model_.setWindow(range);
}

void LinesCard::applySharedCrossHair()
{
    const auto& shared = context().scope.crossHair();
    const bool mine =
        shared && shared->axis == model_.options().axis && shared->axis != XAxis::Metric;
    if (mine || !chart_->underMouse())
        chart_->setHoverX(mine ? std::optional(shared->x) : std::nullopt);
}

CardTable LinesCard::table() const
{
    return linesTable(model_);
}

void LinesCard::paintBody(QPainter& painter, const QRectF& area) const
{
    chart_->paintInto(painter, area, Theme::current());
}

} // namespace binnacle
