#include "models/run_colors.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace binnacle {

int RunColors::slot(RunRowId run)
{
    const auto found = slots_.constFind(raw(run));
    if (found != slots_.constEnd())
        return *found;
    return *slots_.insert(raw(run), next_++);
}

void RunColors::choose(RunRowId run, int slot)
{
    slots_.insert(raw(run), slot);
    chosen_.insert(raw(run), slot);
}

QByteArray RunColors::chosen() const
{
    QJsonObject object;
    for (auto each = chosen_.begin(); each != chosen_.end(); ++each)
        object.insert(QString::number(each.key()), each.value());
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void RunColors::restoreChosen(const QByteArray& json)
{
    const auto object = QJsonDocument::fromJson(json).object();
    for (auto each = object.begin(); each != object.end(); ++each) {
        const auto run = each.key().toLongLong();
        const int slot = each.value().toInt(-1);
        if (slot >= 0 && !chosen_.contains(run))
            choose(static_cast<RunRowId>(run), slot);
    }
}

} // namespace binnacle
