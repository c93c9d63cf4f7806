#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/backends/tracking_backend.h"

#include <QAbstractItemModel>

#include <functional>
#include <memory>
#include <vector>

namespace binnacle {

// The artifact folder of one run, read from its source a level at a time as it is unfolded.
class RunArtifactsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role { PathRole = Qt::UserRole + 1, FolderRole, SizeRole };
    using Opener = std::function<Result<std::shared_ptr<TrackingBackend>>()>; // on a worker

    RunArtifactsModel(WorkerPools& pools, QObject* parent = nullptr);
    ~RunArtifactsModel() override;

    // Reads the root. `models`: names of logged models (MLflow 3), whose files are kept beside the
    // run and stand as folders among its own.
    void setRun(const std::string& runId, Opener opener, std::vector<std::string> models = {});
    void clear();

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void loaded(); // the root is there
    void failed(const binnacle::Error& error);

private:
    struct Node;
    Node* nodeOf(const QModelIndex& index) const;
    QModelIndex indexOf(Node* node) const;
    void read(Node* node);
    void addModels(std::vector<ArtifactEntry>& entries) const;

    WorkerPools& pools_;
    std::unique_ptr<Node> root_;
    std::string runId_;
    std::vector<std::string> models_;
    Opener opener_;
    std::shared_ptr<std::stop_source> reading_; // of this run; the next run cancels it
};

} // namespace binnacle
