#include "models/comparison_layout.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace binnacle {

namespace {
constexpr std::size_t mostSteps = 200;
constexpr int mergeWithin = 1500; // ms
const QString linesKind = QStringLiteral("lines");

// Stable, so that a card made by a prefix is the same one after a restart.
QString prefixCardId(const QString& prefix, const QString& metric)
{
    return QStringLiteral("prefix:%1:%2").arg(prefix, metric);
}
} // namespace

std::vector<CardSpec> ComparisonLayout::cardsOf(std::size_t section,
                                                const QStringList& metrics) const
{
    const auto& from = state_.sections.at(section);
    if (!from.metricPrefix)
        return from.cards;
    std::vector<CardSpec> cards;
    for (const auto& metric : metrics) {
        if (!metric.startsWith(*from.metricPrefix))
            continue;
        const auto id = prefixCardId(*from.metricPrefix, metric);
        const auto own = std::ranges::find(from.cards, id, &CardSpec::id);
        if (own != from.cards.end())
            cards.push_back(*own);
        else
            cards.push_back(
                {id, linesKind, {}, {{QStringLiteral("metric"), metric}}, gridColumns / 3, 4});
    }
    return cards;
}

std::optional<CardSpec> ComparisonLayout::card(const QString& id) const
{
    for (const auto& section : state_.sections)
        for (const auto& card : section.cards)
            if (card.id == id)
                return card;
    return std::nullopt;
}

CardSpec* ComparisonLayout::find(const QString& id)
{
    for (auto& section : state_.sections)
        for (auto& card : section.cards)
            if (card.id == id)
                return &card;
    return nullptr;
}

std::size_t ComparisonLayout::sectionOf(const QString& id) const
{
    for (std::size_t i = 0; i < state_.sections.size(); ++i)
        if (std::ranges::find(state_.sections[i].cards, id, &CardSpec::id) !=
            state_.sections[i].cards.end())
            return i;
    return state_.sections.size();
}

// Keeps the state before a change. The caller changes it then and emits changed().
void ComparisonLayout::begin(const QString& what, const QString& mergeKey)
{
    const bool merges = !mergeKey.isEmpty() && !undo_.empty() &&
                        undo_.back().mergeKey == mergeKey && lastChange_.isValid() &&
                        lastChange_.elapsed() < mergeWithin;
    if (!merges)
        undo_.push_back({state_, what, mergeKey});
    if (undo_.size() > mostSteps)
        undo_.erase(undo_.begin());
    redo_.clear();
    lastChange_.start();
}

QString ComparisonLayout::addCard(CardSpec card, std::size_t section, int at)
{
    begin(tr("Add card"));
    if (state_.sections.empty())
        state_.sections.emplace_back();
    section = std::min(section, state_.sections.size() - 1);
    card.id = QUuid::createUuid().toString(QUuid::Id128);
    auto& cards = state_.sections[section].cards;
    const auto place = at < 0 ? cards.size() : std::min(static_cast<std::size_t>(at), cards.size());
    const QString id = card.id;
    cards.insert(cards.begin() + static_cast<std::ptrdiff_t>(place), std::move(card));
    emit changed();
    return id;
}

void ComparisonLayout::removeCard(const QString& id)
{
    const auto section = sectionOf(id);
    if (section == state_.sections.size())
        return;
    begin(tr("Remove card"));
    std::erase_if(state_.sections[section].cards,
                  [&](const CardSpec& card) { return card.id == id; });
    emit changed();
}

void ComparisonLayout::moveCard(const QString& id, std::size_t section, int at)
{
    const auto from = sectionOf(id);
    if (from == state_.sections.size() || section >= state_.sections.size())
        return;
    State moved = state_;
    auto& cards = moved.sections[from].cards;
    const auto found = std::ranges::find(cards, id, &CardSpec::id);
    CardSpec card = std::move(*found);
    cards.erase(found);
    auto& into = moved.sections[section].cards;
    const auto place = std::clamp<std::ptrdiff_t>(at, 0, std::ssize(into));
    into.insert(into.begin() + place, std::move(card));
    if (moved == state_)
        return;
    begin(tr("Move card"));
    state_ = std::move(moved);
    emit changed();
}

void ComparisonLayout::resizeCard(const QString& id, int width, int height)
{
    const auto* card = find(id);
    width = std::clamp(width, 2, gridColumns);
    height = std::clamp(height, 2, 40);
    if (!card || (card->width == width && card->height == height))
        return;
    begin(tr("Resize card"), QStringLiteral("size:") + id);
    auto* changing = find(id);
    changing->width = width;
    changing->height = height;
    emit changed();
}

