#pragma once

#include "services/domain/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::mlflow_files {

// A file is written beside its place and then put there in one step, so that no reader sees half
// of it. The draft lies in `draftFolder` until it is whole: a file beside a tag would be taken for
// a tag. Error Storage.
Result<void> replaceFile(const std::filesystem::path& draftFolder,
                         const std::filesystem::path& file, const std::string& text);
tl::unexpected<Error> notWritten(const std::filesystem::path& file, int number); // errno

struct MetaChange
{
    std::string key;
    std::optional<std::string> value; // as YAML; nullopt: taken out
    std::string text;                 // as it must read back
};

// Changes lines of the meta.yaml in `folder` and makes sure that the result says what it should;
// else nothing is changed: Storage.
Result<void> changeMeta(const std::filesystem::path& folder,
                        const std::vector<MetaChange>& changes);

} // namespace binnacle::mlflow_files
