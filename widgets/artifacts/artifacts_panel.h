#pragma once

#include "models/artifact_listing.h"
#include "models/run_artifacts_model.h"
#include "services/async/worker_pools.h"
#include "widgets/common/prompts.h"

#include <QWidget>

#include <functional>
#include <memory>

class QProgressBar;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace binnacle {

class ArtifactViewer;
class EmptyState;
class TextLabel;

// The artifacts of one run: listed, looked at, saved to disk. Nothing of them is ever run or loaded
// as a model.
class ArtifactsPanel : public QWidget
{
    Q_OBJECT
public:
    // `open` empty: no source is within reach. Vertical: the tree above the file; Horizontal:
    // beside it.
    ArtifactsPanel(WorkerPools& pools, BackendOf open, QWidget* parent = nullptr,
                   Qt::Orientation orientation = Qt::Vertical);
    ~ArtifactsPanel() override;
    void setPrompts(Prompts* prompts);
    // `models`: names of its logged models (MLflow 3), shown as folders.
    void setRun(SourceId source, const std::string& runId, std::vector<std::string> models = {});
    ArtifactViewer* viewer() const { return viewer_; }

protected:
    void showEvent(QShowEvent* event) override; // read when it is looked at, not before

private:
    RunArtifactsModel::Opener opener() const;
    void setUp(Qt::Orientation orientation);
    QWidget* makeFoot();
    void load();
    void selected();
    void look();
    void save(const QString& destination);
    std::function<void(TransferProgress)> beginTransfer();
    void stopTransfer();

    WorkerPools& pools_;
    BackendOf open_;
    Prompts* prompts_ = nullptr;
    RunArtifactsModel* model_;
    QTreeView* tree_;
    QSplitter* splitter_;
    QStackedWidget* pages_;
    EmptyState* empty_;
    ArtifactViewer* viewer_;
    TextLabel* status_;
    QProgressBar* progress_;
    QWidget *save_, *cancel_;
    QString path_;
    SourceId source_{};
    std::string runId_;
    std::vector<std::string> models_;
    bool due_ = false;
    std::shared_ptr<std::stop_source> transfer_;
};

} // namespace binnacle
