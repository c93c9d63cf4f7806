// Any bytes as the answer of a server: each reader gives values or an Error, and nothing else.

#include "services/backends/mlflow_rest/answers.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace binnacle::mlflow;

namespace {

template <class T>
void mustBeClear(const binnacle::Result<T>& answer)
{
    if (!answer && answer.error().message.isEmpty())
        __builtin_trap();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    // The first byte chooses the reader, so that the corpus of each grows by itself.
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 9) {
    case 0:
        mustBeClear(experimentPage(body));
        break;
    case 1:
        mustBeClear(runPage(body));
        break;
    case 2:
        mustBeClear(singleRun(body));
        break;
    case 3:
        mustBeClear(historyPage(body));
        break;
    case 4:
        mustBeClear(bulkHistory(body));
        break;
    case 5:
        mustBeClear(artifactPage(body));
        break;
    case 6:
        mustBeClear(modelPage(body));
        break;
    case 7:
        mustBeClear(serverInfo(body));
        break;
    default:
        static_cast<void>(refusal(body));
        break;
    }
    return 0;
}
