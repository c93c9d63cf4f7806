#include "widgets/compare/card_kinds.h"

#include "widgets/compare/cards/contour_card.h"
#include "widgets/compare/cards/parallel_card.h"
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
        {QStringLiteral("parallel"), words(QT_TRANSLATE_NOOP("CardKind", "Parallel coordinates")),
         QStringLiteral("sliders-vertical"), 8, 6, make<ParallelCard>},
        {QStringLiteral("scatter"), words(QT_TRANSLATE_NOOP("CardKind", "Scatter")),
         QStringLiteral("chart-scatter"), 4, 6, make<ScatterCard>},
        {QStringLiteral("contour"), words(QT_TRANSLATE_NOOP("CardKind", "Contour")),
         QStringLiteral("mountain"), 6, 6, make<ContourCard>},
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
