#pragma once

#include "app/cli/command.h"
#include "services/data/dataset_open.h"

#include <QJsonObject>

namespace binnacle::cli {

// How data is named on the command line, the same for every command that reads it.
struct DataOptions
{
    std::string format;
    std::string table;
    std::string encoding;
    std::uint64_t memory = 0; // megabytes; 0: half of the machine's

    void declare(CLI::App& command);
    Result<std::shared_ptr<DuckDbEngine>> engine() const;
    DatasetAddress address(const std::string& path) const;
};

// Reads all of it, with a progress line.
Result<Dataset> openData(Context& context, const std::shared_ptr<DuckDbEngine>& engine,
                         const DataOptions& options, const std::string& path);

// Lets the engine read nothing but these datasets from now on: before SQL of a file is run.
Result<void> sealTo(DuckDbEngine& engine, std::span<const Dataset* const> datasets);

// Tells on the standard error output what was not read: a person must not miss it.
void complainAbout(const Dataset& data);

// Puts the dataset's version (the digest of its bytes) into the workspace, with its profile where
// one was made.
struct RememberedVersion
{
    std::int64_t row = 0;
    std::string digest;
};
Result<std::optional<RememberedVersion>> rememberVersion(Context& context, const Dataset& data,
                                                         const std::optional<std::string>& profile);

// A line of JSON. Errors: Storage.
Result<void> writeJson(Context& context, const QJsonObject& object);
Result<void> writeFile(const std::string& file, const QByteArray& bytes);

} // namespace binnacle::cli
