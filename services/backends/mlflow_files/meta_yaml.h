#pragma once

#include "services/domain/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::mlflow_files {

// The scalars of a meta.yaml: its top level and the maps directly below it, as text. Null values
// are left out, lists are skipped (MLflow keeps nothing of worth in them).
struct MetaYaml
{
    std::map<std::string, std::string, std::less<>> values;
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> maps;

    std::string text(std::string_view key) const; // empty where it is missing
    std::optional<std::int64_t> integer(std::string_view key) const;
};

// Anybody may have written the file: it is read as a stream of events, never as a tree, so aliases
// are not followed, and size and depth have limits. Error Invalid with the reason in `detail`.
Result<MetaYaml> parseMetaYaml(std::string_view text);

inline constexpr std::uintmax_t metaYamlLimit = 32U << 20; // bytes; a dataset's profile may be long

// Error NotFound where there is none, Invalid where it is broken or too large.
Result<MetaYaml> readMetaYaml(const std::filesystem::path& folder);

// `text` with one top-level scalar replaced, added or (nullopt) taken out; all else as it was.
// `value` is a YAML scalar: see quotedScalar().
std::string withScalar(const std::string& text, std::string_view key,
                       const std::optional<std::string>& value);
std::string quotedScalar(std::string_view text); // as a double-quoted scalar

} // namespace binnacle::mlflow_files
