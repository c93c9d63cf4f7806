#pragma once

#include "app/binnacle/application.h"
#include "app/binnacle/main_window.h"
#include "services/credentials/memory_credential_store.h"
#include "services/workspace/source_store.h"
#include "widgets/common/prompts.h"

#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace binnacle {

// Answers every question at once with what the test laid down.
class AnsweringPrompts : public Prompts
{
public:
    bool accept = true;
    QString text, folder, file;
    QStringList asked; // titles

    void confirm(QWidget*, const Confirmation& question, std::function<void()> accepted) override
    {
        asked << question.title;
        if (accept)
            accepted();
    }
    void askText(QWidget*, const QString& title, const QString&, const QString&,
                 std::function<void(QString)> answer) override
    {
        asked << title;
        answer(text);
    }
    void openFolder(QWidget*, const QString& title, std::function<void(QString)> answer) override
    {
        asked << title;
        answer(folder);
    }
    void openFile(QWidget*, const QString& title, const QString&,
                  std::function<void(QString)> answer) override
    {
        asked << title;
        answer(file);
    }
    void saveFile(QWidget*, const QString& title, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        asked << title;
        answer(file);
    }
    void tell(QWidget*, const QString& title, const QString&) override { asked << title; }
};

// A store of three runs; a folder on disk is recognised as one, and any http address.
class ThreeRunsBackend : public TrackingBackend
{
public:
    TrackingCapabilities capabilities() const override { return {}; }
    Result<TrackingProbe> probe(std::stop_token) override
    {
        return TrackingProbe{"MLflow 3.17.2", {}};
    }
    Result<std::vector<Experiment>> experiments(std::stop_token) override
    {
        return std::vector<Experiment>{Experiment{"0", "wine-quality", "", {}, {}, {}, {}}};
    }
    Result<RunScanResult> scanRuns(RunScan, const RunSink& sink, std::stop_token) override
    {
        std::vector<Run> runs;
        for (const char* name : {"wine-gbm-017", "wine-gbm-016", "wine-rf-009"}) {
            Run run;
            run.id = name;
            run.name = name;
            run.experimentId = "0";
            run.status = RunStatus::Finished;
            run.startTime = 1'700'000'000'000;
            run.endTime = 1'700'000'060'000;
            runs.push_back(run);
        }
        if (const auto written = sink(std::move(runs)); !written)
            return failure(written.error());
        return RunScanResult{};
    }
    Result<void> fetchHistories(std::span<const SeriesRequest>, const SeriesSink&,
                                std::stop_token) override
    {
        return {};
    }
    Result<Run> run(const std::string&, std::stop_token) override { return Run{}; }
};

inline BackendRegistry threeRunsRegistry()
{
    BackendRegistry registry;
    TrackingBackendKind kind;
    kind.kind = "mlflow-files";
    kind.title = "mlruns folder";
    kind.recognise = [](const std::string& address) -> std::optional<std::string> {
        const bool there =
            address.starts_with("http") || QDir(QString::fromStdString(address)).exists();
        return there ? std::optional(address) : std::nullopt;
    };
    kind.open = [](const Source&) -> Result<std::shared_ptr<TrackingBackend>> {
        return std::make_shared<ThreeRunsBackend>();
    };
    registry.add(kind);
    return registry;
}

// The real window over an empty workspace, with settings of its own.
struct WindowFixture
{
    WindowFixture()
    {
        QSettings().clear();
        start();
    }
    ~WindowFixture()
    {
        window.reset();
        application.reset();
    }
    void start()
    {
        window.reset();
        application.reset();
        const SourceSecrets secrets{std::make_shared<MemoryCredentialStore>(),
                                    std::make_shared<MemoryCredentialStore>()};
        application = std::make_unique<Application>(
            threeRunsRegistry(), secrets, folder.filePath(QStringLiteral("w.db")).toStdString());
        window = std::make_unique<MainWindow>(*application, prompts);
        application->open();
        window->resize(1200, 800);
        window->show();
        (void)QTest::qWaitForWindowActive(window.get()); // shortcuts need it
    }
    QString makeFolder(const QString& name)
    {
        QDir(folder.path()).mkpath(name);
        return folder.filePath(name);
    }
    template <class T>
    T* find(const char* name)
    {
        return window->findChild<T*>(QLatin1String(name));
    }

    QTemporaryDir folder;
    AnsweringPrompts prompts;
    std::unique_ptr<Application> application;
    std::unique_ptr<MainWindow> window;
};

} // namespace binnacle
