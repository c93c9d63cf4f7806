#include "models/card_spec.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace binnacle {

QJsonObject CardSpec::toJson() const
{
    QJsonObject object{{QStringLiteral("id"), id},
                       {QStringLiteral("kind"), kind},
                       {QStringLiteral("options"), options},
                       {QStringLiteral("width"), width},
                       {QStringLiteral("height"), height}};
    if (!title.isEmpty())
        object.insert(QStringLiteral("title"), title);
    return object;
}

CardSpec CardSpec::fromJson(const QJsonObject& object)
{
    CardSpec spec;
    spec.id = object.value(u"id").toString();
    if (spec.id.isEmpty())
        spec.id = QUuid::createUuid().toString(QUuid::Id128);
    spec.kind = object.value(u"kind").toString();
    spec.title = object.value(u"title").toString();
    spec.options = object.value(u"options").toObject();
    spec.width = std::clamp(object.value(u"width").toInt(spec.width), 2, gridColumns);
    spec.height = std::clamp(object.value(u"height").toInt(spec.height), 2, 40);
    return spec;
}

QJsonObject CardSection::toJson() const
{
    QJsonArray list;
    for (const auto& card : cards)
        list.append(card.toJson());
    QJsonObject object{{QStringLiteral("title"), title},
                       {QStringLiteral("collapsed"), collapsed},
                       {QStringLiteral("cards"), list}};
    if (metricPrefix)
        object.insert(QStringLiteral("metric_prefix"), *metricPrefix);
    return object;
}

CardSection CardSection::fromJson(const QJsonObject& object)
{
    CardSection section;
    section.title = object.value(u"title").toString();
    section.collapsed = object.value(u"collapsed").toBool();
    if (const auto prefix = object.value(u"metric_prefix"); prefix.isString())
        section.metricPrefix = prefix.toString();
    for (const auto& card : object.value(u"cards").toArray())
        section.cards.push_back(CardSpec::fromJson(card.toObject()));
    return section;
}

} // namespace binnacle
