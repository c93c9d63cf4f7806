#pragma once

#include "services/domain/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace binnacle {

// A server process that outlives the program that started it. It runs in a session of its own and
// holds the lock on the file `pid` in its folder for as long as it lives, so that any Binnacle can
// tell whether it runs, and none can start it twice: the lock is taken by the child itself, before
// it becomes the server. Its output goes to the file `log`. Blocks; any thread.
class LocalProcess
{
public:
    explicit LocalProcess(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // nullopt: it does not run.
    std::optional<pid_t> running() const;
    // `program` by its full path. `variables`: NAME=value, over those of this process; a name alone
    // takes it away. Conflict where it runs already. Returns when the lock is held.
    Result<void> start(const std::vector<std::string>& program,
                       const std::vector<std::string>& variables) const;
    // Ends its whole session: politely, after `graceMs` by force. Nothing where it does not run.
    Result<void> stop(int graceMs) const;
    // The end of its output.
    std::string log(std::size_t mostBytes) const;

private:
    std::filesystem::path folder_;
};

} // namespace binnacle
