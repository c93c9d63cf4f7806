#include "models/registry_history_model.h"

#include "models/number_text.h"
#include "models/registry_rows.h"
#include "models/relative_time.h"

namespace binnacle {

namespace {

QString holder(const std::optional<std::string>& version)
{
    return version && !version->empty() ? versionText(*version)
                                        : RegistryHistoryModel::tr("nobody");
}

QString stage(const std::optional<std::string>& name)
{
    return name && !name->empty() ? QString::fromStdString(*name)
                                  : RegistryHistoryModel::tr("none");
}

} // namespace

QString eventText(const ModelEvent& event)
{
    const QString name = QString::fromStdString(event.name);
    switch (event.kind) {
    case ModelEvent::Kind::Alias:
        return QStringLiteral("%1: %2 → %3").arg(name, holder(event.before), holder(event.after));
    case ModelEvent::Kind::Stage:
        return RegistryHistoryModel::tr("Stage of %1: %2 → %3")
            .arg(versionText(event.version), stage(event.before), stage(event.after));
    case ModelEvent::Kind::VersionCreated:
        return RegistryHistoryModel::tr("%1 was registered").arg(versionText(event.version));
    case ModelEvent::Kind::VersionDeleted:
        return RegistryHistoryModel::tr("%1 was deleted").arg(versionText(event.version));
    case ModelEvent::Kind::ModelCreated:
        return RegistryHistoryModel::tr("The model was created");
    case ModelEvent::Kind::ModelDeleted:
        return RegistryHistoryModel::tr("The model was deleted");
    }
    return {};
}

QString eventWhen(const ModelEvent& event, qint64 now)
{
    QString text = relativeTime(event.at, now);
    if (event.notBefore)
        text = RegistryHistoryModel::tr("before %1").arg(text);
    if (!event.actor.empty())
        text += RegistryHistoryModel::tr(" · by %1").arg(QString::fromStdString(event.actor));
    if (!event.act.empty())
        text += RegistryHistoryModel::tr(" · with Binnacle");
    return text;
}

QString eventWhenExactly(const ModelEvent& event)
{
    return event.notBefore ? RegistryHistoryModel::tr("Between %1 and %2, as two mirrors found it")
                                 .arg(exactTime(*event.notBefore), exactTime(event.at))
                           : exactTime(event.at);
}

void RegistryHistoryModel::setEvents(std::vector<ModelEvent> events, std::string version)
{
    beginResetModel();
    // That other versions came or went is no part of the history of this one.
    std::erase_if(events, [&](const ModelEvent& event) {
        return (event.kind == ModelEvent::Kind::VersionCreated ||
                event.kind == ModelEvent::Kind::VersionDeleted) &&
               event.version != version;
    });
    events_ = std::move(events);
    version_ = std::move(version);
    endResetModel();
}

int RegistryHistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(events_.size());
}

QVariant RegistryHistoryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ModelEvent& event = events_[static_cast<std::size_t>(index.row())];
    const auto now = QDateTime::currentMSecsSinceEpoch();
    switch (role) {
    case TextRole:
        return eventText(event);
    case WhenRole:
        return eventWhen(event, now);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2").arg(eventText(event), eventWhen(event, now));
    case Qt::ToolTipRole:
        return QStringLiteral("%1\n%2").arg(eventText(event), eventWhenExactly(event));
    case OwnRole:
        return !event.act.empty();
    case OfVersionRole:
        return event.version == version_ || (event.kind == ModelEvent::Kind::Alias &&
                                             (event.before == version_ || event.after == version_));
    default:
        return {};
    }
}

} // namespace binnacle
