#include "services/data/table_view.h"

#include "services/data/row_filter.h"
#include "services/data/sql_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>

namespace binnacle {

namespace {

// Parquet has its rows' numbers within each file, tables of the engine have them themselves.
struct RowNumbers
{
    std::string relation;
    std::vector<std::string> columns;
};

RowNumbers rowNumbersOf(const Dataset& data)
{
    if (data.randomAccess)
        return {data.relation, {"rowid"}};
    auto relation = data.relation;
    relation.insert(relation.size() - 1, ", file_row_number = true");
    return {relation, {"file_index", "file_row_number"}};
}

std::string orderBy(const std::vector<TableSort>& sort)
{
    std::vector<std::string> terms;
    for (const auto& [column, descending] : sort)
        terms.push_back(sqlName(column) + (descending ? " DESC" : " ASC") + " NULLS LAST");
    return terms.empty() ? std::string() : " ORDER BY " + joined(terms, ", ");
}

std::string freshOrderName()
{
    static std::atomic<std::uint64_t> next = 0;
    return "view_order_" + std::to_string(++next);
}

} // namespace

Result<std::shared_ptr<TableView>> TableView::open(Dataset data, TableQuery query,
                                                   const QueryOptions& options)
{
    auto view = std::shared_ptr<TableView>(new TableView(std::move(data), std::move(query)));
    if (auto prepared = view->prepare(options); !prepared)
        return failure(prepared.error());
    return view;
}

TableView::~TableView()
{
    if (!order_.empty())
        (void)data_.engine->execute("DROP TABLE IF EXISTS " + order_);
}

Result<void> TableView::prepare(const QueryOptions& options)
{
    for (const auto& [column, descending] : query_.sort)
        if (!data_.column(column))
            return failure(Error::Kind::NotFound,
                           QCoreApplication::translate("data", "There is no column “%1”.")
                               .arg(QString::fromStdString(column)));
    if (!query_.filter.empty())
        if (auto checked = checkFilter(data_, query_.filter); !checked)
            return checked;
    count_ = data_.rows;
    if (query_.isPlain())
        return {};
    return makeOrder(options);
}

// The row numbers in their order: eight bytes a row, on the disk where memory ends.
Result<void> TableView::makeOrder(const QueryOptions& options)
{
    const bool previewed = !data_.randomAccess && data_.format != DataFormat::Parquet;
    if (previewed)
        return failure(Error::Kind::Unsupported,
                       QCoreApplication::translate(
                           "data", "The file is still being read: it can be sorted and filtered "
                                   "when that is done."));
    const auto numbers = rowNumbersOf(data_);
    const auto name = freshOrderName();
    std::vector<std::string> keys;
    for (const auto& column : numbers.columns)
        keys.push_back(column + " AS key" + std::to_string(keys.size()));
    auto sql =
        "CREATE TABLE " + name + " AS SELECT " + joined(keys, ", ") + " FROM " + numbers.relation;
    if (!query_.filter.empty())
        sql += " WHERE (" + query_.filter + "\n)";
    sql += orderBy(query_.sort);
    order_ = name;
    if (auto made = data_.engine->execute(sql, options); !made)
        return made;
    const auto row = rowOf(*data_.engine, "SELECT count(*) FROM " + order_);
    if (!row)
        return failure(row.error());
    count_ = row->at(0).toInteger();
    return {};
}

std::vector<std::size_t> TableView::columnsLike(std::string_view text) const
{
    const auto wanted = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < data_.columns.size(); ++i)
        if (QString::fromStdString(data_.columns[i].name).contains(wanted, Qt::CaseInsensitive))
            found.push_back(i);
    return found;
}

std::string TableView::windowQuery(std::int64_t first, std::int64_t rows,
                                   const std::vector<std::size_t>& columns) const
{
    std::vector<std::string> cells;
    for (const auto column : columns)
        cells.push_back("left(CAST(d." + sqlName(data_.columns[column].name) +
                        " AS VARCHAR), 1000)");
    const auto list = joined(cells, ", ");
    const auto from = std::to_string(first);
    const auto to = std::to_string(first + rows);
    if (order_.empty() && data_.randomAccess)
        return "SELECT " + list + " FROM " + data_.relation + " d WHERE rowid >= " + from +
               " AND rowid < " + to + " ORDER BY rowid";
    if (order_.empty())
        return "SELECT " + list + " FROM (SELECT * FROM " + data_.relation + " LIMIT " +
               std::to_string(rows) + " OFFSET " + from + ") d";
    const auto numbers = rowNumbersOf(data_);
    std::vector<std::string> match;
    for (const auto& column : numbers.columns)
        match.push_back("d." + column + " = o.key" + std::to_string(match.size()));
    return "SELECT " + list + " FROM " + numbers.relation +
           " d JOIN (SELECT *, rowid AS place FROM " + order_ + " WHERE rowid >= " + from +
           " AND rowid < " + to + ") o ON " + joined(match, " AND ") + " ORDER BY o.place";
}

Result<TableWindow> TableView::window(std::int64_t first, std::int64_t rows,
                                      const std::vector<std::size_t>& columns,
                                      const QueryOptions& options) const
{
    auto wanted = columns;
    if (wanted.empty())
        for (std::size_t i = 0; i < data_.columns.size(); ++i)
            wanted.push_back(i);
    TableWindow window{std::max<std::int64_t>(first, 0), {}};
    auto read = rowsOf(*data_.engine,
                       windowQuery(window.first, std::max<std::int64_t>(rows, 0), wanted), options);
    if (!read)
        return failure(read.error());
    for (auto& row : *read) {
        auto& cells = window.rows.emplace_back();
        for (auto& cell : row)
            cells.push_back(std::move(cell.text));
    }
    return window;
}

} // namespace binnacle
