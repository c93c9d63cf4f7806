#include "widgets/artifacts/artifacts_panel.h"

#include "models/number_text.h"
#include "services/async/deliver.h"
#include "services/sync/sync_service.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QFileInfo>
#include <QIdentityProxyModel>
#include <QImageReader>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTreeView>

namespace binnacle {

namespace {

constexpr qint64 mostPreviewed = 4'000'000; // bytes that are fetched to be looked at
constexpr qint64 mostText = 256'000;        // bytes of a text that are shown
constexpr int mostPixels = 4000;            // of a side of an image

bool looksLikeText(const QByteArray& head)
{
    return !head.contains('\0');
}

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

ArtifactsPanel::ArtifactsPanel(WorkerPools& pools, SyncService* sync, QWidget* parent)
    : QWidget(parent)
    , pools_(pools)
    , sync_(sync)
    , model_(new RunArtifactsModel(pools, this))
    , tree_(new QTreeView(this))
    , pages_(new QStackedWidget(this))
    , previews_(new QStackedWidget(this))
    , empty_(new EmptyState(this))
    , text_(new QPlainTextEdit(this))
    , image_(new QLabel(this))
    , status_(new TextLabel({}, TextRole::Muted, this))
    , progress_(new QProgressBar(this))
{
    setUp();
    connect(model_, &RunArtifactsModel::loaded, this, [this] {
        if (model_->rowCount() == 0)
            empty_->show(EmptyState::Kind::Empty, tr("This run logged no artifacts."));
        pages_->setCurrentIndex(model_->rowCount() == 0 ? 0 : 1);
    });
    connect(model_, &RunArtifactsModel::failed, this, [this](const Error& error) {
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

void ArtifactsPanel::setUp()
{
    auto* names = new FileNameModel(this);
    names->setSourceModel(model_);
    tree_->setObjectName(QStringLiteral("artifactTree"));
    tree_->setModel(names);
    tree_->setHeaderHidden(true);
    tree_->setUniformRowHeights(true);
    tree_->setFrameShape(QFrame::NoFrame);
    text_->setObjectName(QStringLiteral("artifactText"));
    text_->setReadOnly(true);
    text_->setFont(monospaceFont());
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    image_->setAlignment(Qt::AlignCenter);
    image_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    previews_->addWidget(new QWidget(this));
    previews_->addWidget(text_);
    previews_->addWidget(image_);
    progress_->setTextVisible(false);
    progress_->hide();
    auto* save =
        makeButton(tr("Save as…"), QStringLiteral("download"), ButtonRole::Secondary, this);
    save_ = save;
    save_->setObjectName(QStringLiteral("artifactSave"));
    save_->setEnabled(false);
    connect(save, &QPushButton::clicked, this, [this] {
        if (prompts_)
            prompts_->saveFile(this, tr("Save artifact"), QFileInfo(path_).fileName(), {},
                               [this](const QString& file) { download(file, Purpose::Save); });
    });
    auto* foot = new QHBoxLayout;
    foot->addWidget(status_, 1);
    foot->addWidget(save_);
    auto* work = new QWidget(this);
    auto* layout = new QVBoxLayout(work);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(tree_, 2);
    layout->addWidget(progress_);
    layout->addWidget(previews_, 3);
    layout->addLayout(foot);
    pages_->addWidget(empty_);
    pages_->addWidget(work);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(pages_);
}

void ArtifactsPanel::setRun(SourceId source, const std::string& runId)
{
    if (source == source_ && runId == runId_)
        return;
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
    return [sync = sync_, from = source_] { return sync->backend(from); };
}

void ArtifactsPanel::load()
{
    due_ = false;
    stopTransfer();
    previews_->setCurrentIndex(0);
    status_->clear();
    save_->setEnabled(false);
    pages_->setCurrentIndex(0);
    if (!sync_) {
        empty_->show(EmptyState::Kind::Offline, tr("Artifacts are read from their source."));
        return;
    }
    empty_->show(EmptyState::Kind::Loading, tr("Listing the artifacts"));
    model_->setRun(runId_, opener());
}

void ArtifactsPanel::selected()
{
    const QModelIndex index = tree_->currentIndex();
    stopTransfer();
    previews_->setCurrentIndex(0);
    const bool file = index.isValid() && !index.data(RunArtifactsModel::FolderRole).toBool();
    save_->setEnabled(file);
    path_ = index.data(RunArtifactsModel::PathRole).toString();
    status_->setText(file ? QFileInfo(path_).fileName() : QString());
    if (!file)
        return;
    const QString name = QStringLiteral("preview.") + QFileInfo(path_).suffix();
    QFile::remove(scratch_.filePath(name));
    download(scratch_.filePath(name), Purpose::Preview);
}

void ArtifactsPanel::stopTransfer()
{
    if (transfer_)
        transfer_->request_stop();
    transfer_.reset();
    progress_->hide();
}

void ArtifactsPanel::download(const QString& destination, Purpose purpose)
{
    if (!sync_)
        return;
    stopTransfer();
    auto stop = std::make_shared<std::stop_source>();
    transfer_ = stop;
    progress_->setRange(0, 0);
    progress_->show();
    const QPointer<ArtifactsPanel> self(this);
    const auto report = [self, stop, purpose](TransferProgress now) {
        // A preview of a large file ends here: it is not looked at whole.
        if (purpose == Purpose::Preview && now.bytesDone > mostPreviewed)
            stop->request_stop();
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
    deliver(onPool(&pools_.jobs,
                   [open = opener(), run = runId_, path = path_.toStdString(),
                    file = destination.toStdString(), report, stop]() -> Result<void> {
                       const auto backend = open();
                       if (!backend)
                           return failure(backend.error());
                       return (*backend)->downloadArtifact(run, path, file, report,
                                                           stop->get_token());
                   }),
            this, [this, stop, destination, purpose](Result<void> done) {
                if (transfer_ == stop)
                    finished(destination, purpose, done);
            });
}

void ArtifactsPanel::finished(const QString& destination, Purpose purpose, const Result<void>& done)
{
    transfer_.reset();
    progress_->hide();
    if (!done && done.error().kind == Error::Kind::Cancelled)
        status_->setText(
            tr("Larger than %1: save it to look at it.").arg(bytesText(mostPreviewed)));
    else if (!done)
        status_->setText(done.error().message);
    else if (purpose == Purpose::Save)
        status_->setText(tr("Saved as %1").arg(destination));
    else
        preview(destination);
}

void ArtifactsPanel::preview(const QString& name)
{
    QImageReader reader(name);
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (reader.canRead() && size.width() <= mostPixels && size.height() <= mostPixels) {
        picture_ = QPixmap::fromImage(reader.read());
        showImage();
        previews_->setCurrentWidget(image_);
        status_->setText(tr("%1 × %2 pixels").arg(size.width()).arg(size.height()));
        return;
    }
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QByteArray head = file.read(mostText);
    status_->setText(bytesText(file.size()));
    if (!looksLikeText(head)) {
        status_->setText(tr("%1, no text or image").arg(bytesText(file.size())));
        return;
    }
    text_->setPlainText(QString::fromUtf8(head));
    if (file.size() > mostText)
        text_->appendPlainText(
            tr("… the first %1 of %2").arg(bytesText(mostText), bytesText(file.size())));
    text_->moveCursor(QTextCursor::Start);
    previews_->setCurrentWidget(text_);
}

void ArtifactsPanel::showImage()
{
    if (picture_.isNull())
        return;
    const QSize room = previews_->size() - QSize(8, 8);
    const bool larger = picture_.width() > room.width() || picture_.height() > room.height();
    image_->setPixmap(larger ? picture_.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                             : picture_);
}

void ArtifactsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showImage();
}

} // namespace binnacle
