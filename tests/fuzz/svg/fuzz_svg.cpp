#include "services/artifacts/svg_safety.h"

#include <cstdint>
#include <cstdlib>

// Drawings from outside. What is left of one acts on nothing and is stable: made safe once more it
// stays as it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto safe = binnacle::safeSvg(text);
    if (!safe)
        return 0;
    const auto lower = safe->toLower();
    if (lower.contains("<script") || lower.contains("<!doctype") ||
        lower.contains("<foreignobject"))
        std::abort();
    const auto again = binnacle::safeSvg(*safe);
    if (!again || *again != *safe)
        std::abort();
    return 0;
}
