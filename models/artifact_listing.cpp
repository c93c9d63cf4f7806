#include "models/artifact_listing.h"

#include "services/sync/sync_service.h"
#include "services/workspace/run_reader.h"

#include <QCoreApplication>

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

namespace binnacle {

namespace {

constexpr int deepest = 12;
constexpr std::size_t mostFolders = 400;

Result<void> listFiles(TrackingBackend& backend, RunArtifacts& run, const std::stop_token& stop)
{
    std::deque<std::pair<std::string, int>> open{{std::string(), 0}};
    std::size_t folders = 0;
    while (!open.empty()) {
        const auto [path, depth] = open.front();
        open.pop_front();
        if (++folders > mostFolders || run.files.size() > mostListedFiles) {
            run.cut = true;
            return {};
        }
        const auto entries = backend.listArtifacts(run.runId, path, stop);
        if (!entries)
            return failure(entries.error());
        for (const auto& entry : *entries) {
            if (!entry.isFolder)
                run.files.push_back(entry.path);
            else if (depth < deepest)
                open.emplace_back(entry.path, depth + 1);
        }
    }
    return {};
}

} // namespace

BackendOf backendOf(SyncService* sync)
{
    if (!sync)
        return {};
    return [sync](SourceId source) { return sync->backend(source); };
}

RunArtifacts listRunArtifacts(const std::shared_ptr<Workspace>& workspace, const BackendOf& open,
                              RunRowId run, const std::stop_token& stop)
{
    RunArtifacts found;
    const auto detail = RunReader(workspace).detail(run);
    if (!detail) {
        found.problem = detail.error().message;
        return found;
    }
    found.runId = detail->run.id;
    found.source = detail->source;
    if (!open) {
        found.problem =
            QCoreApplication::translate("ArtifactListing", "Artifacts are read from their source.");
        return found;
    }
    const auto backend = open(detail->source);
    const auto done = backend ? listFiles(**backend, found, stop) : failure(backend.error());
    if (!done)
        found.problem = done.error().message;
    std::ranges::sort(found.files);
    found.series = imageSeries(found.files);
    return found;
}

std::vector<SharedChoice> sharedChoices(const std::vector<RunArtifacts>& runs)
{
    std::map<QString, SharedChoice> choices;
    const auto count = [&](SharedChoice::Kind kind, const std::string& name) {
        const QString title = QString::fromStdString(name);
        const bool file = kind == SharedChoice::Kind::File;
        const QString key = (file ? QStringLiteral("file:") : QStringLiteral("pictures:")) + title;
        auto& choice =
            choices.try_emplace(key, SharedChoice{kind, key, title, name, 0}).first->second;
        ++choice.runs;
    };
    for (const auto& run : runs) {
        std::vector<std::string> inSeries;
        for (const auto& series : run.series) {
            count(SharedChoice::Kind::Pictures, series.key);
            for (const auto& picture : series.pictures)
                inSeries.push_back(picture.path);
        }
        std::ranges::sort(inSeries);
        for (const auto& file : run.files) {
            const bool ofSeries = std::ranges::binary_search(inSeries, file);
            if (!ofSeries && !file.ends_with("compressed.webp"))
                count(SharedChoice::Kind::File, file);
        }
    }
    const int least = runs.size() > 1 ? 2 : 1;
    std::vector<SharedChoice> list;
    for (auto& [key, choice] : choices) {
        if (choice.runs >= least)
            list.push_back(std::move(choice));
    }
    std::ranges::sort(list, [](const auto& a, const auto& b) {
        return std::make_tuple(-a.runs, a.kind == SharedChoice::Kind::File, a.title) <
               std::make_tuple(-b.runs, b.kind == SharedChoice::Kind::File, b.title);
    });
    return list;
}

} // namespace binnacle
