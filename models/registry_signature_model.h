#pragma once

#include "models/run_models.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace binnacle {

// What a model takes and gives, as its MLmodel says: one row for each input, output and param.
class RegistrySignatureModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Part, Name, Type, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setFacts(const std::optional<ModelFacts>& facts);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        QString part, name, type;
    };
    void add(const QString& part, const QStringList& lines);
    std::vector<Row> rows_;
};

} // namespace binnacle
