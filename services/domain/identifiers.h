#pragma once

#include <cstdint>

namespace binnacle {

// Row identifiers of the local workspace: small, stable for the life of the row, and meaningless
// outside this workspace. What a server calls a run is Run::id.
enum class SourceId : std::int64_t {};
enum class ExperimentRowId : std::int64_t {};
enum class RunRowId : std::int64_t {};
enum class SeriesId : std::int64_t {};
enum class EditId : std::int64_t {};
enum class RegisteredModelRowId : std::int64_t {};
enum class ModelVersionRowId : std::int64_t {};
enum class TargetId : std::int64_t {};

template <class Id>
constexpr std::int64_t raw(Id id)
{
    return static_cast<std::int64_t>(id);
}

} // namespace binnacle
