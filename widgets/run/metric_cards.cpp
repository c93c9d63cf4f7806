#include "widgets/run/metric_cards.h"

#include "widgets/charts/line_chart.h"
#include "widgets/common/theme.h"
#include "widgets/run/metric_card.h"

#include <QScrollBar>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int narrowest = 280, cardHeight = 190, gap = spacing::m;
constexpr int highest = 15'000'000; // of a widget

bool fits(const QString& key, const QStringList& words)
{
    return std::ranges::all_of(
        words, [&](const QString& word) { return key.contains(word, Qt::CaseInsensitive); });
}

} // namespace

MetricCards::MetricCards(std::shared_ptr<Workspace> workspace, WorkerPools& pools, QWidget* parent)
    : QScrollArea(parent), workspace_(std::move(workspace)), pools_(pools)
{
    setObjectName(QStringLiteral("metricCards"));
    setAccessibleName(tr("Metrics"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // else the cards jump when it comes
    setWidget(new QWidget(this));
    verticalScrollBar()->setSingleStep(40);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &MetricCards::layOut);
}

void MetricCards::setRun(RunRowId run, const QString& name, int slot)
{
    if (run != run_) {
        for (auto& placed : cards_)
            placed.place = -1;
        verticalScrollBar()->setValue(0);
    }
    run_ = run;
    name_ = name;
    slot_ = slot;
}

void MetricCards::setMetrics(std::vector<MetricFigures> metrics)
{
    // While the run trains its figures change, not its metrics: cards stay where they are.
    const bool same =
        std::ranges::equal(metrics, metrics_, {}, &MetricFigures::key, &MetricFigures::key);
    metrics_ = std::move(metrics);
    for (auto& placed : cards_) {
        if (same && placed.place >= 0)
            placed.card->show(run_, name_, slot_,
                              metrics_[shown_[static_cast<std::size_t>(placed.place)]]);
        else
            placed.place = -1;
    }
    applyFilter();
}

void MetricCards::setFilter(const QString& text)
{
    filter_ = text;
    for (auto& placed : cards_)
        placed.place = -1;
    applyFilter();
}

void MetricCards::setSmoothing(double weight)
{
    smoothing_ = weight;
    for (const auto& placed : cards_)
        placed.card->chart().setSmoothing(weight);
}

void MetricCards::setLogScale(bool on)
{
    log_ = on;
    for (const auto& placed : cards_)
        placed.card->chart().setLogScale(on);
}

void MetricCards::applyFilter()
{
    const QStringList words = filter_.split(u' ', Qt::SkipEmptyParts);
    shown_.clear();
    for (std::size_t i = 0; i < metrics_.size(); ++i) {
        if (fits(QString::fromStdString(metrics_[i].key), words))
            shown_.push_back(i);
    }
    layOut();
    emit shownChanged();
}

int MetricCards::columns() const
{
    return std::max(1, (viewport()->width() + gap) / (narrowest + gap));
}

QRect MetricCards::placeOf(int place) const
{
    const int across = columns();
    const int width = (viewport()->width() - (across - 1) * gap) / across;
    return {(place % across) * (width + gap), (place / across) * (cardHeight + gap), width,
            cardHeight};
}

MetricCard* MetricCards::freeCard()
{
    const auto free = std::ranges::find(cards_, -1, &Placed::place);
    if (free != cards_.end())
        return free->card;
    auto* card = new MetricCard(workspace_, pools_, widget());
    card->chart().setSmoothing(smoothing_);
    card->chart().setLogScale(log_);
    connect(&card->series(), &ChartSeriesModel::historiesWanted, this,
            &MetricCards::historiesWanted);
    cards_.push_back({-1, card});
    return card;
}

// Gives the cards in sight to the metrics in sight; nothing else exists.
void MetricCards::layOut()
{
    if (!isVisible())
        return;
    const int count = static_cast<int>(shown_.size());
    const int across = columns();
    const int rows = (count + across - 1) / across;
    const int height = std::min(highest, std::max(0, rows * (cardHeight + gap) - gap));
    widget()->resize(viewport()->width(), height);
    const int top = verticalScrollBar()->value();
    const int firstRow = std::max(0, top / (cardHeight + gap));
    const int lastRow = (top + viewport()->height()) / (cardHeight + gap);
    const int first = firstRow * across;
    const int last = std::min(count, (lastRow + 1) * across); // behind the last
    for (auto& placed : cards_) {
        if (placed.place < first || placed.place >= last)
            placed.place = -1;
    }
    for (int place = first; place < last; ++place) {
        auto at = std::ranges::find(cards_, place, &Placed::place);
        if (at == cards_.end()) {
            auto* card = freeCard();
            at = std::ranges::find(cards_, card, &Placed::card);
            at->place = place;
            card->show(run_, name_, slot_, metrics_[shown_[static_cast<std::size_t>(place)]]);
        }
        at->card->setGeometry(placeOf(place));
        at->card->setVisible(true);
    }
    for (const auto& placed : cards_)
        if (placed.place < 0)
            placed.card->hide();
}

void MetricCards::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    layOut();
}

void MetricCards::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    layOut();
}

} // namespace binnacle
