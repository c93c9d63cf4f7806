#pragma once

class QAbstractItemModel;
class QTableView;
class QTreeView;
class QWidget;

namespace binnacle {

// A table that is read, not edited: sorted by a click on a head (by
// `ArtifactTableModel::SortRole`), copied with Ctrl+C.
QTableView* makeDataTable(QAbstractItemModel* model, QWidget* parent);
// A tree of keys and values.
QTreeView* makeStructureTree(QAbstractItemModel* model, QWidget* parent);
// Each column as wide as what it shows, within reason.
void fitColumns(QTableView* table);

} // namespace binnacle
