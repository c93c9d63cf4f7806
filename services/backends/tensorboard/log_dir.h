#pragma once

#include "services/domain/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

// Where the runs of a TensorBoard log dir are: every folder that holds a file with "tfevents" in
// its name is a run, the log dir itself included; the files of a folder are read in name order as
// one run. Links to folders are followed, each folder once.

namespace binnacle::tfevents {

struct EventFile
{
    std::string name;
    std::uint64_t size = 0;    // bytes
    std::int64_t modified = 0; // UTC milliseconds
};

struct RunFolder
{
    std::string name; // relative to the log dir, with '/'; "." is the log dir itself
    std::filesystem::path path;
    std::vector<EventFile> files; // by name

    std::int64_t modified() const; // the newest file's
};

// Error Network where the folder is not there (a share that is not mounted): its runs are not gone.
Result<std::vector<RunFolder>> findRunFolders(const std::filesystem::path& logDir,
                                              std::stop_token stop);
bool isEventFileName(const std::string& name);
// The event files of one folder; empty where there are none.
std::vector<EventFile> eventFilesIn(const std::filesystem::path& folder);

// Whether the folder, or one below it within the first few thousand entries, holds event files.
// Folders of an MLflow file store (with a meta.yaml) are passed over: their event files are
// artifacts of runs that another backend shows.
bool looksLikeLogDir(const std::filesystem::path& folder);

// 32 hex digits from the log dir's address and the run's name: the same at each scan, and different
// for runs of the same name in two sources.
std::string runIdOf(const std::string& logDirUri, const std::string& runName);

} // namespace binnacle::tfevents
