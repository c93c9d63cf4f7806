#include "models/registry_sources_model.h"

#include <algorithm>

namespace binnacle {

RegistrySourcesModel::RegistrySourcesModel(const RegistryTableModel& table, QObject* parent)
    : QAbstractListModel(parent), table_(table)
{
    connect(&table_, &RegistryTableModel::loaded, this, &RegistrySourcesModel::gather);
    gather();
}

void RegistrySourcesModel::gather()
{
    std::vector<Item> items{{tr("All registries"), 0, table_.rowCount(), true}};
    for (int row = 0; row < table_.rowCount(); ++row) {
        const RegistryRow& model = table_.at(row);
        const qint64 source = raw(model.summary.source);
        auto found = std::find_if(items.begin() + 1, items.end(),
                                  [&](const Item& item) { return item.source == source; });
        if (found == items.end())
            found = items.insert(items.end(), {QString::fromStdString(model.summary.sourceName),
                                               source, 0, model.sourceReached});
        ++found->models;
    }
    std::sort(items.begin() + 1, items.end(),
              [](const Item& a, const Item& b) { return a.name < b.name; });
    if (items == items_)
        return;
    beginResetModel();
    items_ = std::move(items);
    endResetModel();
}

int RegistrySourcesModel::rowOf(std::optional<qint64> source) const
{
    if (!source)
        return 0;
    const auto found = std::ranges::find(items_, *source, &Item::source);
    return found == items_.end() ? 0 : static_cast<int>(found - items_.begin());
}

int RegistrySourcesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

QVariant RegistrySourcesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Item& item = items_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return item.name;
    case Qt::AccessibleTextRole:
        return tr("%1, %2 models").arg(item.name).arg(item.models);
    case CountRole:
        return item.models;
    case SourceRole:
        return index.row() == 0 ? QVariant() : QVariant::fromValue(item.source);
    case ReachedRole:
        return item.reached;
    default:
        return {};
    }
}

} // namespace binnacle
