#pragma once

#include "services/backends/registry_backend.h"

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The rows of the index inside a transaction. Throw SQLite::Exception.
namespace binnacle::local_registry {

std::optional<std::int64_t> modelId(SQLite::Database& db, const std::string& name);
// Error NotFound where the model, or the version where one is named, is not there.
Result<std::int64_t> checked(SQLite::Database& db, const std::string& name,
                             std::optional<std::int64_t> version);
void touch(SQLite::Database& db, std::int64_t model, std::optional<std::int64_t> version);

RegisteredModel readModel(SQLite::Database& db, std::int64_t model);
// One version, or (absent) all.
std::vector<ModelVersion> readVersions(SQLite::Database& db, std::int64_t model,
                                       std::optional<std::int64_t> version);
std::vector<RegistryBatch> readAll(SQLite::Database& db);

struct StoredFile
{
    std::string path;
    std::int64_t size = 0;
    std::string digest;
};
// By path. `folder` names an upload; empty: the version's.
std::vector<StoredFile> readFiles(SQLite::Database& db, const std::string& folder,
                                  std::int64_t model, std::int64_t version);
void putFile(SQLite::Database& db, const std::string& folder, std::int64_t model,
             std::int64_t version, const StoredFile& file);
// Digests that no row names any more, of those of the rows that go.
std::vector<std::string> dropFiles(SQLite::Database& db, std::int64_t model,
                                   std::optional<std::int64_t> version);
// The same of an upload of which no version was made.
std::vector<std::string> dropUpload(SQLite::Database& db, const std::string& folder);
// "sha256:" and the digest of the list of all digests and paths: the same files, the same text.
std::string digestOf(const std::vector<StoredFile>& files);

} // namespace binnacle::local_registry
