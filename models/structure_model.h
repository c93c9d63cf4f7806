#pragma once

#include "services/artifacts/structured_value.h"

#include <QAbstractItemModel>

#include <memory>

namespace binnacle {

// A JSON or YAML document as a tree: key and value. Holds the document; nodes are made as they are
// looked at.
class StructureModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Key, Value, ColumnCount };

    explicit StructureModel(QObject* parent = nullptr);
    ~StructureModel() override;
    void setDocument(StructuredValue document);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    Node* nodeOf(const QModelIndex& index) const;

    StructuredValue document_;
    std::unique_ptr<Node> root_;
};

} // namespace binnacle
