#include "services/artifacts/table_join.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace binnacle {

namespace {

std::string keyText(const std::string& cell)
{
    const auto number = numberIn(cell);
    return number ? std::to_string(*number) + '#' : cell;
}

bool sameCell(const std::string& a, const std::string& b)
{
    if (a == b)
        return true;
    const auto x = numberIn(a);
    const auto y = numberIn(b);
    return x && y && *x == *y;
}

class Joiner
{
public:
    Joiner(std::span<const ArtifactTable> tables, const std::string& key) : tables_(tables)
    {
        joined_.key = key;
        joined_.tables = tables.size();
        for (const auto& table : tables) {
            for (const auto& column : table.columns) {
                if (column != key && places_.try_emplace(column, joined_.columns.size()).second)
                    joined_.columns.push_back(column);
            }
        }
    }

    JoinedTable join()
    {
        for (std::size_t i = 0; i < tables_.size(); ++i)
            add(i);
        for (auto& row : joined_.rows)
            compare(row);
        return std::move(joined_);
    }

private:
    void add(std::size_t number)
    {
        const ArtifactTable& table = tables_[number];
        const auto key = table.columnOf(joined_.key);
        if (!key)
            return;
        std::unordered_map<std::string, int> occurred;
        for (const auto& cells : table.rows) {
            const std::string& name = cells[*key];
            const std::string plain = keyText(name);
            const int occurrence = occurred[plain]++;
            joined_.ambiguous = joined_.ambiguous || occurrence > 0;
            const auto [at, isNew] =
                rows_.try_emplace(plain + '\0' + std::to_string(occurrence), joined_.rows.size());
            if (isNew) {
                auto& row = joined_.rows.emplace_back();
                row.key = name;
                row.cells.resize(joined_.columns.size() * joined_.tables);
            }
            for (std::size_t i = 0; i < cells.size(); ++i) {
                // The key has none, nor has a column that bears its name once more.
                const auto place = places_.find(table.columns[i]);
                if (place != places_.end())
                    joined_.rows[at->second].cells[place->second * joined_.tables + number] =
                        cells[i];
            }
        }
    }

    void compare(JoinedTable::Row& row)
    {
        row.differs.resize(joined_.columns.size());
        for (std::size_t column = 0; column < joined_.columns.size(); ++column) {
            const auto* cells = &row.cells[column * joined_.tables];
            const bool differs = std::any_of(cells, cells + joined_.tables, [&](const auto& cell) {
                return cell.has_value() != cells->has_value() ||
                       (cell && !sameCell(*cell, **cells));
            });
            row.differs[column] = differs;
            row.anyDiffers = row.anyDiffers || differs;
        }
        // A table without any column but the key: the row is there or it is not, see cells.
        joined_.differing += row.anyDiffers ? 1 : 0;
    }

    std::span<const ArtifactTable> tables_;
    JoinedTable joined_;
    std::unordered_map<std::string, std::size_t> places_; // of columns
    std::unordered_map<std::string, std::size_t> rows_;
};

bool isUnique(const ArtifactTable& table, const std::string& column)
{
    const auto place = table.columnOf(column);
    std::unordered_set<std::string_view> seen;
    return place && std::ranges::all_of(table.rows, [&](const auto& row) {
               return !row[*place].empty() && seen.insert(row[*place]).second;
           });
}

} // namespace

JoinedTable joinTables(std::span<const ArtifactTable> tables, const std::string& key)
{
    return Joiner(tables, key).join();
}

std::vector<std::string> keyCandidates(std::span<const ArtifactTable> tables)
{
    std::vector<std::string> unique, other;
    if (tables.empty())
        return unique;
    for (const auto& column : tables.front().columns) {
        const bool everywhere = std::ranges::all_of(
            tables, [&](const auto& table) { return table.columnOf(column).has_value(); });
        if (!everywhere)
            continue;
        const bool isKey =
            std::ranges::all_of(tables, [&](const auto& table) { return isUnique(table, column); });
        (isKey ? unique : other).push_back(column);
    }
    unique.insert(unique.end(), other.begin(), other.end());
    return unique;
}

} // namespace binnacle
