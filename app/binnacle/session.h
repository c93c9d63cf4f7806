#pragma once

#include "models/source_editor.h"
#include "widgets/common/prompts.h"

#include <QObject>

#include <filesystem>
#include <memory>

namespace binnacle {

class Application;
class MainWindow;

// One workspace and its window. Another workspace (the sample) takes their place.
class Session : public QObject
{
    Q_OBJECT
public:
    Session();
    ~Session() override;

    void open(const std::filesystem::path& workspaceFile);
    MainWindow& window() { return *window_; }
    Application& application() { return *application_; }

private:
    void openSample();
    SourceSecrets secrets_;
    DialogPrompts prompts_;
    std::unique_ptr<Application> application_;
    std::unique_ptr<MainWindow> window_; // goes before the application
};

} // namespace binnacle
