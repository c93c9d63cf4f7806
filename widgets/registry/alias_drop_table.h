#pragma once

#include "models/dragged_version.h"

#include <QTableView>

#include <functional>
#include <optional>

namespace binnacle {

// A table whose cells take a version of their own model: dropped on an alias, it is to be promoted
// to that. The cell that would take it is framed.
class AliasDropTable : public QTableView
{
    Q_OBJECT
public:
    // The alias meant by a place in a cell; an empty one: it is asked for; nullopt: it takes none.
    using AliasAt = std::function<std::optional<QString>(
        const DraggedVersion& version, const QModelIndex& index, const QPoint& place)>;

    explicit AliasDropTable(QWidget* parent = nullptr);
    void setAliasAt(AliasAt aliasAt);
    void setDroppable(bool droppable);

signals:
    void dropped(const QString& version, const QString& alias);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<QString> aliasFor(const QDropEvent* event) const;
    void frame(const QModelIndex& index);

    AliasAt aliasAt_;
    QPersistentModelIndex framed_;
};

} // namespace binnacle
