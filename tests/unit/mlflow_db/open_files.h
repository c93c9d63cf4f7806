#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace binnacle {

// How many descriptors of this process lead to `file` (Linux: /proc/self/fd).
inline int timesOpen(const std::filesystem::path& file)
{
    int times = 0;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
        if (std::filesystem::read_symlink(entry.path(), ignored) == file)
            ++times;
    }
    return times;
}

// For a helper thread: returns when somebody else has opened `file` once more than `before` times,
// which a reader that waits for its lock has; or after ten seconds.
inline void awaitOpening(const std::filesystem::path& file, int before)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (timesOpen(file) <= before && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
}

} // namespace binnacle
