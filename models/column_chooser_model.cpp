#include "models/column_chooser_model.h"

#include "models/number_text.h"

#include <algorithm>

namespace binnacle {

namespace {

// Attributes and datasets come first: they are few and asked for most.
std::vector<ColumnInfo> fixedColumns(const QString& containing)
{
    std::vector<RunColumn> columns;
    for (const auto& name : runAttributes())
        columns.push_back({RunColumn::Kind::Attribute, name, RunColumn::Stat::Last});
    for (const char* name : {"name", "digest", "context"})
        columns.push_back({RunColumn::Kind::Dataset, name, RunColumn::Stat::Last});
    std::vector<ColumnInfo> infos;
    for (const auto& column : columns) {
        const ColumnSpec spec{column, ColumnSpec::Show::Value, false, 0};
        if (columnTitle(spec).contains(containing, Qt::CaseInsensitive) ||
            QString::fromStdString(column.name).contains(containing, Qt::CaseInsensitive))
            infos.push_back({column, -1});
    }
    return infos;
}

} // namespace

ColumnChooserModel::ColumnChooserModel(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                                       QObject* parent)
    : QAbstractListModel(parent), engine_(std::move(engine)), pools_(pools)
{
}

void ColumnChooserModel::setScope(const RunQuery& scope)
{
    scope_ = scope;
}

void ColumnChooserModel::setSearch(const QString& text)
{
    search_ = text.trimmed();
    reload();
}

void ColumnChooserModel::setKind(std::optional<RunColumn::Kind> kind)
{
    kind_ = kind;
    reload();
}

void ColumnChooserModel::setShown(const ColumnList& columns)
{
    shown_ = columns;
    if (!items_.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
}

void ColumnChooserModel::reload()
{
    loading_ = true;
    asked_.run(
        &pools_.readers, this,
        [engine = engine_, scope = scope_, text = search_.toStdString()](std::stop_token stop) {
            return engine->columns(scope, text, stop);
        },
        [this](Result<std::vector<ColumnInfo>> found) {
            loading_ = false;
            beginResetModel();
            items_ = fixedColumns(search_);
            if (found)
                items_.insert(items_.end(), found->begin(), found->end());
            if (kind_)
                std::erase_if(items_, [&](const auto& item) { return item.column.kind != *kind_; });
            endResetModel();
            emit loaded();
        });
}

bool ColumnChooserModel::isShown(const RunColumn& column) const
{
    return std::any_of(shown_.begin(), shown_.end(), [&](const ColumnSpec& spec) {
        return spec.column.kind == column.kind && spec.column.name == column.name &&
               spec.show == ColumnSpec::Show::Value;
    });
}

int ColumnChooserModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

QVariant ColumnChooserModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ColumnInfo& item = items_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return columnTitle({item.column, ColumnSpec::Show::Value, false, 0});
    case Qt::CheckStateRole:
        return isShown(item.column) ? Qt::Checked : Qt::Unchecked;
    case KindRole:
        return columnKindText(item.column.kind);
    case RunsRole:
        return item.runs < 0 ? QString() : countText(item.runs);
    case ColumnTextRole:
    case Qt::ToolTipRole:
        return QString::fromStdString(columnText(item.column));
    default:
        return {};
    }
}

bool ColumnChooserModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid())
        return false;
    emit toggled(columnAt(index.row()), value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags ColumnChooserModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                           : Qt::NoItemFlags;
}

} // namespace binnacle
