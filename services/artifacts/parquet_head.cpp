#include "services/artifacts/parquet_head.h"

#include "services/data/dataset_open.h"
#include "services/data/table_view.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>
#include <system_error>

namespace binnacle {

namespace {

constexpr std::uint64_t memoryLimit = 512'000'000; // bytes: a page of a file can hold much

// What the engine says names its own folders and is for a log.
Error unreadable(const Error& error)
{
    if (error.kind == Error::Kind::Cancelled)
        return error;
    return {error.kind == Error::Kind::Storage ? Error::Kind::Storage : Error::Kind::Invalid,
            QCoreApplication::translate(
                "binnacle", "The Parquet file can not be read: it is damaged or not complete."),
            error.message + u'\n' + error.detail};
}

Result<Dataset> openAlone(const std::filesystem::path& file, const QueryOptions& options)
{
    const auto engine = DuckDbEngine::open({memoryLimit, 1, {}});
    if (!engine)
        return failure(engine.error());
    std::error_code ignored;
    const std::string path = std::filesystem::absolute(file, ignored).string();
    if (auto sealed = (*engine)->seal(std::span(&path, 1), {}); !sealed)
        return failure(sealed.error());
    DatasetAddress address;
    address.path = path;
    address.format = DataFormat::Parquet;
    return openDataset(*engine, address, OpenDepth::Preview, options);
}

} // namespace

Result<ParquetHead> readParquetHead(const std::filesystem::path& file, std::stop_token stop)
{
    QueryOptions options;
    options.stop = std::move(stop);
    const auto data = openAlone(file, options);
    if (!data)
        return failure(unreadable(data.error()));
    ParquetHead head;
    head.columns = data->columns.size();
    head.rows = std::max<std::int64_t>(data->rows.value_or(0), 0);
    std::vector<std::size_t> shown(std::min(head.columns, mostTableColumns));
    std::iota(shown.begin(), shown.end(), std::size_t{0});
    for (const auto column : shown)
        head.table.columns.push_back(data->columns[column].name);
    const std::size_t most =
        std::min(mostParquetRows, mostParquetCells / std::max<std::size_t>(shown.size(), 1));
    const auto view = TableView::open(*data, {}, options);
    if (!view)
        return failure(unreadable(view.error()));
    auto window = (*view)->window(0, static_cast<std::int64_t>(most), shown, options);
    if (!window)
        return failure(unreadable(window.error()));
    for (auto& cells : window->rows) {
        auto& row = head.table.rows.emplace_back();
        for (auto& cell : cells)
            row.push_back(std::move(cell).value_or(std::string()));
    }
    head.table.cut = head.rows > static_cast<std::int64_t>(head.table.rows.size());
    return head;
}

} // namespace binnacle
