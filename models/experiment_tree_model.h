#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/domain/source.h"
#include "services/workspace/run_reader.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <memory>
#include <vector>

namespace binnacle {

// Sources and their experiments, with counts and the state of each source. Reads itself again
// when the workspace changes; structureChanged() tells that selections must be set anew.
class ExperimentTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role { RunsRole = Qt::UserRole + 1, ReachRole, SourceRole, ExperimentRole };

    ExperimentTreeModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                        QObject* parent = nullptr);

    void reload();
    bool isLoaded() const { return loaded_; }
    std::int64_t runs() const; // in all sources
    int sources() const { return static_cast<int>(sources_.size()); }
    QModelIndex indexOf(SourceId source) const;
    QModelIndex indexOf(ExperimentRowId experiment) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void structureAboutToChange();
    void structureChanged();
    void loaded(); // after each reading

private:
    struct SourceItem
    {
        Source source;
        SourceState state;
        std::vector<ExperimentSummary> experiments;
    };
    static Result<std::vector<SourceItem>> read(const std::shared_ptr<Workspace>& workspace);
    bool sameStructure(const std::vector<SourceItem>& other) const;

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    std::vector<SourceItem> sources_;
    bool loaded_ = false;
    LatestOnly asked_;
    QTimer later_;
};

} // namespace binnacle
