#include "widgets/compare/compare_side_pane.h"

#include "models/number_text.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/compare/metric_list_delegate.h"
#include "widgets/compare/run_list_delegate.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QSlider>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace binnacle {

namespace {

constexpr int paneWidth = 240, runRowsShown = 9, sliderSteps = 100;

QVBoxLayout* column(QWidget* widget)
{
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::xs);
    return layout;
}

QHBoxLayout* line(QWidget* left, QWidget* right)
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(spacing::m, 0, spacing::m, 0);
    row->addWidget(left);
    row->addStretch();
    if (right)
        row->addWidget(right);
    return row;
}

void makePlain(QListView* list)
{
    list->setFrameShape(QFrame::NoFrame);
    list->setUniformItemSizes(true);
    list->setMouseTracking(true);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setTextElideMode(Qt::ElideMiddle);
}

} // namespace

CompareSidePane::CompareSidePane(ComparisonModel& model, QWidget* parent)
    : QWidget(parent), model_(model)
{
    setFixedWidth(paneWidth);
    auto* all = column(this);
    all->setContentsMargins(0, spacing::m, 1, 0);
    all->setSpacing(spacing::m);
    all->addWidget(makeRuns());
    all->addWidget(makeLines());
    all->addWidget(makeMetrics(), 1);
    connect(&model_, &ComparisonModel::changed, this, &CompareSidePane::refresh);
    refresh();
}

QWidget* CompareSidePane::makeRuns()
{
    auto* part = new QWidget(this);
    auto* layout = column(part);
    layout->addLayout(line(new SectionLabel(tr("Runs"), part), nullptr));
    runs_ = new QListView(part);
    makePlain(runs_);
    runs_->setObjectName(QStringLiteral("comparedRuns"));
    runs_->setAccessibleName(tr("Runs compared"));
    runs_->setModel(&model_.runList());
    runs_->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* delegate = new RunListDelegate(runs_);
    runs_->setItemDelegate(delegate);
    runs_->installEventFilter(this);
    layout->addWidget(runs_);
    connect(delegate, &RunListDelegate::hideClicked, this, [this](const QModelIndex& index) {
        model_.setHidden(runAt(index), !model_.isHidden(runAt(index)));
    });
    connect(delegate, &RunListDelegate::removeClicked, this,
            [this](const QModelIndex& index) { model_.removeRun(runAt(index)); });
    connect(runs_, &QListView::activated, this,
            [this](const QModelIndex& index) { emit runActivated(runAt(index)); });
    connect(runs_, &QListView::customContextMenuRequested, this, &CompareSidePane::showRunMenu);
    return part;
}

QWidget* CompareSidePane::makeLines()
{
    auto* part = new QWidget(this);
    auto* layout = column(part);
    layout->setSpacing(spacing::s);
    layout->addLayout(line(new SectionLabel(tr("Lines"), part), nullptr));
    smoothingText_ = new TextLabel({}, TextRole::Muted, part);
    layout->addLayout(line(new TextLabel(tr("Smoothing"), TextRole::Normal, part), smoothingText_));
    smoothing_ = new QSlider(Qt::Horizontal, part);
    smoothing_->setObjectName(QStringLiteral("smoothing"));
    smoothing_->setAccessibleName(tr("Smoothing"));
    smoothing_->setRange(0, sliderSteps - 1);
    smoothing_->setToolTip(tr("Moving average as TensorBoard's, over what is drawn: a preview "
                              "where a pixel holds more than one point. The line itself stays "
                              "behind."));
    auto* slider = new QHBoxLayout;
    slider->setContentsMargins(spacing::m, 0, spacing::m, 0);
    slider->addWidget(smoothing_);
    layout->addLayout(slider);
    log_ = new QCheckBox(tr("Logarithmic y axis"), part);
    log_->setObjectName(QStringLiteral("logScale"));
    layout->addLayout(line(log_, nullptr));
    const auto changed = [this] {
        smoothingText_->setText(smoothing() > 0 ? QString::number(smoothing(), 'f', 2) : tr("off"));
        emit lineOptionsChanged();
    };
    connect(smoothing_, &QSlider::valueChanged, this, changed);
    connect(log_, &QCheckBox::toggled, this, &CompareSidePane::lineOptionsChanged);
    changed();
    return part;
}

