#pragma once

#include "models/number_text.h"
#include "services/domain/identifiers.h"
#include "services/domain/run.h"
#include "services/query/run_query.h"

#include <QAbstractTableModel>
#include <QString>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace binnacle {

// The runs of a comparison, for the list beside it: a run a row; the first column is the name, the
// others are those that a person chose. Rows are moved by drag and drop, through moveAsked.
class ComparisonRunsModel : public QAbstractTableModel
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
        RunStatus status = RunStatus::Finished;
        bool operator==(const Entry&) const = default;
    };
    enum Role {
        RunRole = Qt::UserRole + 1,
        SlotRole,
        HiddenRole,
        FigureRole,
        StatusRole,    // int: RunStatus
        BrushedRole,   // bool: some card leaves the run out
        HighlightRole, // bool: under the mouse, here or in a card
        MissingRole,   // bool: the run has no such value
        SortRole,      // double or QString; invalid: missing, comes last
    };
    // A chosen column and its cells.
    struct Column
    {
        RunColumn column;
        QString title;
    };

    explicit ComparisonRunsModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    // Rows that stay keep their place in a view's selection.
    void setEntries(std::vector<Entry> entries);
    const std::vector<Entry>& entries() const { return entries_; }
    RunRowId runAt(int row) const { return entries_[static_cast<std::size_t>(row)].run; }
    int rowOf(RunRowId run) const; // -1: not here

    // Columns after the name; their cells are missing until setCells().
    void setColumns(std::vector<Column> columns);
    const std::vector<Column>& columns() const { return columns_; }
    void setCells(std::map<RunRowId, std::vector<RunCell>> cells);
    void setBrushedOut(std::set<RunRowId> runs);
    void setHighlighted(std::optional<RunRowId> run);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

signals:
    void moveAsked(binnacle::RunRowId run, int to); // its row among the others

private:
    const RunCell* cellAt(const Entry& entry, int column) const; // nullptr: missing
    QVariant nameData(const Entry& entry, int role) const;
    QVariant cellData(const Entry& entry, int column, int role) const;

    std::vector<Entry> entries_;
    std::vector<Column> columns_;
    std::vector<NumberFormat> formats_; // by column
    std::map<RunRowId, std::vector<RunCell>> cells_;
    std::set<RunRowId> brushedOut_;
    std::optional<RunRowId> highlighted_;
};

} // namespace binnacle
