#include "widgets/compare/cards/plane_card.h"

#include <QJsonArray>

namespace binnacle {

namespace {
const QString chosenKey = QStringLiteral("chosen");
}

void PlaneCard::follow(PlaneChart& chart)
{
    connect(&chart, &PlaneChart::chosen, this, &PlaneCard::choose);
    connect(&chart, &PlaneChart::toggled, this, &PlaneCard::toggle);
    connect(&chart, &PlaneChart::choiceSettled, this, &PlaneCard::keepChosen);
}

void PlaneCard::choose(const std::vector<std::size_t>& marks)
{
    chosen_.clear();
    for (const auto mark : marks)
        for (const auto run : runsAt(mark))
            chosen_.insert(run);
    applyChosen();
}

// All runs of a mark go the way of its first.
void PlaneCard::toggle(std::size_t mark)
{
    const auto behind = runsAt(mark);
    const bool off = !behind.empty() && chosen_.contains(behind.front());
    for (const auto run : behind) {
        if (off)
            chosen_.erase(run);
        else
            chosen_.insert(run);
    }
    applyChosen();
}

void PlaneCard::applyChosen()
{
    context().scope.setBrush(spec().id, chosen_.empty() ? std::nullopt : std::optional(chosen_));
}

void PlaneCard::keepChosen()
{
    QJsonArray ids;
    for (const auto& run : context().scope.runs())
        if (chosen_.contains(run.row))
            ids.append(run.id);
    if (ids.isEmpty() && !hasOption(chosenKey))
        return;
    editOption(chosenKey, ids);
}

void PlaneCard::restoreChosen()
{
    std::set<QString> ids;
    for (const auto& id : options().value(chosenKey).toArray())
        ids.insert(id.toString());
    chosen_.clear();
    for (const auto& run : context().scope.runs())
        if (ids.contains(run.id))
            chosen_.insert(run.row);
    applyChosen();
}

} // namespace binnacle
