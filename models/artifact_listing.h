#pragma once

#include "services/artifacts/image_steps.h"
#include "services/backends/tracking_backend.h"
#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <QString>

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

class SyncService;

// Opens the backend of a source. Called on workers; empty: no source is within reach.
using BackendOf = std::function<Result<std::shared_ptr<TrackingBackend>>(SourceId)>;
BackendOf backendOf(SyncService* sync); // nullptr: empty

// All artifacts of one run, by path.
struct RunArtifacts
{
    std::string runId;
    SourceId source{};
    std::vector<std::string> files;
    std::vector<ImageSeries> series;
    bool cut = false; // there are more than mostListedFiles
    QString problem;  // why there are none
};

inline constexpr std::size_t mostListedFiles = 5'000;

// Something that can be compared: a file by its path, or the pictures of a key over steps.
struct SharedChoice
{
    enum class Kind { File, Pictures };
    Kind kind = Kind::File;
    QString key;      // stable: "file:plots/roc.png", "pictures:dogs"
    QString title;    // "plots/roc.png"
    std::string name; // path or key of the series
    int runs = 0;     // that have it
};

// Lists the artifacts of a run of the workspace with all that is below. Blocks. A source out of
// reach is no error here: it is the problem of this run.
RunArtifacts listRunArtifacts(const std::shared_ptr<Workspace>& workspace, const BackendOf& open,
                              RunRowId run, const std::stop_token& stop);

// What at least two of the runs have (one, where there is only one run): what most of them have
// first, pictures over steps before files, then by name.
std::vector<SharedChoice> sharedChoices(const std::vector<RunArtifacts>& runs);

} // namespace binnacle
