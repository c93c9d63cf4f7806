#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace binnacle {

// ISO 8601: "2026-01-01", "2026-01-01 12:00", "2026-01-01T12:00:05.250Z", "… +09:00". Without a
// zone it is local time. UTC milliseconds; nullopt for anything else or a day that does not exist.
std::optional<std::int64_t> timeFromText(std::string_view text);

} // namespace binnacle
