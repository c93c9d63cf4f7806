#pragma once

#include "services/artifacts/artifact_kind.h"
#include "services/artifacts/artifact_table.h"
#include "services/artifacts/confusion_matrix.h"
#include "services/artifacts/structured_value.h"
#include "services/backends/tracking_backend.h"

#include <QImage>
#include <QString>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace binnacle {

// One artifact, read and taken apart as far as it is safe to: what a viewer shows.
struct ArtifactContent
{
    std::string path;
    ArtifactKind kind = ArtifactKind::Text;
    std::int64_t size = -1; // bytes of the whole file; -1: unknown
    bool cut = false;       // only its beginning was read
    QString note;           // a sentence about what is not shown, or why; may be empty

    QString text; // of text kinds; of what is a tree or a table as well
    std::optional<StructuredValue> structure;
    std::optional<ArtifactTable> table;
    std::optional<ConfusionMatrix> matrix;
    QImage picture;
    QByteArray head;   // first bytes
    QByteArray sha256; // of a whole file that is no text or picture; empty: not computed
};
using SharedArtifact = std::shared_ptr<const ArtifactContent>;

// Most of a file that is fetched and shown, in bytes.
inline constexpr std::int64_t mostArtifactText = 4'000'000;
inline constexpr std::int64_t mostArtifactPicture = 40'000'000;
inline constexpr std::int64_t mostArtifactParquet = 100'000'000; // its end tells what is in it

// Reads a file, or as much of it as is there (`size`: of the whole file, -1: unknown). Never fails:
// what can not be shown says so in `note`. Pickles are not looked into. Blocks: for workers.
ArtifactContent readArtifactContent(const std::string& path, const std::filesystem::path& file,
                                    std::int64_t size, bool complete);

// Opens the source of a run. Blocks.
using ArtifactSource = std::function<Result<std::shared_ptr<TrackingBackend>>()>;

// Fetches an artifact into a folder of its own that is gone afterwards, at most about as much as is
// shown of it, and reads it. Blocks. Errors: those of the source, Cancelled.
Result<SharedArtifact> fetchArtifact(const ArtifactSource& open, const std::string& runId,
                                     const std::string& path, const TransferSink& progress,
                                     std::stop_token stop);

} // namespace binnacle
