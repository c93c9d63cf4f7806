#include "widgets/compare/cards/pivot_card.h"

#include "models/column_choices_model.h"
#include "models/comparison_model.h"
#include "widgets/common/theme.h"
#include "widgets/compare/pivot_painter.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QKeyEvent>
#include <QTableView>

#include <algorithm>

namespace binnacle {

namespace {

const QString rowsKey = QStringLiteral("rows");
const QString columnsKey = QStringLiteral("columns");
const QString metricKey = QStringLiteral("metric");
const QString aggregateKey = QStringLiteral("aggregate");
const QString totalsKey = QStringLiteral("totals");
const QString heatKey = QStringLiteral("heat");
constexpr std::size_t mostKeys = 2;

struct AggregateName
{
    PivotAggregate aggregate;
    const char* value;
    const char* text;
};
constexpr AggregateName aggregateNames[] = {
    {PivotAggregate::Mean, "mean", QT_TRANSLATE_NOOP("binnacle::PivotCard", "Mean")},
    {PivotAggregate::Median, "median", QT_TRANSLATE_NOOP("binnacle::PivotCard", "Median")},
    {PivotAggregate::Best, "best", QT_TRANSLATE_NOOP("binnacle::PivotCard", "Best")},
    {PivotAggregate::Min, "min", QT_TRANSLATE_NOOP("binnacle::PivotCard", "Smallest")},
    {PivotAggregate::Max, "max", QT_TRANSLATE_NOOP("binnacle::PivotCard", "Greatest")},
    {PivotAggregate::StandardDeviation, "std",
     QT_TRANSLATE_NOOP("binnacle::PivotCard", "Standard deviation")},
    {PivotAggregate::Count, "count", QT_TRANSLATE_NOOP("binnacle::PivotCard", "Count")},
};

const AggregateName& aggregateOf(const QString& value)
{
    const auto* found = std::ranges::find_if(aggregateNames, [&](const AggregateName& name) {
        return value == QLatin1String(name.value);
    });
    return found == std::end(aggregateNames) ? aggregateNames[0] : *found;
}

QString namesOf(const std::vector<RunColumn>& columns)
{
    QStringList names;
    for (const auto& column : columns)
        names << columnName(column);
    return names.join(QStringLiteral(", "));
}

} // namespace

PivotCard::PivotCard(const CardContext& context, QWidget* parent)
    : ComparisonCard(context, parent)
    , columns_(context.scope, context.engine, context.pools)
    , view_(new QTableView(this))
{
    prepareView();
    setBody(view_);
    connect(&columns_, &ComparisonColumns::changed, this, &PivotCard::refresh);
    connect(&context.comparison, &ComparisonModel::changed, this, [this] {
        if (rowColumns_.empty())
            applyOptions();
    });
    connect(&context.comparison.table(), &QAbstractItemModel::modelReset, this,
            [this] { columns_.reload(); });
    connect(&context.comparison.table(), &QAbstractItemModel::dataChanged, this,
            &PivotCard::refresh); // a direction
    connect(&context.scope, &ComparisonScope::brushChanged, this, &PivotCard::brushed);
}

PivotCard::~PivotCard()
{
    context().scope.setBrush(spec().id, std::nullopt);
}

void PivotCard::prepareView()
{
    view_->setObjectName(QStringLiteral("pivot"));
    view_->setAccessibleName(tr("Pivot"));
    view_->setModel(&model_);
    view_->setItemDelegate(new PivotDelegate(view_));
    view_->setFrameShape(QFrame::NoFrame);
    view_->setShowGrid(false);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setMouseTracking(true);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    view_->horizontalHeader()->setHighlightSections(false);
    view_->horizontalHeader()->setFixedHeight(spacing::rowHeight + 4);
    view_->horizontalHeader()->setMinimumSectionSize(56);
    view_->installEventFilter(this);
    connect(view_, &QTableView::clicked, this, &PivotCard::brush);
    connect(view_, &QTableView::activated, this, &PivotCard::brush);
}

std::vector<CardOption> PivotCard::optionList() const
{
    CardOption rows{rowsKey, tr("Rows"), CardOption::Kind::Columns};
    CardOption columns{columnsKey, tr("Columns"), CardOption::Kind::Columns};
    CardOption metric{metricKey, tr("Metric"), CardOption::Kind::Metric};
    metric.optional = true;
    CardOption aggregate{aggregateKey, tr("Figure"), CardOption::Kind::Choice};
    for (const auto& name : aggregateNames)
        aggregate.choices.push_back({QLatin1String(name.value), tr(name.text)});
    CardOption totals{totalsKey, tr("Totals")};
    totals.otherwise = true;
    aggregate.otherwise = QStringLiteral("mean");
    CardOption heat{heatKey, tr("Shade by value")};
    return {rows, columns, metric, aggregate, totals, heat};
}

std::vector<RunColumn> PivotCard::keyColumns(const QString& option) const
{
    std::vector<RunColumn> columns;
    for (const auto& value : options().value(option).toArray())
        if (auto column = columnFromText(value.toString().toStdString());
            column && columns.size() < mostKeys)
            columns.push_back(std::move(*column));
    return columns;
}

// Params that vary, downwards and across, and the metric that tells most.
void PivotCard::chooseFirst()
{
    const auto& comparison = context().comparison.table().comparison();
    if (!options().contains(rowsKey)) {
        for (const auto& row : comparison.rows) {
            if (row.group != ComparisonGroup::Params || !row.differs)
                continue;
            auto& into = rowColumns_.empty() ? rowColumns_ : columnColumns_;
            if (into.empty())
                into.push_back({RunColumn::Kind::Param, row.key});
        }
    }
    if (!options().contains(metricKey))
        metric_ = metricToShowFirst(comparison);
}

void PivotCard::applyOptions()
{
    rowColumns_ = keyColumns(rowsKey);
    columnColumns_ = keyColumns(columnsKey);
    metric_ = options().value(metricKey).toString().toStdString();
    chooseFirst();
    auto all = rowColumns_;
    all.insert(all.end(), columnColumns_.begin(), columnColumns_.end());
    if (!metric_.empty())
        all.push_back({RunColumn::Kind::Metric, metric_});
    model_.setTotals(options().value(totalsKey).toBool(true));
    static_cast<PivotDelegate*>(view_->itemDelegate())->setHeat(options().value(heatKey).toBool());
    columns_.setColumns(std::move(all));
    refresh();
}

std::vector<std::size_t> PivotCard::placesShown() const
{
    const auto wanted = rowColumns_.size() + columnColumns_.size() + (metric_.empty() ? 0U : 1U);
    const auto& scope = context().scope;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < columns_.rows().size(); ++i) {
        const auto& row = columns_.rows()[i];
        const auto* run = scope.find(row.run.row);
        if (run && !run->hidden && row.cells.size() == wanted &&
            scope.passesBrush(run->row, spec().id))
            places.push_back(i);
    }
    return places;
}