QWidget* CompareSidePane::makeMetrics()
{
    auto* part = new QWidget(this);
    auto* layout = column(part);
    metricCount_ = new TextLabel({}, TextRole::Muted, part);
    layout->addLayout(line(new SectionLabel(tr("Metrics"), part), metricCount_));
    search_ = new SearchField(tr("Search metrics"), part);
    search_->setObjectName(QStringLiteral("metricSearch"));
    auto* field = new QHBoxLayout;
    field->setContentsMargins(spacing::m, 0, spacing::m, spacing::xs);
    field->addWidget(search_);
    layout->addLayout(field);
    found_ = new QSortFilterProxyModel(this);
    found_->setSourceModel(&model_.metrics());
    found_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    metrics_ = new QListView(part);
    makePlain(metrics_);
    metrics_->setObjectName(QStringLiteral("metrics"));
    metrics_->setAccessibleName(tr("Metrics"));
    metrics_->setModel(found_);
    metrics_->setItemDelegate(new MetricListDelegate(metrics_));
    layout->addWidget(metrics_, 1);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        found_->setFilterFixedString(text);
        showMetric();
    });
    const auto choose = [this](const QModelIndex& index) {
        if (index.isValid())
            model_.setMetric(index.data().toString());
    };
    connect(metrics_, &QListView::clicked, this, choose);
    connect(metrics_, &QListView::activated, this, choose);
    connect(metrics_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this, choose](const QModelIndex& index) {
                if (metrics_->hasFocus())
                    choose(index);
            });
    return part;
}

double CompareSidePane::smoothing() const
{
    return smoothing_->value() / static_cast<double>(sliderSteps);
}

bool CompareSidePane::logScale() const
{
    return log_->isChecked();
}

void CompareSidePane::setLineOptions(double smoothing, bool logScale)
{
    smoothing_->setValue(qRound(smoothing * sliderSteps));
    log_->setChecked(logScale);
}

RunRowId CompareSidePane::runAt(const QModelIndex& index) const
{
    return static_cast<RunRowId>(index.data(ComparisonRunsModel::RunRole).toLongLong());
}

void CompareSidePane::refresh()
{
    const int rows = qBound(1, model_.runList().rowCount(), runRowsShown);
    runs_->setFixedHeight(rows * spacing::rowHeight);
    metricCount_->setText(countText(model_.metrics().rowCount()));
    showMetric();
}

void CompareSidePane::showMetric()
{
    const QString metric = model_.chart().metric();
    if (metrics_->currentIndex().data().toString() == metric)
        return;
    const auto matches = found_->match(found_->index(0, 0), Qt::DisplayRole, metric, 1,
                                       Qt::MatchFixedString | Qt::MatchCaseSensitive);
    if (matches.isEmpty())
        metrics_->selectionModel()->clear();
    else
        metrics_->setCurrentIndex(matches.front());
}

void CompareSidePane::showRunMenu(const QPoint& at)
{
    const auto index = runs_->indexAt(at);
    if (!index.isValid())
        return;
    const RunRowId run = runAt(index);
    const bool hidden = model_.isHidden(run);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("external-link")), tr("Open run"), this,
                    [this, run] { emit runActivated(run); });
    menu->addAction(icon(hidden ? QStringLiteral("eye") : QStringLiteral("eye-off")),
                    hidden ? tr("Show") : tr("Hide"), this,
                    [this, run, hidden] { model_.setHidden(run, !hidden); });
    menu->addAction(icon(QStringLiteral("x")), tr("Remove from comparison"), this,
                    [this, run] { model_.removeRun(run); });
    menu->popup(runs_->viewport()->mapToGlobal(at));
}

bool CompareSidePane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != runs_ || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto index = runs_->currentIndex();
    if (!index.isValid())
        return false;
    const RunRowId run = runAt(index);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Delete:
        model_.removeRun(run);
        return true;
    case Qt::Key_Space:
        model_.setHidden(run, !model_.isHidden(run));
        return true;
    default:
        return false;
    }
}

void CompareSidePane::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().surface);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), Theme::current().border);
}

} // namespace binnacle
