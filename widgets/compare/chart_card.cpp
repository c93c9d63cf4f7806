#include "widgets/compare/chart_card.h"

#include "models/number_text.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>

namespace binnacle {

ChartCard::ChartCard(ChartSeriesModel& model, QWidget* parent)
    : Card(parent)
    , model_(model)
    , title_(new ElidedLabel({}, TextRole::Normal, this))
    , note_(new ElidedLabel({}, TextRole::Muted, this))
    , chart_(new LineChart(this))
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    title_->setFont(bold);
    note_->setObjectName(QStringLiteral("chartNote"));
    note_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    chart_->setObjectName(QStringLiteral("lineChart"));
    chart_->setModel(&model_);

    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(note_, 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::m, spacing::m, spacing::m, spacing::s);
    column->setSpacing(spacing::s);
    column->addLayout(head);
    column->addWidget(chart_, 1);
    connect(&model_, &ChartSeriesModel::changed, this, &ChartCard::refresh);
    refresh();
}

void ChartCard::setSmoothing(double weight)
{
    chart_->setSmoothing(weight);
    refresh();
}

QString ChartCard::note() const
{
    if (model_.state() != ChartSeriesModel::State::Ready)
        return {};
    QStringList parts{model_.pointsText()};
    if (const auto missing = model_.notMirrored(); missing > 0)
        parts << tr("%1 not mirrored yet").arg(missing);
    return parts.join(QStringLiteral(" · "));
}

void ChartCard::refresh()
{
    title_->setFullText(model_.metric().isEmpty() ? tr("No metric") : model_.metric());
    note_->setFullText(note());
}

} // namespace binnacle
