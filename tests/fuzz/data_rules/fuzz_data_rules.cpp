#include "services/data/rules/data_rules.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

// Files of rules as persons write them. A fault has a place within the text or just behind it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto rules = readRules(text);
    if (!rules) {
        if (const auto place = rulesFaultPlace(rules.error()))
            if (place->line < 1 || place->column < 1)
                std::abort();
        return 0;
    }
    for (const auto& rule : *rules)
        if (!(rule.share >= 0 && rule.share <= 1) || !(rule.limit >= 0 && rule.limit <= 1))
            std::abort();
    return 0;
}
