#include "services/reproduce/environment_files.h"

#include "services/artifacts/structured_value.h"

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <deque>
#include <set>

namespace binnacle {

namespace {

constexpr std::int64_t mostBytes = 1'000'000;
constexpr int deepest = 3;
constexpr std::size_t mostFolders = 60;
constexpr std::array<std::string_view, 4> names = {"requirements.txt", "conda.yaml",
                                                   "python_env.yaml", "MLmodel"};

bool isWanted(const std::string& path)
{
    return std::ranges::find(names, path.substr(path.find_last_of('/') + 1)) != names.end();
}

std::string textOf(const QString& file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.read(mostBytes).toStdString() : std::string();
}

class Finder
{
public:
    Finder(TrackingBackend& backend, const std::string& runId, std::stop_token stop)
        : backend_(backend), runId_(runId), stop_(std::move(stop))
    {
    }

    Result<void> look(const std::string& folder)
    {
        std::deque<std::pair<std::string, int>> open{{folder, 0}};
        while (!open.empty() && folders_++ < mostFolders) {
            const auto [path, depth] = open.front();
            open.pop_front();
            const auto entries = backend_.listArtifacts(runId_, path, stop_);
            if (!entries)
                return failure(entries.error());
            for (const auto& entry : *entries) {
                if (entry.isFolder && depth < deepest)
                    open.emplace_back(entry.path, depth + 1);
                else if (!entry.isFolder && isWanted(entry.path) && entry.size <= mostBytes)
                    if (auto taken = take(entry.path); !taken)
                        return taken;
            }
        }
        return {};
    }

    std::vector<EnvironmentFile> files;

private:
    Result<void> take(const std::string& path)
    {
        if (!seen_.insert(path).second)
            return {};
        const QString file = scratch_.filePath(QString::number(seen_.size()));
        if (auto done = backend_.downloadArtifact(runId_, path, file.toStdString(), {}, stop_);
            !done)
            return done;
        files.push_back({path, path.substr(path.find_last_of('/') + 1), textOf(file)});
        return {};
    }

    TrackingBackend& backend_;
    const std::string& runId_;
    std::stop_token stop_;
    QTemporaryDir scratch_;
    std::set<std::string> seen_;
    std::size_t folders_ = 0;
};

std::string pythonOfConda(const StructuredValue& document)
{
    const auto* list = document.find("dependencies");
    if (!list || list->kind != StructuredValue::Kind::List)
        return {};
    for (const auto& entry : list->items) {
        if (entry.text.starts_with("python="))
            return entry.text.substr(entry.text.find_last_of('=') + 1);
    }
    return {};
}

std::string pythonOfModel(const StructuredValue& document)
{
    const auto* flavors = document.find("flavors");
    const auto* function = flavors ? flavors->find("python_function") : nullptr;
    const auto* version = function ? function->find("python_version") : nullptr;
    return version ? version->text : std::string();
}

std::string pythonOf(const EnvironmentFile& file)
{
    const auto document = parseYaml(file.text);
    if (!document || file.name == "requirements.txt")
        return {};
    if (file.name == "conda.yaml")
        return pythonOfConda(*document);
    if (file.name == "MLmodel")
        return pythonOfModel(*document);
    const auto* version = document->find("python");
    return version ? version->text : std::string();
}

} // namespace

Result<std::vector<EnvironmentFile>> environmentFiles(TrackingBackend& backend,
                                                      const std::string& runId,
                                                      const std::vector<std::string>& modelNames,
                                                      std::stop_token stop)
{
    Finder finder(backend, runId, std::move(stop));
    if (auto done = finder.look({}); !done)
        return failure(done.error());
    for (const auto& name : modelNames) {
        // A model whose files are gone does not hide what the others say.
        if (auto done = finder.look(name); !done && done.error().kind == Error::Kind::Cancelled)
            return failure(done.error());
    }
    return std::move(finder.files);
}

std::string pythonVersionIn(const std::vector<EnvironmentFile>& files)
{
    for (const char* name : {"python_env.yaml", "conda.yaml", "MLmodel"}) {
        for (const auto& file : files) {
            if (file.name == name)
                if (auto version = pythonOf(file); !version.empty())
                    return version;
        }
    }
    return {};
}

} // namespace binnacle
