#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace binnacle {

// One card of a comparison as a person arranged it.
struct CardSpec
{
    QString id;          // unique in its layout
    QString kind;        // "lines", "scatter", …: see widgets/compare/card_kinds.h
    QString title;       // empty: the card's own
    QJsonObject options; // of the kind
    int width = 6;       // twelfths of the page, 2 to 12
    int height = 5;      // rows of gridRow pixels, 2 to 40
    bool operator==(const CardSpec&) const = default;

    QJsonObject toJson() const;
    static CardSpec fromJson(const QJsonObject& object); // values out of range are brought in
};

// Cards under one head. With a prefix (an empty one takes all metrics) the section
// holds a lines card for each metric whose key begins with it, whatever metrics the runs have;
// `cards` are those of them that a person changed.
struct CardSection
{
    QString title;
    bool collapsed = false;
    std::optional<QString> metricPrefix;
    std::vector<CardSpec> cards;
    bool operator==(const CardSection&) const = default;

    QJsonObject toJson() const;
    static CardSection fromJson(const QJsonObject& object);
};

inline constexpr int gridColumns = 12;
inline constexpr int gridRow = 56; // pixels

} // namespace binnacle