// Its own brush leaves the table as it is, with the cell that is chosen.
void PivotCard::brushed()
{
    if (placesShown() != places_)
        refresh();
}

void PivotCard::refresh()
{
    const auto keys = rowColumns_.size() + columnColumns_.size();
    std::vector<PivotRun> runs;
    runs_.clear();
    places_ = placesShown();
    for (const auto place : places_) {
        const auto& row = columns_.rows()[place];
        const auto middle = row.cells.begin() + static_cast<std::ptrdiff_t>(rowColumns_.size());
        const auto end = row.cells.begin() + static_cast<std::ptrdiff_t>(keys);
        runs.push_back({{row.cells.begin(), middle},
                        {middle, end},
                        metric_.empty() ? 1.0 : numberOf(row.cells[keys])});
        runs_.push_back(row.run.row);
    }
    const auto aggregate = metric_.empty()
                               ? PivotAggregate::Count
                               : aggregateOf(options().value(aggregateKey).toString()).aggregate;
    QStringList names;
    for (const auto& column : rowColumns_)
        names << columnName(column);
    model_.setTable(pivotTable(runs, aggregate, context().comparison.directionOf(metric_)), names,
                    aggregate == PivotAggregate::Count);
    view_->resizeColumnsToContents();
    describe();
}

void PivotCard::describe()
{
    const auto& name = aggregateOf(options().value(aggregateKey).toString());
    const QString metric = QString::fromStdString(metric_);
    const QString figure =
        metric.isEmpty() ? tr("Runs") : tr("%1 of %2").arg(tr(name.text), metric);
    const QString across = namesOf(columnColumns_);
    const QString down = namesOf(rowColumns_);
    setHeading(across.isEmpty() ? tr("%1 by %2").arg(figure, down)
                                : tr("%1 by %2 and %3").arg(figure, down, across),
               tr("%n run(s)", nullptr, static_cast<int>(runs_.size())));
    const bool noDirection = !metric_.empty() && name.aggregate == PivotAggregate::Best &&
                             context().comparison.directionOf(metric_) == MetricDirection::Unknown;
    if (columns_.state() == ComparisonColumns::State::Failed)
        showSentence(columns_.errorText(), true);
    else if (rowColumns_.empty())
        showSentence(tr("Choose the params or tags that make the rows"));
    else if (runs_.empty() && columns_.state() == ComparisonColumns::State::Ready)
        showSentence(tr("No run is shown"));
    else if (noDirection)
        showSentence(tr("Whether more or less of %1 is better is not known").arg(metric));
    else
        showSentence({});
}

void PivotCard::brush(const QModelIndex& index)
{
    std::set<RunRowId> chosen;
    for (const auto member : model_.members(index))
        chosen.insert(runs_[member]);
    const bool everything = chosen.empty() || chosen.size() == runs_.size();
    context().scope.setBrush(spec().id, everything ? std::nullopt : std::optional(chosen));
}

void PivotCard::clearBrush()
{
    view_->clearSelection();
    context().scope.setBrush(spec().id, std::nullopt);
}

bool PivotCard::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == view_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        clearBrush();
        return true;
    }
    return ComparisonCard::eventFilter(watched, event);
}

CardTable PivotCard::table() const
{
    CardTable table;
    for (int column = 0; column < model_.columnCount(); ++column)
        table.header << model_.headerData(column, Qt::Horizontal).toString();
    for (int row = 0; row < model_.rowCount(); ++row) {
        QVariantList values;
        for (int column = 0; column < model_.columnCount(); ++column) {
            const auto index = model_.index(row, column);
            values << (model_.isKey(index) ? index.data() : index.data(PivotModel::ValueRole));
        }
        table.rows.push_back(std::move(values));
    }
    return table;
}

void PivotCard::paintBody(QPainter& painter, const QRectF& area) const
{
    paintPivot(painter, model_, area, Theme::current(), options().value(heatKey).toBool());
}

} // namespace binnacle
