#include "widgets/compare/compare_side_pane.h"

#include "models/comparison_model.h"
#include "models/number_text.h"
#include "widgets/common/buttons.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/compare/column_picker.h"
#include "widgets/compare/comparison_run_list.h"
#include "widgets/compare/metric_list_delegate.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QListView>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QSortFilterProxyModel>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int paneWidth = 256, sliderSteps = 100;
constexpr int mostRunRows = 60, runListHead = 128; // rows; pixels of what stands above them

QVBoxLayout* column(QWidget* widget)
{
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::xs);
    return layout;
}

QHBoxLayout* line(QWidget* left, QWidget* right = nullptr)
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(spacing::m, 0, spacing::m, 0);
    row->addWidget(left);
    row->addStretch();
    if (right)
        row->addWidget(right);
    return row;
}

} // namespace

CompareSidePane::CompareSidePane(const CardContext& context, QWidget* parent)
    : QWidget(parent), context_(context)
{
    setFixedWidth(paneWidth);
    runs_ = new ComparisonRunList(context.comparison, context.engine, context.pools, this);
    auto* all = column(this);
    all->setContentsMargins(0, spacing::m, 1, 0);
    all->setSpacing(spacing::m);
    all->addWidget(runs_, 3);
    all->addWidget(makeLines());
    all->addWidget(makeMetrics(), 2);
    connect(&context.comparison, &ComparisonModel::changed, this, &CompareSidePane::refresh);
    connect(&context.scope, &ComparisonScope::groupByChanged, this, &CompareSidePane::showGroup);
    setLineOptions({});
    showGroup();
    refresh();
}

QWidget* CompareSidePane::makeLines()
{
    auto* part = new QWidget(this);
    auto* layout = column(part);
    layout->setSpacing(spacing::s);
    layout->addLayout(line(new SectionLabel(tr("Lines"), part)));
    smoothingText_ = new TextLabel({}, TextRole::Muted, part);
    layout->addLayout(line(new TextLabel(tr("Smoothing"), TextRole::Normal, part), smoothingText_));
    smoothing_ = new QSlider(Qt::Horizontal, part);
    smoothing_->setObjectName(QStringLiteral("smoothing"));
    smoothing_->setAccessibleName(tr("Smoothing"));
    smoothing_->setRange(0, sliderSteps - 1);
    smoothing_->setToolTip(tr("Moving average as TensorBoard's, over every logged point; the line "
                              "itself stays behind."));
    auto* slider = new QHBoxLayout;
    slider->setContentsMargins(spacing::m, 0, spacing::m, 0);
    slider->addWidget(smoothing_);
    layout->addLayout(slider);
    axis_ = new QComboBox(part);
    axis_->setObjectName(QStringLiteral("lineAxis"));
    axis_->setAccessibleName(tr("Horizontal axis"));
    axis_->addItem(tr("Step"), QStringLiteral("step"));
    axis_->addItem(tr("Relative time"), QStringLiteral("relative"));
    axis_->addItem(tr("Wall time"), QStringLiteral("wall"));
    layout->addLayout(line(new TextLabel(tr("X axis"), TextRole::Normal, part), axis_));
    group_ = makeButton({}, {}, ButtonRole::Secondary, part);
    group_->setObjectName(QStringLiteral("lineGroup"));
    layout->addLayout(line(new TextLabel(tr("Group by"), TextRole::Normal, part), group_));
    log_ = new QCheckBox(tr("Logarithmic y axis"), part);
    log_->setObjectName(QStringLiteral("logScale"));
    layout->addLayout(line(log_));
    connect(smoothing_, &QSlider::valueChanged, this, [this](int value) {
        const double weight = value / static_cast<double>(sliderSteps);
        smoothingText_->setText(value > 0 ? QString::number(weight, 'f', 2) : tr("off"));
        emit lineOptionChosen(QStringLiteral("smoothing"), weight);
    });
    connect(axis_, &QComboBox::activated, this, [this] {
        emit lineOptionChosen(QStringLiteral("x"), axis_->currentData().toString());
    });
    connect(log_, &QCheckBox::toggled, this,
            [this](bool on) { emit lineOptionChosen(QStringLiteral("logY"), on); });
    connect(group_, &QPushButton::clicked, this, &CompareSidePane::chooseGroup);
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
    found_->setSourceModel(&context_.comparison.metrics());
    found_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    metrics_ = new QListView(part);
    metrics_->setObjectName(QStringLiteral("metrics"));
    metrics_->setAccessibleName(tr("Metrics"));
    metrics_->setFrameShape(QFrame::NoFrame);
    metrics_->setUniformItemSizes(true);
    metrics_->setMouseTracking(true);
    metrics_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    metrics_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    metrics_->setTextElideMode(Qt::ElideMiddle);
    metrics_->setModel(found_);
    metrics_->setItemDelegate(new MetricListDelegate(metrics_));
    layout->addWidget(metrics_, 1);
    allOfPrefix_ = makeButton({}, QStringLiteral("plus"), ButtonRole::Quiet, part);
    allOfPrefix_->setObjectName(QStringLiteral("metricsOfPrefix"));
    allOfPrefix_->hide();
    layout->addWidget(allOfPrefix_);
    connect(search_, &QLineEdit::textChanged, this, &CompareSidePane::searchMetrics);
    connect(allOfPrefix_, &QPushButton::clicked, this,
            [this] { emit metricsWanted(search_->text()); });
    const auto choose = [this](const QModelIndex& index) {
        if (index.isValid())
            emit metricChosen(index.data().toString());
    };
    connect(metrics_, &QListView::clicked, this, choose);
    connect(metrics_, &QListView::activated, this, choose);
    connect(search_, &QLineEdit::returnPressed, this,
            [this, choose] { choose(found_->index(0, 0)); });
    return part;
}

