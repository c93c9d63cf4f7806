#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/workspace.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <vector>

namespace binnacle {

// The edits that wait for their source, oldest first: which run, what, before → after, state.
class OutboxListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { RunColumnNo, ChangeColumn, ValueColumn, StateColumn, ColumnCount };
    enum Role { StateRole = Qt::UserRole, EditIdRole, SentenceRole };

    struct Row
    {
        Edit edit;
        std::string runName;
        std::string sourceName;
    };

    explicit OutboxListModel(QObject* parent = nullptr);

    void follow(std::shared_ptr<Workspace> workspace, WorkerPools& pools);
    void setRows(std::vector<Row> rows);
    // A person's choice; the model follows when the workspace has it.
    void resolve(int row, bool keepMine);

    const Row& at(int row) const { return rows_.at(static_cast<std::size_t>(row)); }
    int conflicts() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void loaded();
    void failed(QString sentence);

private:
    void reload();
    QString cellText(const Row& row, int column) const;

    std::vector<Row> rows_;
    std::shared_ptr<Workspace> workspace_;
    WorkerPools* pools_ = nullptr;
    LatestOnly loading_;
    QTimer soon_;
};

// In the words of the field: "Rename", "Set tag team", "Note", "Delete run", …
QString editText(const Edit& edit);
QString editStateText(Edit::State state);

} // namespace binnacle