void ComparisonLayout::setTitle(const QString& id, const QString& title)
{
    const auto* card = find(id);
    if (!card || card->title == title)
        return;
    begin(tr("Rename card"));
    find(id)->title = title;
    emit changed();
}

QJsonObject ComparisonLayout::effectiveOptions(const CardSpec& card) const
{
    if (card.kind != linesKind)
        return card.options;
    QJsonObject all = state_.lineOptions;
    for (auto it = card.options.begin(); it != card.options.end(); ++it)
        all.insert(it.key(), it.value());
    return all;
}

void ComparisonLayout::setOptions(const CardSpec& card, const QJsonObject& options)
{
    QJsonObject own = options;
    if (card.kind == linesKind)
        for (const auto& key : state_.lineOptions.keys())
            if (own.value(key) == state_.lineOptions.value(key))
                own.remove(key);
    auto* known = find(card.id);
    if (known && known->options == own)
        return;
    begin(tr("Change card"), QStringLiteral("options:") + card.id);
    if ((known = find(card.id))) {
        known->options = own;
    } else {
        for (auto& section : state_.sections)
            if (section.metricPrefix &&
                card.id ==
                    prefixCardId(*section.metricPrefix, card.options.value(u"metric").toString())) {
                CardSpec kept = card;
                kept.options = own;
                section.cards.push_back(std::move(kept));
                break;
            }
    }
    emit changed();
}

void ComparisonLayout::addSection(const CardSection& section)
{
    begin(tr("Add section"));
    state_.sections.push_back(section);
    emit changed();
}

void ComparisonLayout::removeSection(std::size_t section)
{
    if (section >= state_.sections.size())
        return;
    begin(tr("Remove section"));
    state_.sections.erase(state_.sections.begin() + static_cast<std::ptrdiff_t>(section));
    emit changed();
}

void ComparisonLayout::renameSection(std::size_t section, const QString& title)
{
    if (section >= state_.sections.size() || state_.sections[section].title == title)
        return;
    begin(tr("Rename section"));
    state_.sections[section].title = title;
    emit changed();
}

void ComparisonLayout::setCollapsed(std::size_t section, bool collapsed)
{
    if (section >= state_.sections.size() || state_.sections[section].collapsed == collapsed)
        return;
    state_.sections[section].collapsed = collapsed;
    emit changed();
}

void ComparisonLayout::setLineOption(const QString& key, const QJsonValue& value)
{
    if (state_.lineOptions.value(key) == value)
        return;
    begin(tr("Change lines"), QStringLiteral("lines:") + key);
    state_.lineOptions.insert(key, value);
    emit changed();
}

void ComparisonLayout::setState(State state, const QString& what)
{
    if (state == state_)
        return;
    begin(what);
    state_ = std::move(state);
    emit changed();
}

void ComparisonLayout::restore(State state)
{
    undo_.clear();
    redo_.clear();
    state_ = std::move(state);
    emit changed();
}

void ComparisonLayout::swapWith(std::vector<Step>& from, std::vector<Step>& to)
{
    if (from.empty())
        return;
    Step step = std::move(from.back());
    from.pop_back();
    std::swap(step.before, state_);
    step.mergeKey.clear();
    to.push_back(std::move(step));
    emit changed();
}

void ComparisonLayout::undo()
{
    swapWith(undo_, redo_);
}

void ComparisonLayout::redo()
{
    swapWith(redo_, undo_);
}

QJsonObject ComparisonLayout::toJson(const State& state)
{
    QJsonArray sections;
    for (const auto& section : state.sections)
        sections.append(section.toJson());
    return {{QStringLiteral("sections"), sections},
            {QStringLiteral("line_options"), state.lineOptions}};
}

ComparisonLayout::State ComparisonLayout::fromJson(const QJsonObject& object)
{
    State state;
    for (const auto& section : object.value(u"sections").toArray())
        state.sections.push_back(CardSection::fromJson(section.toObject()));
    state.lineOptions = object.value(u"line_options").toObject();
    // Two cards with one id could not be told apart.
    QStringList ids;
    for (auto& section : state.sections)
        for (auto& card : section.cards) {
            if (ids.contains(card.id))
                card.id = QUuid::createUuid().toString(QUuid::Id128);
            ids << card.id;
        }
    return state;
}

} // namespace binnacle
