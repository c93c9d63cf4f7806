#pragma once

#include "services/domain/result.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// What git knows of a path. All through its program; see askGit().
struct GitPlace
{
    std::string root; // the repository's folder
    std::string path; // relative to it, with "/"
};

struct GitCommit
{
    std::string id;
    std::int64_t time = 0; // UTC ms
    std::string author;
    std::string subject;
};

struct GitEntry // a file of a commit
{
    std::string object;
    std::int64_t size = 0; // bytes
    std::string path;      // relative to the root
};

Result<GitPlace> gitPlace(const std::string& path, const std::stop_token& stop);
// Commits that touched one of the paths (relative to the root), newest first.
Result<std::vector<GitCommit>> gitCommits(const GitPlace& place,
                                          const std::vector<std::string>& paths,
                                          const std::stop_token& stop);
// A text file of a commit; nothing: it is not there.
std::optional<std::string> gitFile(const GitPlace& place, const std::string& commit,
                                   const std::string& path, const std::stop_token& stop);
// The files of place.path in a commit.
std::vector<GitEntry> gitTree(const GitPlace& place, const std::string& commit,
                              const std::stop_token& stop);
Result<QByteArray> gitBlob(const GitPlace& place, const std::string& object,
                           const std::stop_token& stop);

} // namespace binnacle
