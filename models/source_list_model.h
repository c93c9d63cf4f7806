#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/domain/source.h"
#include "services/workspace/workspace.h"

#include <QAbstractListModel>
#include <QTimer>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace binnacle {

// The sources of the workspace with what the last contact told, in the order in which they were
// added. Follows the workspace; rows change in place and are never reset.
class SourceListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        NameRole = Qt::DisplayRole,
        StatusLineRole = Qt::UserRole, // "prod-mlflow, 2 min ago"
        StateTextRole,                 // "2 min ago"
        ReachRole,                     // SourceState::Reach as int
        UriRole,
        KindTitleRole,
        ProductRole,
        MessageRole,
        RunsRole,
        PendingEditsRole,
        IdRole,
    };
    using Row = std::pair<Source, SourceState>;

    explicit SourceListModel(QObject* parent = nullptr);

    void follow(std::shared_ptr<Workspace> workspace, WorkerPools& pools);
    void setSources(std::vector<Row> rows);

    bool isLoaded() const { return loaded_; } // the workspace was read once
    const Row& at(int row) const { return rows_.at(static_cast<std::size_t>(row)); }
    std::optional<Row> find(SourceId source) const;
    std::int64_t runs() const;
    std::int64_t pendingEdits() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void loaded();                     // after each reading of the workspace
    void loadFailed(QString sentence); // the workspace could not be read

private:
    void reload();
    void replaceAt(int position, Row row);

    std::vector<Row> rows_;
    std::shared_ptr<Workspace> workspace_;
    WorkerPools* pools_ = nullptr;
    LatestOnly loading_;
    QTimer soon_;  // gathers the changes of a moment into one reading
    QTimer aging_; // "2 min ago" becomes "3 min ago"
    bool loaded_ = false;
};

} // namespace binnacle