void CompareSidePane::setLineOptions(const QJsonObject& options)
{
    const QSignalBlocker smoothingQuiet(smoothing_), logQuiet(log_);
    const double weight = options.value(u"smoothing").toDouble();
    smoothing_->setValue(qRound(weight * sliderSteps));
    smoothingText_->setText(weight > 0 ? QString::number(weight, 'f', 2) : tr("off"));
    axis_->setCurrentIndex(std::max(0, axis_->findData(options.value(u"x").toString())));
    log_->setChecked(options.value(u"logY").toBool());
}

void CompareSidePane::chooseGroup()
{
    auto* picker = new ColumnPicker(context_.comparison.columnChoices(), false, true, false, this);
    connect(picker, &ColumnPicker::chosen, this, [this](const std::vector<RunColumn>& columns) {
        context_.scope.setGroupBy(columns.empty() ? std::nullopt : std::optional(columns.front()));
    });
    picker->popUp(group_);
}

void CompareSidePane::showGroup()
{
    const auto& column = context_.scope.groupBy();
    const QString name = column ? columnName(*column) : tr("None");
    group_->setText(fontMetrics().elidedText(name, Qt::ElideMiddle, 110));
    group_->setToolTip(tr("One line for all runs with the same value: their mean, and a band"));
    group_->setAccessibleName(tr("Group by %1").arg(name));
}

void CompareSidePane::refresh()
{
    metricCount_->setText(countText(context_.comparison.metrics().rowCount()));
    // A short list leaves its room to the metrics.
    const int rows = std::clamp(context_.comparison.runList().rowCount(), 3, mostRunRows);
    runs_->setMaximumHeight(runListHead + rows * spacing::rowHeight);
}

// Keys that begin with what was typed can have a card each.
void CompareSidePane::searchMetrics(const QString& text)
{
    found_->setFilterFixedString(text);
    const auto& keys = context_.comparison.metrics().stringList();
    const auto count = std::ranges::count_if(
        keys, [&](const QString& key) { return !text.isEmpty() && key.startsWith(text); });
    allOfPrefix_->setVisible(count > 1);
    allOfPrefix_->setText(tr("One card each of %L1").arg(count));
}

void CompareSidePane::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().surface);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), Theme::current().border);
}

} // namespace binnacle
