#pragma once

#include "widgets/compare/comparison_card.h"

#include <functional>
#include <vector>

namespace binnacle {

// One kind of card. A new kind is one class in widgets/compare/cards/ and one line in
// card_kinds.cpp.
struct CardKind
{
    QString kind;              // stable key, kept in layouts
    QString title;             // "Scatter": in the menu that adds cards
    QString iconName;          // of the Lucide family
    int width = 6, height = 5; // see CardSpec
    std::function<ComparisonCard*(const CardContext&, QWidget*)> make;
};

// In the order of the menu.
const std::vector<CardKind>& cardKinds();
const CardKind* findCardKind(const QString& kind); // nullptr: not known here

} // namespace binnacle
