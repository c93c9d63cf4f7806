#pragma once

#include "services/workspace/registry_reader.h"

#include <QAbstractListModel>

#include <vector>

namespace binnacle {

// What became of the aliases, stages and versions of a model, newest first. Kept by Binnacle from
// each mirror and each act of its own.
class RegistryHistoryModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        TextRole = Qt::DisplayRole,  // "champion: v17 → v18"
        WhenRole = Qt::UserRole + 1, // "before 3 Nov · by mina"
        OwnRole,                     // true: an act of Binnacle
        OfVersionRole,               // true: the version in sight took part
    };

    using QAbstractListModel::QAbstractListModel;
    void setEvents(std::vector<ModelEvent> events, std::string version);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<ModelEvent> events_;
    std::string version_;
};

QString eventText(const ModelEvent& event);
QString eventWhen(const ModelEvent& event, qint64 now);
QString eventWhenExactly(const ModelEvent& event);

} // namespace binnacle
