#include "services/workspace/json_pairs.h"

#include <QJsonDocument>

namespace binnacle {

QJsonObject objectOf(const std::vector<KeyValue>& pairs)
{
    QJsonObject object;
    for (const auto& [key, value] : pairs)
        object.insert(QString::fromStdString(key), QString::fromStdString(value));
    return object;
}

std::vector<KeyValue> pairsOf(const QJsonObject& object)
{
    std::vector<KeyValue> pairs;
    for (auto it = object.begin(); it != object.end(); ++it)
        pairs.push_back({it.key().toStdString(), it.value().toString().toStdString()});
    return pairs;
}

std::string pairsText(const std::vector<KeyValue>& pairs)
{
    if (pairs.empty())
        return "{}";
    return QJsonDocument(objectOf(pairs)).toJson(QJsonDocument::Compact).toStdString();
}

std::vector<KeyValue> pairsOf(const std::string& text)
{
    if (text == "{}")
        return {};
    return pairsOf(QJsonDocument::fromJson(QByteArray::fromStdString(text)).object());
}

} // namespace binnacle
