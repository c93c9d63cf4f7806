#include "widgets/compare/differences_view.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/compare/differences_delegate.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTableView>

namespace binnacle {

namespace {

constexpr int widestKey = 190, narrowestKey = 130, narrowest = 116, dot = 9;

// Names of runs with their colours.
class RunHeader : public QHeaderView
{
public:
    RunHeader(const ComparisonTableModel& model, RunColors& colors, QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent), model_(model), colors_(colors)
    {
        setSectionsClickable(true);
        setHighlightSections(false);
        setFixedHeight(spacing::rowHeight + 4);
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        painter->fillRect(rect, theme.surface);
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.border);
        const auto run = static_cast<std::size_t>(section) - 1;
        if (section > 0 && run < model_.comparison().runs.size()) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.series(colors_.slot(model_.comparison().runs[run].row)));
            painter->drawEllipse(
                QRectF(rect.left() + 8, rect.center().y() - dot / 2.0 + 0.5, dot, dot));
            painter->setPen(theme.mutedText);
            painter->setFont(font());
            const QRect text = rect.adjusted(8 + dot + 6, 0, -8, 0);
            painter->drawText(
                text, Qt::AlignLeft | Qt::AlignVCenter,
                fontMetrics().elidedText(model_.headerData(section, Qt::Horizontal).toString(),
                                         Qt::ElideMiddle, text.width()));
        }
        painter->restore();
    }

private:
    const ComparisonTableModel& model_;
    RunColors& colors_;
};

} // namespace

DifferencesView::DifferencesView(ComparisonTableModel& model, RunColors& colors, QWidget* parent)
    : QWidget(parent)
    , model_(model)
    , keys_(new QTableView(this))
    , values_(new QTableView(this))
    , foot_(new QWidget(this))
{
    keys_->setHorizontalHeader(new RunHeader(model, colors, keys_));
    values_->setHorizontalHeader(new RunHeader(model, colors, values_));
    for (auto* table : {keys_, values_})
        prepare(table);
    keys_->setObjectName(QStringLiteral("differenceKeys"));
    keys_->setFixedWidth(widestKey);
    keys_->setFocusPolicy(Qt::NoFocus);
    keys_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    values_->setObjectName(QStringLiteral("differences"));
    values_->setAccessibleName(tr("Differences"));
    values_->setSelectionModel(keys_->selectionModel());

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(keys_, 1);
    left->addWidget(foot_);
    row->addLayout(left);
    row->addWidget(values_, 1);

    connect(keys_->verticalScrollBar(), &QScrollBar::valueChanged, values_->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(values_->verticalScrollBar(), &QScrollBar::valueChanged, keys_->verticalScrollBar(),
            &QScrollBar::setValue);
    foot_->hide();
    connect(values_->horizontalScrollBar(), &QScrollBar::rangeChanged, this,
            [this](int smallest, int greatest) {
                foot_->setFixedHeight(values_->horizontalScrollBar()->sizeHint().height());
                foot_->setVisible(greatest > smallest);
            });
    values_->viewport()->installEventFilter(this);
    connect(&model_, &QAbstractItemModel::modelReset, this, &DifferencesView::shareWidth);
    connect(values_->horizontalHeader(), &QHeaderView::sectionDoubleClicked, this,
            [this](int section) {
                const auto run = static_cast<std::size_t>(section) - 1;
                if (section > 0 && run < model_.comparison().runs.size())
                    emit runActivated(model_.comparison().runs[run].row);
            });
    shareWidth();
}

void DifferencesView::prepare(QTableView* table)
{
    table->setModel(&model_);
    table->setItemDelegate(new DifferencesDelegate(table));
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setMouseTracking(true);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    table->verticalHeader()->setMinimumSectionSize(spacing::rowHeight);
    table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table, &QWidget::customContextMenuRequested, this, [this, table](const QPoint& at) {
        showRowMenu(table->indexAt(at), table->viewport()->mapToGlobal(at));
    });
    connect(table, &QTableView::activated, this, [this](const QModelIndex& index) {
        const auto group =
            static_cast<ComparisonGroup>(index.data(ComparisonTableModel::GroupRole).toInt());
        const QString key = index.data(ComparisonTableModel::KeyRole).toString();
        if (group == ComparisonGroup::Metrics && !key.isEmpty())
            emit metricChosen(key);
    });
}

void DifferencesView::shareWidth()
{
    const int runs = model_.columnCount() - 1;
    for (int column = 0; column <= runs; ++column) {
        keys_->setColumnHidden(column, column > 0);
        values_->setColumnHidden(column, column == 0);
    }
    keys_->setColumnWidth(0, keys_->width());
    if (runs <= 0)
        return;
    const int each = qMax(narrowest, values_->viewport()->width() / runs);
    for (int column = 1; column <= runs; ++column)
        values_->setColumnWidth(column, each);
}

void DifferencesView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    keys_->setFixedWidth(qBound(narrowestKey, width() / 5, widestKey));
}

bool DifferencesView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == values_->viewport() && event->type() == QEvent::Resize)
        shareWidth();
    return QWidget::eventFilter(watched, event);
}

void DifferencesView::showRowMenu(const QModelIndex& index, const QPoint& globalPosition)
{
    const auto group =
        static_cast<ComparisonGroup>(index.data(ComparisonTableModel::GroupRole).toInt());
    const QString metric = index.data(ComparisonTableModel::KeyRole).toString();
    if (!index.isValid() || group != ComparisonGroup::Metrics || metric.isEmpty())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("chart-line")), tr("Show in chart"), this,
                    [this, metric] { emit metricChosen(metric); });
    menu->addSeparator();
    auto* directions = new QActionGroup(menu);
    const auto now =
        static_cast<MetricDirection>(index.data(ComparisonTableModel::DirectionRole).toInt());
    const auto add = [&](const QString& text, MetricDirection direction) {
        auto* action = menu->addAction(
            text, this, [this, metric, direction] { emit directionChosen(metric, direction); });
        action->setCheckable(true);
        action->setChecked(direction == now);
        directions->addAction(action);
    };
    add(tr("Higher is better"), MetricDirection::HigherIsBetter);
    add(tr("Lower is better"), MetricDirection::LowerIsBetter);
    add(tr("Neither is better"), MetricDirection::Unknown);
    menu->popup(globalPosition);
}

} // namespace binnacle
