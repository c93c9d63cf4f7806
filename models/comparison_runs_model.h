#pragma once

#include "services/domain/identifiers.h"

#include <QAbstractListModel>
#include <QString>

#include <vector>

namespace binnacle {

// The runs of a comparison, for the list beside it.
class ComparisonRunsModel : public QAbstractListModel
{
    Q_OBJECT
public:
    struct Entry
    {
        RunRowId run{};
        QString name;
        QString where; // "source · experiment"
        int slot = 0;  // colour, see RunColors
        bool hidden = false;
        QString figure; // latest value of the metric shown, or an en dash
        bool operator==(const Entry&) const = default;
    };
    enum Role { RunRole = Qt::UserRole + 1, SlotRole, HiddenRole, FigureRole };

    explicit ComparisonRunsModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    // Rows that stay keep their place in a view's selection.
    void setEntries(std::vector<Entry> entries);
    const std::vector<Entry>& entries() const { return entries_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    std::vector<Entry> entries_;
};

} // namespace binnacle
