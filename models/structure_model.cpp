#include "models/structure_model.h"

#include "models/number_text.h"

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;
constexpr std::size_t mostShown = 300; // bytes of a cell

} // namespace

struct StructureModel::Node
{
    const StructuredValue* value = nullptr;
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children; // made once they are asked for

    Node* child(int at)
    {
        children.resize(value->items.size());
        auto& node = children[static_cast<std::size_t>(at)];
        if (!node) {
            node = std::make_unique<Node>();
            node->value = &value->items[static_cast<std::size_t>(at)];
            node->parent = this;
            node->row = at;
        }
        return node.get();
    }
};

StructureModel::StructureModel(QObject* parent)
    : QAbstractItemModel(parent), root_(std::make_unique<Node>())
{
    root_->value = &document_;
}

StructureModel::~StructureModel() = default;

void StructureModel::setDocument(StructuredValue document)
{
    beginResetModel();
    document_ = std::move(document);
    if (document_.isScalar()) { // a root that is a value alone is one row
        StructuredValue list;
        list.kind = Kind::List;
        list.items.push_back(std::move(document_));
        document_ = std::move(list);
    }
    root_ = std::make_unique<Node>();
    root_->value = &document_;
    endResetModel();
}

StructureModel::Node* StructureModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : root_.get();
}

QModelIndex StructureModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeOf(parent)->child(row));
}

QModelIndex StructureModel::parent(const QModelIndex& index) const
{
    Node* above = index.isValid() ? nodeOf(index)->parent : nullptr;
    return above && above != root_.get() ? createIndex(above->row, 0, above) : QModelIndex();
}

int StructureModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->value->items.size());
}

int StructureModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant StructureModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const Node* node = nodeOf(index);
    const StructuredValue& above = *node->parent->value;
    if (index.column() == Key)
        return above.kind == Kind::Map
                   ? QString::fromStdString(above.keys[static_cast<std::size_t>(node->row)])
                   : QStringLiteral("[%1]").arg(node->row);
    const StructuredValue& value = *node->value;
    const auto count = static_cast<qint64>(value.items.size());
    if (value.kind == Kind::List)
        return count == 1 ? tr("1 element") : tr("%1 elements").arg(countText(count));
    if (value.kind == Kind::Map)
        return count == 1 ? tr("1 field") : tr("%1 fields").arg(countText(count));
    if (value.kind == Kind::Null)
        return QStringLiteral("null");
    return QString::fromStdString(value.text.substr(0, role == Qt::DisplayRole ? mostShown : 5000));
}

QVariant StructureModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Key ? tr("Key") : tr("Value");
}

} // namespace binnacle
