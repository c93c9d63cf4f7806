#pragma once

#include "models/dragged_version.h"
#include "models/registry_rows.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace binnacle {

struct RegistryVersionRow
{
    VersionDetail detail;
    std::string runName;
    std::optional<LatestMetric> metric; // the main one of its run
};

// The versions of one model, newest first. A page is read when one of its rows is looked at; at
// most some pages are kept.
class RegistryVersionsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Version, Aliases, Run, Metric, Stage, Created, Status, ColumnCount };
    enum Role {
        VersionRole = Qt::UserRole + 1, // QString; empty: the row is not read yet
        PillsRole,                      // QStringList of aliases, and the stage
        LoadedRole,
        SecondRole, // the name of the metric
        ReadyRole,  // false: registration is under way or failed
    };
    static constexpr std::size_t pageSize = 100, pagesKept = 40;

    RegistryVersionsModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                          QObject* parent = nullptr);

    void setModel(std::optional<RegisteredModelRowId> model, std::int64_t versions);
    std::optional<RegisteredModelRowId> model() const { return model_; }
    // Reads the pages in sight again, after a change of the workspace.
    void refresh(std::int64_t versions);
    const RegistryVersionRow* at(int row) const; // nullptr: not read yet
    int rowOf(const std::string& version) const; // -1: not read, or not there

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // A row can be dragged onto an alias.
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

signals:
    void pageRead(int firstRow, int lastRow);
    void failed(const binnacle::Error& error);

private:
    using Page = std::vector<RegistryVersionRow>;
    void want(std::size_t page) const;
    void readWanted();
    void take(std::size_t page, std::uint64_t turn, Result<Page> rows);
    QVariant text(const RegistryVersionRow& row, int column) const;

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    std::optional<RegisteredModelRowId> model_;
    int count_ = 0;
    std::uint64_t turn_ = 0; // answers of an older one are dropped
    std::map<std::size_t, Page> pages_;
    std::set<std::size_t> reading_;
    mutable std::set<std::size_t> wanted_;
    mutable QTimer soon_;
};

// The rows of a page. Blocks; any worker.
Result<std::vector<RegistryVersionRow>>
readRegistryVersions(const std::shared_ptr<Workspace>& workspace, RegisteredModelRowId model,
                     std::size_t offset, std::size_t limit);

} // namespace binnacle
