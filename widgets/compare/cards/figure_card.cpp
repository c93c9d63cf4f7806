#include "widgets/compare/cards/figure_card.h"

#include "models/column_spec.h"
#include "models/comparison_model.h"
#include "models/number_text.h"
#include "widgets/charts/item_chart.h"
#include "widgets/common/theme.h"

#include <QJsonArray>
#include <QPainter>
#include <QScrollArea>

#include <algorithm>
#include <iterator>

namespace binnacle {

FigureCard::FigureCard(const CardContext& given, QWidget* parent)
    : ComparisonCard(given, parent)
    , columns_(new ComparisonColumns(given.scope, given.engine, given.pools, this))
    , scroll_(new QScrollArea(this))
    , chart_(new ItemChart)
{
    scroll_->setObjectName(QStringLiteral("cardScroll"));
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setWidgetResizable(true);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->viewport()->setAutoFillBackground(false);
    scroll_->setWidget(chart_);
    chart_->setAutoFillBackground(false);
    setFocusProxy(chart_);
    setBody(scroll_);

    connect(columns_, &ComparisonColumns::changed, this, &FigureCard::refresh);
    connect(chart_, &ItemChart::itemHighlighted, this, &FigureCard::itemHighlighted);
    connect(chart_, &ItemChart::itemChosen, this, [this](int item) { itemChosen(item); });
    connect(chart_, &ItemChart::itemReached, this, [this](int item) {
        const QPoint center = chart_->itemRect(item).center().toPoint();
        scroll_->ensureVisible(center.x(), center.y(), 40, 20);
    });
    connect(chart_, &ItemChart::itemActivated, this, [this](int item) {
        if (const auto run = runOf(item))
            emit runActivated(*run);
    });
    const auto& scope = context().scope;
    connect(&scope, &ComparisonScope::brushChanged, this, &FigureCard::refresh);
    connect(&scope, &ComparisonScope::hoveredRunChanged, this, &FigureCard::hoveredRunChanged);
    connect(&scope, &ComparisonScope::groupByChanged, this, &FigureCard::applyOptions);
    // Another metric, or runs that the workspace has read again.
    connect(&context().comparison, &ComparisonModel::changed, this, [this] {
        columns_->reload();
        applyOptions();
    });
}

void FigureCard::applyOptions()
{
    auto wanted = wantedColumns();
    const bool same = wanted == columns_->columns();
    columns_->setColumns(std::move(wanted));
    if (same)
        refresh();
}

ComparisonRows FigureCard::brushedRows() const
{
    ComparisonRows rows;
    std::ranges::copy_if(visibleRows(), std::back_inserter(rows), [this](const auto* row) {
        return context().scope.passesBrush(row->run.row);
    });
    return rows;
}

void FigureCard::refresh()
{
    const auto& runs = context().scope.runs();
    if (runs.empty())
        explain(tr("No runs to compare yet"));
    else if (std::ranges::all_of(runs, &ComparisonScope::Run::hidden))
        explain(tr("All runs are hidden"));
    else if (columns_->columns().empty())
        explain(nothingToShow());
    else if (columns_->state() == ComparisonColumns::State::Failed)
        explain(columns_->errorText(), true);
    else if (columns_->state() == ComparisonColumns::State::Loading)
        return; // what is shown stays until the answer is there
    else if (wantedColumns() != columns_->columns())
        applyOptions(); // other params vary now: their cells come first
    else if (brushedRows().empty())
        explain(tr("The brush leaves no run"));
    else
        build();
}

QString FigureCard::nothingToShow() const
{
    return tr("These runs have no metric yet");
}

void FigureCard::show(std::shared_ptr<const ItemPicture> picture, const QStringList& note)
{
    sentence_.clear();
    picture_ = std::move(picture);
    setHeading(ownTitle(), note.join(QStringLiteral(" · ")));
    showSentence({});
    chart_->setAccessibleName(heading());
    chart_->setPicture(picture_);
    hoveredRunChanged();
}

void FigureCard::explain(const QString& sentence, bool failed)
{
    sentence_ = sentence;
    picture_.reset();
    chart_->setPicture(nullptr);
    setHeading(ownTitle(), {});
    showSentence(sentence, failed);
}

void FigureCard::paintBody(QPainter& painter, const QRectF& area) const
{
    painter.save();
    painter.setFont(font());
    if (picture_) {
        picture_->paint(painter, area, Theme::current());
    } else {
        painter.setPen(Theme::current().mutedText);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, sentence_);
    }
    painter.restore();
}

void FigureCard::itemHighlighted(int item)
{
    pointing_ = true;
    context().scope.setHoveredRun(item >= 0 ? runOf(item) : std::nullopt);
    pointing_ = false;
}

void FigureCard::hoveredRunChanged()
{
    if (pointing_ || !picture_)
        return;
    const auto run = context().scope.hoveredRun();
    chart_->showHighlight(run ? itemOf(*run) : -1);
}

QString FigureCard::runsNote(std::size_t used) const
{
    const auto all = static_cast<qint64>(visibleRows().size());
    const auto count = static_cast<qint64>(used);
    if (context().scope.isBrushed())
        return tr("%1 of %2 runs brushed").arg(countText(count), countText(all));
    return all == 1 ? tr("1 run") : tr("%1 runs").arg(countText(all));
}

std::optional<RunColumn> FigureCard::columnOption(const char* key) const
{
    const auto text = options().value(QLatin1String(key)).toString();
    if (text.isEmpty())
        return std::nullopt;
    auto column = columnFromText(text.toStdString());
    return column ? std::optional(std::move(*column)) : std::nullopt;
}

std::vector<RunColumn> FigureCard::columnsOption(const char* key) const
{
    std::vector<RunColumn> columns;
    for (const auto& each : options().value(QLatin1String(key)).toArray())
        if (auto column = columnFromText(each.toString().toStdString()))
            columns.push_back(std::move(*column));
    return columns;
}

QString FigureCard::textOption(const char* key, const char* otherwise) const
{
    return options().value(QLatin1String(key)).toString(QString::fromLatin1(otherwise));
}

std::optional<RunColumn> FigureCard::figureOption(const char* key) const
{
    if (auto column = columnOption(key))
        return column;
    auto& comparison = context().comparison;
    const QString metric = comparison.chart().metric();
    if (metric.isEmpty())
        return std::nullopt;
    return RunColumn{RunColumn::Kind::Metric, metric.toStdString()};
}

std::optional<RunColumn> FigureCard::groupOption() const
{
    if (options().contains(QLatin1String("group")))
        return columnOption("group");
    return context().scope.groupBy();
}

QString titleOf(const RunColumn& column)
{
    ColumnSpec spec;
    spec.column = column;
    return columnTitle(spec);
}

CardOption choiceOption(const char* key, const QString& label,
                        std::vector<CardOption::Value> choices)
{
    CardOption option;
    option.key = QString::fromLatin1(key);
    option.label = label;
    option.kind = CardOption::Kind::Choice;
    option.choices = std::move(choices);
    return option;
}

CardOption columnChoice(const char* key, const QString& label, bool numericOnly, bool optional)
{
    CardOption option;
    option.key = QString::fromLatin1(key);
    option.label = label;
    option.kind = CardOption::Kind::Column;
    option.numericOnly = numericOnly;
    option.optional = optional;
    return option;
}

} // namespace binnacle
