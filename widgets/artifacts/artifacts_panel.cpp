#include "widgets/artifacts/artifacts_panel.h"

#include "models/artifact_content.h"
#include "models/number_text.h"
#include "services/async/deliver.h"
#include "widgets/artifacts/artifact_viewer.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QFileInfo>
#include <QIdentityProxyModel>
#include <QPointer>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

#include <filesystem>

namespace binnacle {

namespace {

class FileNameModel : public QIdentityProxyModel
{
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    QVariant data(const QModelIndex& index, int role) const override
    {
        if (role == Qt::DecorationRole)
            return icon(index.data(RunArtifactsModel::FolderRole).toBool()
                            ? QStringLiteral("folder")
                            : QStringLiteral("file"));
        if (role == Qt::DisplayRole) {
            const QString size = index.data(RunArtifactsModel::SizeRole).toString();
            const QString name = QIdentityProxyModel::data(index, role).toString();
            return size.isEmpty() ? name : name + QStringLiteral("   ") + size;
        }
        return QIdentityProxyModel::data(index, role);
    }
};

} // namespace

ArtifactsPanel::ArtifactsPanel(WorkerPools& pools, BackendOf open, QWidget* parent,
                               Qt::Orientation orientation)
    : QWidget(parent)
    , pools_(pools)
    , open_(std::move(open))
    , model_(new RunArtifactsModel(pools, this))
    , tree_(new QTreeView(this))
    , splitter_(new QSplitter(orientation, this))
    , pages_(new QStackedWidget(this))
    , empty_(new EmptyState(this))
    , viewer_(new ArtifactViewer(this))
    , status_(new TextLabel({}, TextRole::Muted, this))
    , progress_(new QProgressBar(this))
{
    setUp(orientation);
    connect(model_, &RunArtifactsModel::loaded, this, [this] {
        if (model_->rowCount() == 0)
            empty_->show(EmptyState::Kind::Empty, tr("This run logged no artifacts."));
        pages_->setCurrentIndex(model_->rowCount() == 0 ? 0 : 1);
    });
    connect(model_, &RunArtifactsModel::failed, this, [this](const Error& error) {
        if (model_->rowCount() > 0) { // of one folder: the others stay
            status_->setText(error.message);
            return;
        }
        empty_->show(error.kind == Error::Kind::Network ? EmptyState::Kind::Offline
                                                        : EmptyState::Kind::Failed,
                     error.message, tr("Try again"));
        pages_->setCurrentIndex(0);
    });
    connect(empty_, &EmptyState::actionTriggered, this, &ArtifactsPanel::load);
    connect(tree_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ArtifactsPanel::selected);
}

ArtifactsPanel::~ArtifactsPanel()
{
    stopTransfer();
}

void ArtifactsPanel::setPrompts(Prompts* prompts)
{
    prompts_ = prompts;
    viewer_->setPrompts(prompts);
}

void ArtifactsPanel::setUp(Qt::Orientation orientation)
{
    auto* names = new FileNameModel(this);
    names->setSourceModel(model_);
    tree_->setObjectName(QStringLiteral("artifactTree"));
    tree_->setAccessibleName(tr("Artifacts"));
    tree_->setModel(names);
    tree_->setHeaderHidden(true);
    tree_->setUniformRowHeights(true);
    tree_->setFrameShape(QFrame::NoFrame);
    auto* work = new QWidget(this);
    auto* below = new QVBoxLayout(work);
    below->setContentsMargins(orientation == Qt::Horizontal ? spacing::m : 0, spacing::xs, 0, 0);
    below->setSpacing(spacing::s);
    below->addWidget(viewer_, 1);
    below->addWidget(makeFoot());
    splitter_->addWidget(tree_);
    splitter_->addWidget(work);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->setStretchFactor(0, orientation == Qt::Horizontal ? 0 : 2);
    splitter_->setStretchFactor(1, orientation == Qt::Horizontal ? 1 : 3);
    if (orientation == Qt::Horizontal)
        splitter_->setSizes({280, 800});
    pages_->addWidget(empty_);
    pages_->addWidget(splitter_);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(pages_);
}

QWidget* ArtifactsPanel::makeFoot()
{
    auto* foot = new QWidget(this);
    progress_->setObjectName(QStringLiteral("artifactProgress"));
    progress_->setTextVisible(false);
    progress_->setFixedWidth(120);
    auto* cancel = makeButton(tr("Cancel"), {}, ButtonRole::Link, foot);
    cancel->setObjectName(QStringLiteral("artifactCancel"));
    cancel_ = cancel;
    auto* save =
        makeButton(tr("Save as…"), QStringLiteral("download"), ButtonRole::Secondary, foot);
    save_ = save;
    save_->setObjectName(QStringLiteral("artifactSave"));
    save_->setEnabled(false);
    status_->setObjectName(QStringLiteral("artifactStatus"));
    connect(save, &QPushButton::clicked, this, [this] {
        if (prompts_)
            prompts_->saveFile(this, tr("Save artifact"), QFileInfo(path_).fileName(), {},
                               [this](const QString& file) { this->save(file); });
    });
    connect(cancel, &QPushButton::clicked, this, [this] {
        stopTransfer();
        status_->setText(tr("Cancelled"));
    });
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(status_, 1);
    row->addWidget(progress_);
    row->addWidget(cancel_);
    row->addWidget(save_);
    progress_->hide();
    cancel_->hide();
    return foot;
}

void ArtifactsPanel::setRun(SourceId source, const std::string& runId,
                            std::vector<std::string> models)
{
    if (source == source_ && runId == runId_ && models == models_)
        return;
    models_ = std::move(models);
    source_ = source;
    runId_ = runId;
    due_ = true;
    if (isVisible())
        load();
}

void ArtifactsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (due_)
        load();
}

