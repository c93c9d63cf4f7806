#include "services/artifacts/artifact_table.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;

// One record after another of a delimited text.
class RecordReader
{
public:
    RecordReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

    bool atEnd() const { return at_ >= text_.size(); }
    bool complete() const { return complete_; } // the last record read ended with a line end

    std::vector<std::string> next()
    {
        std::vector<std::string> record(1);
        complete_ = false;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c == '"' && record.back().empty()) {
                readQuoted(record.back());
            } else if (c == separator_) {
                record.emplace_back();
            } else if (c == '\n' || c == '\r') {
                if (c == '\r' && at_ < text_.size() && text_[at_] == '\n')
                    ++at_;
                complete_ = true;
                break;
            } else {
                record.back() += c;
            }
        }
        return record;
    }

private:
    void readQuoted(std::string& field)
    {
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c != '"') {
                field += c;
            } else if (at_ < text_.size() && text_[at_] == '"') {
                field += '"';
                ++at_;
            } else {
                return;
            }
        }
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    bool complete_ = false;
};

std::string cellText(const StructuredValue& value)
{
    return value.isScalar() ? value.text : compactText(value, 2000);
}

std::optional<ArtifactTable> splitTable(const StructuredValue& document)
{
    const auto* columns = document.find("columns");
    const auto* data = document.find("data");
    if (!columns || !data || columns->kind != Kind::List || data->kind != Kind::List ||
        columns->items.empty() || columns->items.size() > mostTableColumns)
        return std::nullopt;
    ArtifactTable table;
    for (const auto& name : columns->items)
        table.columns.push_back(cellText(name));
    for (const auto& row : data->items) {
        if (row.kind != Kind::List)
            return std::nullopt;
        if (table.rows.size() == mostTableRows) {
            table.cut = true;
            break;
        }
        auto& cells = table.rows.emplace_back();
        for (const auto& cell : row.items)
            cells.push_back(cellText(cell));
        cells.resize(table.columns.size());
    }
    return table;
}

std::optional<ArtifactTable> recordTable(const StructuredValue& document)
{
    ArtifactTable table;
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& record : document.items) {
        if (record.kind != Kind::Map)
            return std::nullopt;
        for (const auto& key : record.keys) {
            if (places.try_emplace(key, table.columns.size()).second)
                table.columns.push_back(key);
        }
        if (table.columns.size() > mostTableColumns)
            return std::nullopt;
    }
    for (const auto& record : document.items) {
        if (table.rows.size() == mostTableRows) {
            table.cut = true;
            break;
        }
        auto& cells = table.rows.emplace_back(table.columns.size());
        for (std::size_t i = 0; i < record.keys.size(); ++i)
            cells[places[record.keys[i]]] = cellText(record.items[i]);
    }
    return table.columns.empty() ? std::nullopt : std::optional(std::move(table));
}

} // namespace

std::optional<std::size_t> ArtifactTable::columnOf(std::string_view name) const
{
    const auto at = std::ranges::find(columns, name);
    return at == columns.end() ? std::nullopt : std::optional(std::size_t(at - columns.begin()));
}

Result<ArtifactTable> readDelimited(std::string_view text, char separator, bool whole)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    RecordReader reader(text, separator);
    ArtifactTable table;
    while (!reader.atEnd() && table.columns.empty()) {
        table.columns = reader.next();
        if (table.columns.size() == 1 && table.columns.front().empty())
            table.columns.clear();
    }
    if (table.columns.empty())
        return failure(Error::Kind::Invalid,
                       QCoreApplication::translate("binnacle", "This table is empty."));
    if (table.columns.size() > mostTableColumns)
        return failure(Error::Kind::Invalid,
                       QCoreApplication::translate("binnacle", "This table has more than %1 "
                                                               "columns.")
                           .arg(mostTableColumns));
    while (!reader.atEnd()) {
        if (table.rows.size() == mostTableRows) {
            table.cut = true;
            break;
        }
        auto record = reader.next();
        const bool blank = record.size() == 1 && record.front().empty();
        if ((blank && table.columns.size() > 1) || (!whole && !reader.complete()))
            continue;
        record.resize(table.columns.size());
        table.rows.push_back(std::move(record));
    }
    table.cut = table.cut || !whole;
    return table;
}

std::optional<ArtifactTable> tableOf(const StructuredValue& document)
{
    if (document.kind == Kind::Map)
        return splitTable(document);
    return document.kind == Kind::List ? recordTable(document) : std::nullopt;
}

std::optional<double> numberIn(const std::string& cell)
{
    double value = 0;
    const char* begin = cell.data() + (cell.starts_with('+') ? 1 : 0);
    const char* end = cell.data() + cell.size();
    const auto [stop, error] = std::from_chars(begin, end, value);
    return error == std::errc() && stop == end && begin != end ? std::optional(value)
                                                               : std::nullopt;
}

} // namespace binnacle
