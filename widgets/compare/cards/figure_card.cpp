#include "widgets/compare/cards/figure_card.h"

#include "models/comparison_model.h"
#include "widgets/charts/item_chart.h"
#include "widgets/common/theme.h"

#include <QPainter>
#include <QScrollArea>

#include <algorithm>
#include <iterator>

namespace binnacle {

FigureCard::FigureCard(const CardContext& given, QWidget* parent)
    : ColumnsCard(given, parent), scroll_(new QScrollArea(this)), chart_(new ItemChart)
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
    connect(&context().scope, &ComparisonScope::groupByChanged, this, [this] { applyOptions(); });
}

void FigureCard::showRows()
{
    // Runs have changed, and what varies over them with it: those cells are asked for next.
    if (!hasRead(wantedColumns()))
        return;
    rows_.clear();
    for (const auto& run : runs())
        rows_.push_back({run, {}});
    read_ = wantedColumns();
    for (const auto& column : read_) {
        auto cells = cellsOf(column);
        for (std::size_t i = 0; i < rows_.size(); ++i)
            rows_[i].cells.push_back(std::move(cells[i]));
    }
    refresh();
}

ComparisonRows FigureCard::visibleRows() const
{
    ComparisonRows rows;
    for (const auto& row : rows_)
        rows.push_back(&row);
    return rows;
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
    if (wantedColumns() != read_)
        return; // other options: their cells are on the way
    if (read_.empty())
        explain(nothingToShow());
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
    showHovered();
}

void FigureCard::showNothing(const QString& sentence, bool failed)
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

void FigureCard::showHovered()
{
    if (pointing_ || !picture_)
        return;
    const auto run = context().scope.hoveredRun();
    chart_->showHighlight(run ? itemOf(*run) : -1);
}

QString FigureCard::textOption(const char* key, const char* otherwise) const
{
    return options().value(QLatin1String(key)).toString(QString::fromLatin1(otherwise));
}

std::optional<RunColumn> FigureCard::figureOption(const char* key) const
{
    if (auto column = columnOption(QString::fromLatin1(key)))
        return column;
    auto& comparison = context().comparison;
    const QString metric = comparison.metric();
    if (metric.isEmpty())
        return std::nullopt;
    return RunColumn{RunColumn::Kind::Metric, metric.toStdString()};
}

std::optional<RunColumn> FigureCard::groupOption() const
{
    const auto key = QStringLiteral("group");
    if (hasOption(key))
        return columnOption(key);
    return context().scope.groupBy();
}

CardOption FigureCard::figureChoice(const char* key, const QString& label) const
{
    CardOption option = columnChoice(key, label, true, false);
    if (const auto column = figureOption(key))
        option.otherwise = QString::fromStdString(columnText(*column));
    return option;
}

CardOption FigureCard::groupChoice(const QString& label) const
{
    CardOption option = columnChoice("group", label, false, true);
    if (const auto& shared = context().scope.groupBy())
        option.otherwise = QString::fromStdString(columnText(*shared));
    return option;
}

CardOption choiceOption(const char* key, const QString& label,
                        std::vector<CardOption::Value> choices)
{
    CardOption option;
    option.key = QString::fromLatin1(key);
    option.label = label;
    option.kind = CardOption::Kind::Choice;
    option.otherwise = choices.front().value;
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
