#pragma once

#include "services/backends/tracking_backend.h"
#include "services/domain/result.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

namespace binnacle::local_registry {

// Files by their content: objects/<first two digits>/<SHA-256 in hexadecimal>. The same content is
// kept once. Blocks; any thread.
class ObjectStore
{
public:
    explicit ObjectStore(const std::filesystem::path& folder) : folder_(folder / "objects") {}

    // A copy of `file` that is not in its place yet, read once in constant memory.
    struct Draft
    {
        std::filesystem::path file;
        std::string digest;
        std::int64_t size = 0;
    };
    Result<Draft> take(const std::filesystem::path& file, const TransferSink& progress,
                       const std::stop_token& stop) const;
    // Puts a draft in its place, in one step.
    Result<void> keep(const Draft& draft) const;
    void discard(const Draft& draft) const;

    std::filesystem::path pathOf(const std::string& digest) const;
    void remove(const std::string& digest) const;

private:
    std::filesystem::path folder_;
};

} // namespace binnacle::local_registry