RunArtifactsModel::Opener ArtifactsPanel::opener() const
{
    return [open = open_, from = source_] { return open(from); };
}

void ArtifactsPanel::load()
{
    due_ = false;
    stopTransfer();
    viewer_->clear();
    status_->clear();
    save_->setEnabled(false);
    pages_->setCurrentIndex(0);
    if (!open_) {
        empty_->show(EmptyState::Kind::Offline, tr("Artifacts are read from their source."));
        return;
    }
    empty_->show(EmptyState::Kind::Loading, tr("Listing the artifacts"));
    model_->setRun(runId_, opener(), models_);
}

void ArtifactsPanel::selected()
{
    const QModelIndex index = tree_->currentIndex();
    stopTransfer();
    const bool file = index.isValid() && !index.data(RunArtifactsModel::FolderRole).toBool();
    save_->setEnabled(file);
    path_ = index.data(RunArtifactsModel::PathRole).toString();
    status_->setText(file ? QFileInfo(path_).fileName() : QString());
    if (file)
        look();
    else
        viewer_->clear();
}

void ArtifactsPanel::stopTransfer()
{
    if (transfer_)
        transfer_->request_stop();
    transfer_.reset();
    progress_->hide();
    cancel_->hide();
}

// What a worker calls while bytes arrive.
std::function<void(TransferProgress)> ArtifactsPanel::beginTransfer()
{
    stopTransfer();
    auto stop = std::make_shared<std::stop_source>();
    transfer_ = stop;
    progress_->setRange(0, 0);
    progress_->show();
    cancel_->show();
    return [self = QPointer<ArtifactsPanel>(this), stop](TransferProgress now) {
        QMetaObject::invokeMethod(
            qApp,
            [self, stop, now] {
                if (!self || self->transfer_ != stop || now.bytesTotal <= 0)
                    return;
                self->progress_->setRange(0, 1000);
                self->progress_->setValue(static_cast<int>(1000 * now.bytesDone / now.bytesTotal));
            },
            Qt::QueuedConnection);
    };
}

void ArtifactsPanel::look()
{
    if (!open_)
        return;
    viewer_->clear(tr("Reading %1").arg(QFileInfo(path_).fileName()));
    const auto report = beginTransfer();
    deliver(onPool(&pools_.jobs,
                   [open = opener(), run = runId_, path = path_.toStdString(), report,
                    stop = transfer_->get_token()] {
                       return fetchArtifact(open, run, path, report, stop);
                   }),
            this, [this, stop = transfer_](Result<SharedArtifact> content) {
                if (transfer_ != stop)
                    return;
                stopTransfer();
                if (!content) {
                    viewer_->clear(content.error().message);
                    return;
                }
                const auto& read = **content;
                const QString size = read.size >= 0 ? bytesText(read.size) : QString();
                status_->setText(read.picture.isNull() ? size
                                                       : tr("%1 × %2 pixels, %3")
                                                             .arg(read.picture.width())
                                                             .arg(read.picture.height())
                                                             .arg(size));
                viewer_->show(*content);
            });
}

void ArtifactsPanel::save(const QString& destination)
{
    if (!open_)
        return;
    const auto report = beginTransfer();
    status_->setText(tr("Saving %1").arg(QFileInfo(path_).fileName()));
    deliver(onPool(&pools_.jobs,
                   [open = opener(), run = runId_, path = path_.toStdString(),
                    file = destination.toStdString(), report,
                    stop = transfer_->get_token()]() -> Result<void> {
                       const auto backend = open();
                       if (!backend)
                           return failure(backend.error());
                       // What was there under this name is replaced, not continued.
                       std::error_code ignored;
                       std::filesystem::remove(file, ignored);
                       return (*backend)->downloadArtifact(run, path, file, report, stop);
                   }),
            this, [this, stop = transfer_, destination](Result<void> done) {
                if (transfer_ != stop)
                    return;
                stopTransfer();
                status_->setText(done ? tr("Saved as %1").arg(destination) : done.error().message);
            });
}

} // namespace binnacle
