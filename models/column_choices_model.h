#pragma once

#include "models/comparison_model.h"

#include <QAbstractListModel>

#include <vector>

namespace binnacle {

// Columns that a card's axis can be chosen from: those that vary first, then by kind and name;
// ticked where they are chosen already.
class ColumnChoicesModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { KindRole = Qt::UserRole + 1, TextRole }; // kind in words; columnText()

    explicit ColumnChoicesModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    // `optional`: the first row is "None". `checkable`: several can be ticked.
    void setChoices(std::vector<ComparisonModel::ColumnChoice> choices, bool numericOnly,
                    bool optional, bool checkable);
    void setChosen(std::vector<RunColumn> chosen);
    const std::vector<RunColumn>& chosen() const { return chosen_; } // in the order of ticking

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void chosenChanged();

private:
    const RunColumn* columnAt(int row) const; // nullptr: "None"

    std::vector<RunColumn> columns_;
    std::vector<RunColumn> chosen_;
    bool optional_ = false;
    bool checkable_ = false;
};

// How a column is called on a card: "lr", "val_loss", "Duration".
QString columnName(const RunColumn& column);

} // namespace binnacle
