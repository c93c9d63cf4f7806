#include "services/backends/mlflow_rest/scan_cursor.h"

#include "services/backends/mlflow_rest/rest_session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace binnacle::mlflow {

namespace {
constexpr int version = 1;
}

std::string ScanCursor::toText() const
{
    QJsonArray ids;
    for (const auto& id : deleted)
        ids.append(QString::fromStdString(id));
    return jsonText({{QStringLiteral("v"), version},
                     {QStringLiteral("start"), static_cast<qint64>(start)},
                     {QStringLiteral("end"), static_cast<qint64>(end)},
                     {QStringLiteral("deleted"), ids},
                     {QStringLiteral("all_deleted"), allDeleted},
                     {QStringLiteral("reviewed"), static_cast<qint64>(reviewed)},
                     {QStringLiteral("reviewed_at"), static_cast<qint64>(reviewedAt)}})
        .toStdString();
}

std::optional<ScanCursor> ScanCursor::fromText(const std::string& text)
{
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    if (object[u"v"].toInt() != version)
        return std::nullopt;
    ScanCursor cursor;
    cursor.start = object[u"start"].toInteger();
    cursor.end = object[u"end"].toInteger();
    cursor.allDeleted = object[u"all_deleted"].toBool();
    cursor.reviewed = object[u"reviewed"].toInteger();
    cursor.reviewedAt = object[u"reviewed_at"].toInteger();
    for (const auto& id : object[u"deleted"].toArray())
        cursor.deleted.push_back(id.toString().toStdString());
    return cursor;
}

} // namespace binnacle::mlflow
