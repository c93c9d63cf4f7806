#pragma once

#include <span>
#include <vector>

namespace binnacle {

struct CardSize
{
    int width = 1, height = 1; // grid cells
};

struct CardPlace
{
    int x = 0, y = 0; // grid cells, from the upper left
    bool operator==(const CardPlace&) const = default;
};

// Places cards in their order on a grid of `columns`: each as high as it can be, then as far left.
// A card wider than the grid is as wide as the grid.
std::vector<CardPlace> packCards(std::span<const CardSize> cards, int columns);

} // namespace binnacle
