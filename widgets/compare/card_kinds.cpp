#include "widgets/compare/card_kinds.h"

#include "widgets/compare/cards/artifacts_card.h"
#include "widgets/compare/cards/bar_card.h"
#include "widgets/compare/cards/box_card.h"
#include "widgets/compare/cards/contour_card.h"
#include "widgets/compare/cards/correlation_card.h"
#include "widgets/compare/cards/differences_card.h"
#include "widgets/compare/cards/histogram_card.h"
#include "widgets/compare/cards/importance_card.h"
#include "widgets/compare/cards/lines_card.h"
#include "widgets/compare/cards/parallel_card.h"
#include "widgets/compare/cards/pivot_card.h"
#include "widgets/compare/cards/scatter_card.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

namespace {

template <class CardClass>
ComparisonCard* make(const CardContext& context, QWidget* parent)
{
    return new CardClass(context, parent);
}

std::vector<CardKind> allKinds()
{
    const auto words = [](const char* text) {
        return QCoreApplication::translate("CardKind", text);
    };
    return {
        {QStringLiteral("lines"), words(QT_TRANSLATE_NOOP("CardKind", "Lines")),
         QStringLiteral("chart-line"), 6, 5, make<LinesCard>},
        {QStringLiteral("parallel"), words(QT_TRANSLATE_NOOP("CardKind", "Parallel coordinates")),
         QStringLiteral("sliders-vertical"), 8, 6, make<ParallelCard>},
        {QStringLiteral("scatter"), words(QT_TRANSLATE_NOOP("CardKind", "Scatter")),
         QStringLiteral("chart-scatter"), 4, 6, make<ScatterCard>},
        {QStringLiteral("contour"), words(QT_TRANSLATE_NOOP("CardKind", "Contour")),
         QStringLiteral("mountain"), 6, 6, make<ContourCard>},
        {QStringLiteral("bar"), words(QT_TRANSLATE_NOOP("CardKind", "Bars")),
         QStringLiteral("chart-bar"), 6, 5, make<BarCard>},
        {QStringLiteral("box"), words(QT_TRANSLATE_NOOP("CardKind", "Box and violin")),
         QStringLiteral("chart-candlestick"), 6, 6, make<BoxCard>},
        {QStringLiteral("histogram"), words(QT_TRANSLATE_NOOP("CardKind", "Histogram")),
         QStringLiteral("chart-column"), 6, 5, make<HistogramCard>},
        {QStringLiteral("correlation"), words(QT_TRANSLATE_NOOP("CardKind", "Correlation matrix")),
         QStringLiteral("grid-3x3"), 6, 7, make<CorrelationCard>},
        {QStringLiteral("importance"), words(QT_TRANSLATE_NOOP("CardKind", "Param importance")),
         QStringLiteral("chart-bar-decreasing"), 6, 5, make<ImportanceCard>},
        {QStringLiteral("differences"), words(QT_TRANSLATE_NOOP("CardKind", "Differences")),
         QStringLiteral("table"), 12, 7, make<DifferencesCard>},
        {QStringLiteral("pivot"), words(QT_TRANSLATE_NOOP("CardKind", "Pivot")),
         QStringLiteral("layers"), 6, 5, make<PivotCard>},
        {QStringLiteral("artifacts"),
         words(QT_TRANSLATE_NOOP("CardKind", "Artifacts side by side")), QStringLiteral("image"), 8,
         7, make<ArtifactsCard>},
    };
}

} // namespace

const std::vector<CardKind>& cardKinds()
{
    static const std::vector<CardKind> kinds = allKinds();
    return kinds;
}

const CardKind* findCardKind(const QString& kind)
{
    const auto found = std::ranges::find(cardKinds(), kind, &CardKind::kind);
    return found == cardKinds().end() ? nullptr : &*found;
}

} // namespace binnacle
