#include "app/binnacle/session.h"

#include "app/binnacle/application.h"
#include "app/binnacle/main_window.h"
#include "app/common/default_workspace.h"
#include "app/common/registered_backends.h"
#include "services/credentials/credential_chain.h"
#include "services/credentials/memory_credential_store.h"

#include <QApplication>
#include <QCoreApplication>
#include <QTimer>

namespace binnacle {

namespace {

// The sample beside the default workspace, as a copy that a person may change.
Result<std::filesystem::path> copyOfSample()
{
    const std::filesystem::path copy = defaultWorkspacePath().parent_path() / "sample.db";
    std::error_code error;
    if (!std::filesystem::exists(copy, error)) {
        std::filesystem::create_directories(copy.parent_path(), error);
        std::filesystem::copy_file(sampleWorkspacePath(), copy, error);
    }
    if (error)
        return failure(
            Error::Kind::Storage,
            QCoreApplication::translate("Session", "The sample could not be copied to %1.")
                .arg(QString::fromStdString(copy.string())),
            QString::fromStdString(error.message()));
    return copy;
}

} // namespace

Session::Session() : secrets_{systemCredentials(), std::make_shared<MemoryCredentialStore>()} {}

Session::~Session() = default;

void Session::open(const std::filesystem::path& workspaceFile)
{
    const bool wasVisible = window_ && window_->isVisible();
    window_.reset();
    application_.reset();
    auto credentials = std::make_shared<CredentialChain>(secrets_.trial, secrets_.kept);
    application_ = std::make_unique<Application>(registeredBackends(std::move(credentials)),
                                                 secrets_, workspaceFile);
    window_ = std::make_unique<MainWindow>(*application_, prompts_);
    // The signal comes from the window that is to go: leave its call first.
    connect(window_.get(), &MainWindow::sampleRequested, this, &Session::openSample,
            Qt::QueuedConnection);
    application_->open();
    if (wasVisible)
        window_->show();
}

void Session::openSample()
{
    deliver(onPool(&application_->pools().jobs, copyOfSample), window_.get(),
            [this](const Result<std::filesystem::path>& copy) {
                if (!copy) {
                    prompts_.tell(window_.get(),
                                  QCoreApplication::translate("Session", "No sample"),
                                  copy.error().message);
                    return;
                }
                QTimer::singleShot(0, this, [this, file = *copy] { open(file); });
            });
}

} // namespace binnacle
