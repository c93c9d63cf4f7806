#pragma once

#include "services/data/dataset.h"

namespace binnacle {

struct TableSort
{
    std::string column;
    bool descending = false;

    bool operator==(const TableSort&) const = default;
};

struct TableQuery
{
    std::vector<TableSort> sort;
    std::string filter; // behind WHERE; see checkFilter()

    bool isPlain() const { return sort.empty() && filter.empty(); }
    bool operator==(const TableQuery&) const = default;
};

// Cells of some rows, as text; nothing: NULL.
struct TableWindow
{
    std::int64_t first = 0;
    std::vector<std::vector<std::optional<std::string>>> rows;

    bool operator==(const TableWindow&) const = default;
};

// The rows of a dataset in an order and under a filter, a window at a time, whatever their number.
// The order is kept in the engine, as a table of row numbers, so that a window anywhere is quick.
// Missing values come last. Thread-safe after open().
class TableView
{
public:
    // Errors: Invalid (the filter), NotFound (a column), as the engine's.
    static Result<std::shared_ptr<TableView>> open(Dataset data, TableQuery query,
                                                   const QueryOptions& options = {});
    ~TableView();
    TableView(const TableView&) = delete;
    TableView& operator=(const TableView&) = delete;

    // Nothing: not known yet (a preview of text files).
    std::optional<std::int64_t> count() const { return count_; }
    const std::vector<DataColumn>& columns() const { return data_.columns; }
    // Columns in which a text is found, in any case; the order of the dataset.
    std::vector<std::size_t> columnsLike(std::string_view text) const;
    // Cells are cut at 1,000 characters.
    Result<TableWindow> window(std::int64_t first, std::int64_t rows,
                               const std::vector<std::size_t>& columns = {},
                               const QueryOptions& options = {}) const;

private:
    TableView(Dataset data, TableQuery query) : data_(std::move(data)), query_(std::move(query)) {}
    Result<void> prepare(const QueryOptions& options);
    Result<void> makeOrder(const QueryOptions& options);
    std::string windowQuery(std::int64_t first, std::int64_t rows,
                            const std::vector<std::size_t>& columns) const;

    Dataset data_;
    TableQuery query_;
    std::optional<std::int64_t> count_;
    std::string order_; // the table of row numbers; empty: as they stand
};

} // namespace binnacle
