#include "services/data/dataset_open.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <unistd.h>

// Any bytes as a text file of data, CSV or JSON lines by its first byte: a table with its faults
// told, or a sentence. Rows that are neither in the table nor told would be a loss.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle;
    static const auto stem =
        (std::filesystem::temp_directory_path() / ("binnacle_fuzz_" + std::to_string(::getpid())))
            .string();
    if (size < 1 || size > 8192)
        return 0;
    const auto file = stem + (data[0] % 2 == 0 ? ".csv" : ".jsonl");
    auto* out = std::fopen(file.c_str(), "wb");
    if (!out)
        return 0;
    std::fwrite(data + 1, 1, size - 1, out);
    std::fclose(out);
    DuckDbOptions options;
    options.threads = 1;
    options.memoryLimit = 256'000'000;
    static std::shared_ptr<DuckDbEngine> engine;
    static int used = 0;
    if (!engine || ++used % 256 == 0) {
        auto opened = DuckDbEngine::open(options);
        if (!opened)
            std::abort();
        engine = *opened;
    }
    const auto read = openDataset(engine, {file, {}, {}, {}}, OpenDepth::Whole);
    if (!read) {
        if (read.error().message.isEmpty())
            std::abort();
    } else {
        if (!read->rows || *read->rows < 0 || read->columns.empty() ||
            read->report.rejectedRows < 0)
            std::abort();
        (void)engine->execute("DROP TABLE IF EXISTS " + read->relation);
    }
    std::filesystem::remove(file);
    return 0;
}
