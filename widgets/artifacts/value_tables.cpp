#include "widgets/artifacts/value_tables.h"

#include "models/artifact_table_model.h"
#include "widgets/artifacts/comparison_delegates.h"
#include "widgets/common/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int narrowest = 50, widest = 320;
constexpr int columnsFitted = 60;

// The selected cells, a line for each row, with tabs between columns.
void copySelection(const QAbstractItemView* view)
{
    auto chosen = view->selectionModel()->selectedIndexes();
    std::sort(chosen.begin(), chosen.end(), [](const QModelIndex& a, const QModelIndex& b) {
        return std::pair(a.row(), a.column()) < std::pair(b.row(), b.column());
    });
    QString text;
    for (qsizetype i = 0; i < chosen.size(); ++i) {
        if (i > 0)
            text += chosen[i].row() == chosen[i - 1].row() ? u'\t' : u'\n';
        text += chosen[i].data(Qt::DisplayRole).toString();
    }
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void addCopy(QAbstractItemView* view)
{
    auto* copy = new QAction(QObject::tr("Copy"), view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QAction::triggered, view, [view] { copySelection(view); });
    view->addAction(copy);
    view->setContextMenuPolicy(Qt::ActionsContextMenu);
}

} // namespace

QTableView* makeDataTable(QAbstractItemModel* model, QWidget* parent)
{
    auto* table = new QTableView(parent);
    auto* proxy = new QSortFilterProxyModel(table);
    proxy->setSourceModel(model);
    proxy->setSortRole(ArtifactTableModel::SortRole);
    table->setModel(proxy);
    table->setItemDelegate(new DataCellDelegate(table));
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setSortingEnabled(true);
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    addCopy(table);
    return table;
}

QTreeView* makeStructureTree(QAbstractItemModel* model, QWidget* parent)
{
    auto* tree = new QTreeView(parent);
    tree->setModel(model);
    tree->setFrameShape(QFrame::NoFrame);
    tree->setUniformRowHeights(true);
    tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    tree->header()->setStretchLastSection(true);
    addCopy(tree);
    return tree;
}

void fitColumns(QTableView* table)
{
    const int columns = std::min(table->model()->columnCount(), columnsFitted);
    for (int i = 0; i < columns; ++i) {
        table->resizeColumnToContents(i);
        table->setColumnWidth(i, std::clamp(table->columnWidth(i) + spacing::s, narrowest, widest));
    }
}

} // namespace binnacle
