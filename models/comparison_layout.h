#pragma once

#include "models/card_spec.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace binnacle {

// The cards of a comparison as a person arranged them, in sections. Every change can be undone;
// changes of one card's options in quick succession are one change. Lives on the GUI thread.
class ComparisonLayout : public QObject
{
    Q_OBJECT
public:
    // All that undo brings back.
    struct State
    {
        std::vector<CardSection> sections;
        QJsonObject lineOptions; // of all lines cards that do not say otherwise
        bool operator==(const State&) const = default;
    };

    explicit ComparisonLayout(QObject* parent = nullptr) : QObject(parent) {}

    const std::vector<CardSection>& sections() const { return state_.sections; }
    const State& state() const { return state_; }
    // The cards of a section: its own, and one for each metric that its prefix asks for.
    std::vector<CardSpec> cardsOf(std::size_t section, const QStringList& metrics) const;
    std::optional<CardSpec> card(const QString& id) const; // as arranged, with its own options only

    // The id that the card got. `at`: before which card of the section; -1: behind all.
    QString addCard(CardSpec card, std::size_t section = 0, int at = -1);
    void removeCard(const QString& id);
    void moveCard(const QString& id, std::size_t section, int at);
    void resizeCard(const QString& id, int width, int height);
    void setTitle(const QString& id, const QString& title);
    // `options` as the card has them, the shared line options mixed in; only what differs is kept.
    // A card made by a prefix becomes one of the section's own.
    void setOptions(const CardSpec& card, const QJsonObject& options);
    // The options that a card is shown with.
    QJsonObject effectiveOptions(const CardSpec& card) const;

    void addSection(const CardSection& section);
    void removeSection(std::size_t section);
    void renameSection(std::size_t section, const QString& title);
    void setCollapsed(std::size_t section, bool collapsed); // a look, not a change to undo

    const QJsonObject& lineOptions() const { return state_.lineOptions; }
    void setLineOption(const QString& key, const QJsonValue& value);

    void setState(State state, const QString& what); // can be undone
    void restore(State state);                       // forgets what could be undone

    bool canUndo() const { return !undo_.empty(); }
    bool canRedo() const { return !redo_.empty(); }
    QString undoText() const { return undo_.empty() ? QString() : undo_.back().what; }
    QString redoText() const { return redo_.empty() ? QString() : redo_.back().what; }
    void undo();
    void redo();

    static QJsonObject toJson(const State& state);
    static State fromJson(const QJsonObject& object); // what can not be read is left out

signals:
    void changed();

private:
    struct Step
    {
        State before;
        QString what;
        QString mergeKey;
    };
    CardSpec* find(const QString& id);
    std::size_t sectionOf(const QString& id) const;
    void begin(const QString& what, const QString& mergeKey = {});
    void swapWith(std::vector<Step>& from, std::vector<Step>& to);

    State state_;
    std::vector<Step> undo_, redo_;
    QElapsedTimer lastChange_;
};

} // namespace binnacle
