#pragma once

#include "models/registry_table_model.h"

#include <QAbstractListModel>

namespace binnacle {

// The registries that hold models, with how many; the first row stands for all of them.
class RegistrySourcesModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        CountRole = Qt::UserRole + 1,
        SourceRole,  // raw SourceId; invalid: all
        ReachedRole, // false: it did not answer when it was last asked
    };

    explicit RegistrySourcesModel(const RegistryTableModel& table, QObject* parent = nullptr);
    int rowOf(std::optional<qint64> source) const; // 0 where it is not there
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Item
    {
        QString name;
        qint64 source = 0;
        int models = 0;
        bool reached = true;
        bool operator==(const Item&) const = default;
    };
    void gather();
    const RegistryTableModel& table_;
    std::vector<Item> items_;
};

} // namespace binnacle
