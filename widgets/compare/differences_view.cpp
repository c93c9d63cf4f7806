#include "widgets/compare/differences_view.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/compare/differences_delegate.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMetaMethod>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTableView>

namespace binnacle {

namespace {

constexpr int widestKey = 190, narrowestKey = 130, dot = 9;
// A value, and a value with its delta.
constexpr int narrowest = 116, narrowestWithDelta = 150;
constexpr qreal pale = 0.35;

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
        const auto run = model_.runAt(section);
        if (run) {
            const auto fact = [&](int role) {
                return model_.headerData(section, Qt::Horizontal, role).toBool();
            };
            const bool baseline = fact(ComparisonTableModel::BaselineRole);
            if (fact(ComparisonTableModel::DimmedRole))
                painter->setOpacity(pale);
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.series(colors_.slot(*run)));
            painter->drawEllipse(
                QRectF(rect.left() + 8, rect.center().y() - dot / 2.0 + 0.5, dot, dot));
            painter->setPen(baseline ? theme.text : theme.mutedText);
            QFont font = this->font();
            if (baseline)
                font.setWeight(QFont::DemiBold);
            painter->setFont(font);
            const QRect text = rect.adjusted(8 + dot + 6, 0, -8, 0);
            painter->drawText(
                text, Qt::AlignLeft | Qt::AlignVCenter,
                QFontMetrics(font).elidedText(model_.headerData(section, Qt::Horizontal).toString(),
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

    scrollTogether();
    prepareHeader();
    values_->viewport()->setMouseTracking(true);
    values_->viewport()->installEventFilter(this);
    connect(&model_, &QAbstractItemModel::modelReset, this, &DifferencesView::shareWidth);
    connect(&model_, &QAbstractItemModel::headerDataChanged, this, &DifferencesView::shareWidth);
    shareWidth();
}

void DifferencesView::scrollTogether()
{
    connect(keys_->verticalScrollBar(), &QScrollBar::valueChanged, values_->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(values_->verticalScrollBar(), &QScrollBar::valueChanged, keys_->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(values_->verticalScrollBar(), &QScrollBar::valueChanged, this,
            &DifferencesView::scrolled);
    // The columns of the runs lie behind the right edge of the keys, and stay there.
    auto* sideways = keys_->horizontalScrollBar();
    connect(sideways, &QScrollBar::rangeChanged, sideways,
            [sideways] { sideways->setRange(0, 0); });
    foot_->hide();
    connect(values_->horizontalScrollBar(), &QScrollBar::rangeChanged, this,
            [this](int smallest, int greatest) {
                foot_->setFixedHeight(values_->horizontalScrollBar()->sizeHint().height());
                foot_->setVisible(greatest > smallest);
            });
}

void DifferencesView::prepareHeader()
{
    auto* header = values_->horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setToolTip(tr("Right-click a run to choose it as the baseline"));
    connect(header, &QHeaderView::sectionDoubleClicked, this, [this](int section) {
        if (const auto run = model_.runAt(section))
            emit runActivated(*run);
    });
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint& at) {
        showRunMenu(header->logicalIndexAt(at), header->mapToGlobal(at));
    });
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

// Widths are shared through the header's default: five hundred sections are not touched one by one.
void DifferencesView::shareWidth()
{
    const int runs = model_.columnCount() - 1;
    keys_->horizontalHeader()->setDefaultSectionSize(keys_->width());
    values_->setColumnHidden(0, true);
    if (runs <= 0)
        return;
    const int least = model_.baselineName().isEmpty() ? narrowest : narrowestWithDelta;
    values_->horizontalHeader()->setDefaultSectionSize(
        qMax(least, values_->viewport()->width() / runs));
}

void DifferencesView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    keys_->setFixedWidth(qBound(narrowestKey, width() / 5, widestKey));
    keys_->horizontalHeader()->setDefaultSectionSize(keys_->width());
}

bool DifferencesView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != values_->viewport())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::Resize) {
        shareWidth();
        emit scrolled();
    } else if (event->type() == QEvent::MouseMove) {
        hover(static_cast<QMouseEvent*>(event)->position().toPoint());
    } else if (event->type() == QEvent::Leave) {
        emit runHovered(std::nullopt);
    }
    return QWidget::eventFilter(watched, event);
}

void DifferencesView::hover(const QPoint& at)
{
    emit runHovered(model_.runAt(values_->columnAt(at.x())));
}

std::pair<int, int> DifferencesView::rowsInSight() const
{
    const int first = values_->rowAt(0);
    const int last = values_->rowAt(values_->viewport()->height() - 1);
    return {qMax(0, first), last < 0 ? model_.rowCount() - 1 : last};
}

void DifferencesView::addRunActions(QMenu* menu, RunRowId run, const QString& name)
{
    if (model_.baseline() == run)
        menu->addAction(tr("No baseline"), this, [this] { emit baselineChosen(std::nullopt); });
    else
        menu->addAction(tr("Use %1 as baseline").arg(name), this,
                        [this, run] { emit baselineChosen(run); });
    menu->addAction(icon(QStringLiteral("external-link")), tr("Open run"), this,
                    [this, run] { emit runActivated(run); });
}

void DifferencesView::showRunMenu(int section, const QPoint& globalPosition)
{
    const auto run = model_.runAt(section);
    if (!run)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("runMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addRunActions(menu, *run, model_.headerData(section, Qt::Horizontal).toString());
    menu->popup(globalPosition);
}

void DifferencesView::addDirections(QMenu* menu, const QModelIndex& index)
{
    const QString metric = index.data(ComparisonTableModel::KeyRole).toString();
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
}

void DifferencesView::showRowMenu(const QModelIndex& index, const QPoint& globalPosition)
{
    const auto group =
        static_cast<ComparisonGroup>(index.data(ComparisonTableModel::GroupRole).toInt());
    const QString key = index.data(ComparisonTableModel::KeyRole).toString();
    if (!index.isValid() || key.isEmpty())
        return;
    const bool metric = group == ComparisonGroup::Metrics;
    const auto run = isSignalConnected(QMetaMethod::fromSignal(&DifferencesView::baselineChosen))
                         ? model_.runAt(index.column())
                         : std::nullopt;
    if (!metric && !run)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (metric && isSignalConnected(QMetaMethod::fromSignal(&DifferencesView::metricChosen))) {
        menu->addAction(icon(QStringLiteral("chart-line")), tr("Show in chart"), this,
                        [this, key] { emit metricChosen(key); });
        menu->addSeparator();
    }
    if (metric)
        addDirections(menu, index);
    if (metric && run)
        menu->addSeparator();
    if (run)
        addRunActions(menu, *run, model_.headerData(index.column(), Qt::Horizontal).toString());
    menu->popup(globalPosition);
}

} // namespace binnacle
