#pragma once

#include "app/cli/command.h"

#include <string>
#include <vector>

namespace binnacle::cli {

// --attach MODEL VERSION: puts a report to a model version as evidence, which its gates read.
struct AttachOption
{
    std::vector<std::string> target; // model, and a version number or alias
    std::string source;              // where several registries have the model

    void declare(CLI::App& command);
    bool isSet() const { return target.size() == 2; }
    // `body`: JSON. Errors: NotFound, Conflict (several registries have it), Storage.
    Result<void> attach(Context& context, const char* kind, bool passed, const QString& summary,
                        const std::string& body, const std::string& datasetDigest) const;
};

} // namespace binnacle::cli
