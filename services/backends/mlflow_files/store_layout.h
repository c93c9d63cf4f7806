#pragma once

#include "services/backends/mlflow_files/meta_yaml.h"
#include "services/domain/run.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::mlflow_files {

// Sentences about what was skipped, as many as a person reads.
class Warnings
{
public:
    void add(const QString& sentence);
    std::vector<std::string> take();

private:
    std::vector<std::string> list_;
    int more_ = 0;
};

// True where `path` is no link, or one that stays below `root` (a canonical path).
bool staysInside(const std::filesystem::path& root, const std::filesystem::path& path);

// Entries of a folder that stay inside the store, in no order. Nothing where it can not be read.
std::vector<std::filesystem::directory_entry> entriesOf(const std::filesystem::path& root,
                                                        const std::filesystem::path& folder);

// Files below `folder` by their key: the path relative to it, joined by “/”. At most 100,000 files
// and 32 levels are looked at.
void forEachFile(const std::filesystem::path& root, const std::filesystem::path& folder,
                 const std::function<void(const std::string& key,
                                          const std::filesystem::directory_entry& file)>& visit);

// The path of a key below `folder`; nothing where the key would lead out of it.
std::optional<std::filesystem::path> pathOfKey(const std::filesystem::path& folder,
                                               const std::string& key);

// At most `limit` bytes of a file. Nothing where it can not be read.
std::optional<std::string> readSmallFile(const std::filesystem::path& file, std::size_t limit);

// Params or tags: the files below `folder` with their content, by key. A value is cut at 1 MiB.
std::vector<KeyValue> readPairs(const std::filesystem::path& root,
                                const std::filesystem::path& folder);

struct ExperimentFolder
{
    std::filesystem::path path;
    std::string id; // name of the folder
    bool inTrash = false;
};

// Folders directly below the root and .trash that have a meta.yaml.
std::vector<ExperimentFolder> experimentFolders(const std::filesystem::path& root,
                                                Warnings* warnings);
Result<Experiment> readExperiment(const std::filesystem::path& root,
                                  const ExperimentFolder& folder);

struct RunFolder
{
    std::filesystem::path path;
    std::string id;         // name of the folder
    std::string experiment; // id
    std::filesystem::path experimentPath;
    std::int64_t changed = 0; // of its meta.yaml, for the order
};
std::vector<RunFolder> runFolders(const std::filesystem::path& root,
                                  const ExperimentFolder& experiment, Warnings* warnings);
std::optional<RunFolder> findRun(const std::filesystem::path& root, const std::string& runId);

} // namespace binnacle::mlflow_files
