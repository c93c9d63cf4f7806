// libFuzzer target of the tfevents reader. The first byte chooses what the rest is:
//   even  the bytes of an event file (wrong checksums stop the reader early)
//   odd   records split at 0xFE bytes, framed here with right checksums: reaches the messages

#include "services/backends/tensorboard/crc32c.h"
#include "services/backends/tensorboard/record_file.h"
#include "services/backends/tensorboard/run_summary.h"

#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

using namespace binnacle;
using namespace binnacle::tfevents;

namespace {

template <class T>
void append(std::string& bytes, T value)
{
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string framed(std::string_view data)
{
    std::string bytes;
    append(bytes, static_cast<std::uint64_t>(data.size()));
    append(bytes, masked(crc32c(bytes)));
    bytes += data;
    append(bytes, masked(crc32c(data)));
    return bytes;
}

std::string fileFrom(std::string_view input)
{
    const bool whole = input.front() % 2 == 0;
    input.remove_prefix(1);
    if (whole)
        return std::string(input);
    std::string bytes;
    while (!input.empty()) {
        const auto end = std::min(input.find('\xfe'), input.size());
        bytes += framed(input.substr(0, end));
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto bytes = fileFrom({reinterpret_cast<const char*>(data), size});
    if (crc32c(bytes) != crc32cByTable(bytes))
        std::abort();
    const int descriptor = ::memfd_create("tfevents", MFD_CLOEXEC);
    if (descriptor < 0 || ::write(descriptor, bytes.data(), bytes.size()) < 0)
        return 0;
    RecordFile file(descriptor);
    RunSummary summary;
    while (file.next()) {
        Event event;
        if (parseEvent(file.data(), event))
            summary.take(event);
    }
    if (file.position() > bytes.size())
        std::abort();
    Run run;
    summary.describe(run);
    return 0;
}
