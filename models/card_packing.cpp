#include "models/card_packing.h"

#include <algorithm>

namespace binnacle {

std::vector<CardPlace> packCards(std::span<const CardSize> cards, int columns)
{
    std::vector<int> floor(static_cast<std::size_t>(columns), 0); // first free row of each column
    std::vector<CardPlace> places;
    places.reserve(cards.size());
    for (const auto& card : cards) {
        const int width = std::clamp(card.width, 1, columns);
        CardPlace best{0, -1};
        for (int x = 0; x + width <= columns; ++x) {
            const int y = *std::max_element(floor.begin() + x, floor.begin() + x + width);
            if (best.y < 0 || y < best.y)
                best = {x, y};
        }
        std::fill(floor.begin() + best.x, floor.begin() + best.x + width, best.y + card.height);
        places.push_back(best);
    }
    return places;
}

} // namespace binnacle
