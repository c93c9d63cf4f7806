#include "widgets/compare/card_kinds.h"

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
    return {};
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
