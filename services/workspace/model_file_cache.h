#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

// The text of the file MLmodel of versions, kept so that signature and flavors are known offline.
// Blocks; any worker thread.
class ModelFileCache
{
public:
    static constexpr std::size_t mostBytes = std::size_t(1) << 20; // a longer file is not kept

    explicit ModelFileCache(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace))
    {
    }

    // nullopt: it was never read, or the version has none.
    Result<std::optional<std::string>> text(ModelVersionRowId version) const;
    // `text` nullopt: looked for and not found.
    Result<void> put(ModelVersionRowId version, const std::optional<std::string>& text,
                     std::int64_t at) const;

    struct Wanted
    {
        ModelVersionRowId row{};
        std::string model;
        std::string version;
    };
    // Versions of `source` that hold an alias or a stage or are among the newest three of their
    // model, and whose file was neither read nor looked for after `lookedAfter`; the newest models
    // first.
    Result<std::vector<Wanted>> wanted(SourceId source, std::int64_t lookedAfter,
                                       std::size_t limit) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
