#pragma once

#include "models/run_artifacts_model.h"
#include "services/async/worker_pools.h"
#include "widgets/common/prompts.h"

#include "services/domain/identifiers.h"

#include <QPixmap>
#include <QTemporaryDir>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QStackedWidget;
class QTreeView;

namespace binnacle {

class EmptyState;
class SyncService;
class TextLabel;

// The artifacts of one run: listed, looked at (text and images), saved to disk. Nothing of them is
// ever run or loaded as a model.
class ArtifactsPanel : public QWidget
{
    Q_OBJECT
public:
    ArtifactsPanel(WorkerPools& pools, SyncService* sync, QWidget* parent = nullptr);
    ~ArtifactsPanel() override;
    void setPrompts(Prompts* prompts) { prompts_ = prompts; }
    void setRun(SourceId source, const std::string& runId);

protected:
    void showEvent(QShowEvent* event) override; // read when it is looked at, not before
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Purpose { Preview, Save };
    RunArtifactsModel::Opener opener() const;
    void setUp();
    void load();
    void selected();
    void download(const QString& destination, Purpose purpose);
    void finished(const QString& destination, Purpose purpose, const Result<void>& done);
    void preview(const QString& file);
    void showImage();
    void stopTransfer();

    WorkerPools& pools_;
    SyncService* sync_;
    Prompts* prompts_ = nullptr;
    RunArtifactsModel* model_;
    QTreeView* tree_;
    QStackedWidget *pages_, *previews_;
    EmptyState* empty_;
    QPlainTextEdit* text_;
    QLabel* image_;
    TextLabel* status_;
    QProgressBar* progress_;
    QWidget* save_;
    QTemporaryDir scratch_;
    QPixmap picture_;
    QString path_;
    qint64 size_ = -1;
    SourceId source_{};
    std::string runId_;
    bool due_ = false;
    std::shared_ptr<std::stop_source> transfer_;
};

} // namespace binnacle
