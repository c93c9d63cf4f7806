#pragma once

#include "app/cli/command.h"

#include <string>

namespace binnacle::cli {

// Sets a tag of a run: into the outbox, and from there to the source at once if it can be reached.
// Where it can not the edit stays pending, the answer says so, and the command has done its work.
CommandResult setRunTag(Context& context, const std::string& run, const std::string& key,
                        const std::string& value);

} // namespace binnacle::cli
