#include "services/data/duckdb_engine.h"
#include "services/data/row_filter.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

// What may be typed behind WHERE. What passes runs over the table without reading anything else:
// the engine is sealed, and a filter that asked for a file would fail to bind.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle;
    static const auto table = [] {
        Dataset made;
        DuckDbOptions options;
        options.threads = 1;
        auto engine = DuckDbEngine::open(options);
        if (!engine ||
            !(*engine)->execute("CREATE TABLE t AS SELECT i AS age, 'open' AS state, "
                                "i / 3.0 AS \"a b\" FROM range(20) r(i)") ||
            !(*engine)->seal({}, {}))
            std::abort();
        made.engine = *engine;
        made.relation = "t";
        made.columns = *(*engine)->describe("SELECT * FROM t");
        return made;
    }();
    if (size > 512)
        return 0;
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto fault = filterFault(table, text)) {
        if (fault->error.message.isEmpty() || (fault->position && *fault->position > size + 2))
            std::abort();
        return 0;
    }
    const auto rows = rowsOf(*table.engine, "SELECT 1 FROM t WHERE (" + text + "\n)");
    if (rows && rows->size() > 20)
        std::abort();
    return 0;
}
