#include "services/artifacts/artifact_table.h"
#include "services/artifacts/confusion_matrix.h"
#include "services/artifacts/json_diff.h"
#include "services/artifacts/structured_value.h"
#include "services/artifacts/text_diff.h"

#include <cstdint>
#include <string_view>

// JSON and YAML documents that a run left behind, what is made of them, and the difference of two:
// the input is cut in two at its first form feed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto cut = std::min(text.find('\f'), text.size());
    const auto first = text.substr(0, cut);
    const auto second = text.substr(std::min(cut + 1, text.size()));
    for (const auto parse : {&parseJson, &parseYaml}) {
        const auto before = parse(first);
        if (!before)
            continue;
        (void)tableOf(*before);
        (void)confusionMatrixOf(*before, true);
        (void)compactText(*before);
        if (const auto after = parse(second))
            (void)diffStructures(*before, *after);
    }
    (void)diffTexts(first, second);
    return 0;
}
