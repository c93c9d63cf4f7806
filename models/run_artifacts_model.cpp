#include "models/run_artifacts_model.h"

#include "models/number_text.h"

#include <algorithm>

namespace binnacle {

struct RunArtifactsModel::Node
{
    ArtifactEntry entry;
    Node* parent = nullptr;
    int row = 0;
    bool asked = false;
    std::vector<std::unique_ptr<Node>> children;
};

RunArtifactsModel::RunArtifactsModel(WorkerPools& pools, QObject* parent)
    : QAbstractItemModel(parent), pools_(pools)
{
    clear();
}

RunArtifactsModel::~RunArtifactsModel()
{
    reading_->request_stop();
}

void RunArtifactsModel::clear()
{
    beginResetModel();
    if (reading_)
        reading_->request_stop();
    reading_ = std::make_shared<std::stop_source>();
    root_ = std::make_unique<Node>();
    root_->entry.isFolder = true;
    runId_.clear();
    endResetModel();
}

void RunArtifactsModel::setRun(const std::string& runId, Opener opener,
                               std::vector<std::string> models)
{
    clear();
    models_ = std::move(models);
    runId_ = runId;
    opener_ = std::move(opener);
    read(root_.get());
}

void RunArtifactsModel::addModels(std::vector<ArtifactEntry>& entries) const
{
    for (const auto& name : models_) {
        if (!name.empty() &&
            std::ranges::find(entries, name, &ArtifactEntry::path) == entries.end())
            entries.push_back({name, true, -1});
    }
}

void RunArtifactsModel::read(Node* node)
{
    node->asked = true;
    deliver(onPool(&pools_.jobs,
                   [opener = opener_, run = runId_, path = node->entry.path,
                    stop = reading_->get_token()]() -> Result<std::vector<ArtifactEntry>> {
                       if (stop.stop_requested())
                           return failure(cancelledError());
                       const auto backend = opener();
                       if (!backend)
                           return failure(backend.error());
                       return (*backend)->listArtifacts(run, path, stop);
                   }),
            this, [this, node, turn = reading_](Result<std::vector<ArtifactEntry>> entries) {
                if (turn != reading_)
                    return; // another run is shown: the node is gone
                if (!entries) {
                    emit failed(entries.error());
                    return;
                }
                if (node == root_.get())
                    addModels(*entries);
                std::sort(entries->begin(), entries->end(), [](const auto& a, const auto& b) {
                    return std::tie(b.isFolder, a.path) < std::tie(a.isFolder, b.path);
                });
                if (!entries->empty()) {
                    beginInsertRows(indexOf(node), 0, static_cast<int>(entries->size()) - 1);
                    for (auto& entry : *entries) {
                        auto child = std::make_unique<Node>();
                        child->entry = std::move(entry);
                        child->parent = node;
                        child->row = static_cast<int>(node->children.size());
                        node->children.push_back(std::move(child));
                    }
                    endInsertRows();
                }
                if (node == root_.get())
                    emit loaded();
            });
}

RunArtifactsModel::Node* RunArtifactsModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : root_.get();
}

QModelIndex RunArtifactsModel::indexOf(Node* node) const
{
    return node == root_.get() ? QModelIndex() : createIndex(node->row, 0, node);
}

QModelIndex RunArtifactsModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeOf(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex RunArtifactsModel::parent(const QModelIndex& index) const
{
    return index.isValid() ? indexOf(nodeOf(index)->parent) : QModelIndex();
}

int RunArtifactsModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int RunArtifactsModel::columnCount(const QModelIndex&) const
{
    return 1;
}

bool RunArtifactsModel::hasChildren(const QModelIndex& parent) const
{
    const Node* node = nodeOf(parent);
    return node->asked ? !node->children.empty() : node->entry.isFolder;
}

bool RunArtifactsModel::canFetchMore(const QModelIndex& parent) const
{
    const Node* node = nodeOf(parent);
    return node->entry.isFolder && !node->asked && !runId_.empty();
}

void RunArtifactsModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        read(nodeOf(parent));
}

QVariant RunArtifactsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const ArtifactEntry& entry = nodeOf(index)->entry;
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(entry.path.substr(entry.path.find_last_of('/') + 1));
    case Qt::ToolTipRole:
    case PathRole:
        return QString::fromStdString(entry.path);
    case FolderRole:
        return entry.isFolder;
    case SizeRole:
        return entry.isFolder || entry.size < 0 ? QString() : bytesText(entry.size);
    default:
        return {};
    }
}

} // namespace binnacle
