#include "widgets/run/metric_card.h"

#include "models/number_text.h"
#include "widgets/charts/line_chart.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QStackedWidget>

namespace binnacle {

MetricCard::MetricCard(std::shared_ptr<Workspace> workspace, WorkerPools& pools, QWidget* parent)
    : Card(parent)
    , series_(new ChartSeriesModel(std::move(workspace), pools, this))
    , title_(new ElidedLabel({}, TextRole::Normal, this))
    , value_(new TextLabel({}, TextRole::Muted, this))
    , pages_(new QStackedWidget(this))
    , chart_(new LineChart(this))
    , number_(new TextLabel({}, TextRole::Normal, this))
{
    setObjectName(QStringLiteral("metricCard"));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    title_->setFont(bold);
    title_->setElideMode(Qt::ElideMiddle);
    QFont large = tabularFont();
    large.setPixelSize(26);
    number_->setFont(large);
    number_->setAlignment(Qt::AlignCenter);
    pages_->addWidget(chart_);
    pages_->addWidget(number_);
    auto* head = new QHBoxLayout;
    head->setSpacing(spacing::s);
    head->addWidget(title_, 1);
    head->addWidget(value_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    column->setSpacing(spacing::xs);
    column->addLayout(head);
    column->addWidget(pages_, 1);
}

void MetricCard::show(RunRowId run, const QString& runName, int slot, const MetricFigures& figures)
{
    const QString key = QString::fromStdString(figures.key);
    title_->setFullText(key);
    chart_->setAccessibleName(key);
    const QString last = numberText(figures.last.value);
    QString text = last;
    if (figures.best && figures.points > 1)
        text += tr(", best %1").arg(numberText(*figures.best));
    value_->setText(figures.points == 1 ? QString() : text);
    value_->setToolTip(tr("Last value, at step %1").arg(countText(figures.last.step)));
    number_->setText(last);
    number_->setToolTip(tr("Logged once, at step %1: %2")
                            .arg(countText(figures.last.step), exactNumber(figures.last.value)));
    pages_->setCurrentWidget(figures.points == 1 ? static_cast<QWidget*>(number_) : chart_);
    if (figures.points == 1)
        return;
    series_->setSeries({{run, runName, slot, false}});
    if (series_->metric() != key)
        series_->setMetric(key);
    if (!chart_->model()) // once it has a metric: nobody is asked to choose one
        chart_->setModel(series_);
}

} // namespace binnacle
