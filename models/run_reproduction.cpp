#include "models/run_reproduction.h"

#include <QDir>

namespace binnacle {

RunReproduction::RunReproduction(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                 BackendOf open, QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), pools_(pools), open_(std::move(open))
{
}

RunReproduction::~RunReproduction() = default;

void RunReproduction::setRun(RunRowId run, SourceId source)
{
    if (run_ == run)
        return;
    run_ = run;
    source_ = source;
    asked_.cancel();
    reading_ = false;
    reproduction_.reset();
    emit changed();
}

void RunReproduction::read(const QString& repository)
{
    if (!run_)
        return;
    reading_ = true;
    asked_.run(
        &pools_.jobs, this,
        [workspace = workspace_, open = open_, run = *run_, source = source_,
         address = repository.trimmed().toStdString()](std::stop_token stop) {
            const BackendOpener opener = [&]() -> Result<std::shared_ptr<TrackingBackend>> {
                if (!open)
                    return failure(Error::Kind::Network,
                                   tr("No source is within reach of this window."));
                return open(source);
            };
            return readReproduction(workspace, run, opener, address, stop);
        },
        [this](Result<Reproduction> read) {
            reading_ = false;
            if (!read) {
                emit failed(read.error());
                return;
            }
            reproduction_ = std::move(*read);
            emit changed();
        });
}

void RunReproduction::save(const QString& parent)
{
    if (!reproduction_)
        return;
    const QString folder = QDir(parent).filePath(reproductionFolderName(*reproduction_));
    saving_.run(
        &pools_.jobs, this,
        [run = *reproduction_, file = folder.toStdString()](const std::stop_token&) {
            return writeReproduction(run, file);
        },
        [this, folder](Result<void> done) {
            if (done)
                emit saved(folder);
            else
                emit failed(done.error());
        });
}

} // namespace binnacle
