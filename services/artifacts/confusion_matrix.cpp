#include "services/artifacts/confusion_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;

bool isSquare(const ConfusionMatrix& matrix)
{
    const std::size_t size = matrix.values.size();
    return size >= 2 && size <= mostClasses && matrix.labels.size() == size &&
           std::ranges::all_of(matrix.values, [&](const auto& row) {
               return row.size() == size && std::ranges::all_of(row, [](double value) {
                          return std::isfinite(value) && value >= 0;
                      });
           });
}

std::optional<ConfusionMatrix> checked(ConfusionMatrix matrix)
{
    if (matrix.labels.empty())
        for (std::size_t i = 0; i < matrix.values.size(); ++i)
            matrix.labels.push_back(std::to_string(i));
    return isSquare(matrix) ? std::optional(std::move(matrix)) : std::nullopt;
}

std::optional<double> numberOf(const StructuredValue& value)
{
    return value.kind == Kind::Number ? numberIn(value.text) : std::nullopt;
}

std::vector<std::string> namesIn(const StructuredValue* list)
{
    std::vector<std::string> names;
    if (list && list->kind == Kind::List)
        for (const auto& name : list->items)
            names.push_back(name.text);
    return names;
}

std::optional<ConfusionMatrix> fromLists(const StructuredValue& list,
                                         std::vector<std::string> labels)
{
    ConfusionMatrix matrix;
    matrix.labels = std::move(labels);
    if (list.kind != Kind::List || list.items.size() > mostClasses)
        return std::nullopt;
    for (const auto& row : list.items) {
        auto& values = matrix.values.emplace_back();
        if (row.kind != Kind::List || row.items.size() != list.items.size())
            return std::nullopt;
        for (const auto& cell : row.items) {
            const auto number = numberOf(cell);
            if (!number)
                return std::nullopt;
            values.push_back(*number);
        }
    }
    return checked(std::move(matrix));
}

std::optional<ConfusionMatrix> fromMaps(const StructuredValue& map)
{
    ConfusionMatrix matrix;
    matrix.labels = map.keys;
    for (const auto& row : map.items) {
        auto& values = matrix.values.emplace_back();
        if (row.kind != Kind::Map || row.items.size() != map.items.size())
            return std::nullopt;
        for (const auto& label : matrix.labels) {
            const auto* cell = row.find(label);
            const auto number = cell ? numberOf(*cell) : std::nullopt;
            if (!number)
                return std::nullopt;
            values.push_back(*number);
        }
    }
    return checked(std::move(matrix));
}

} // namespace

double ConfusionMatrix::greatest() const
{
    double most = 0;
    for (const auto& row : values)
        for (const double value : row)
            most = std::max(most, value);
    return most;
}

double ConfusionMatrix::accuracy() const
{
    double all = 0;
    double right = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        right += values[i][i];
        for (const double value : values[i])
            all += value;
    }
    return all > 0 ? right / all : std::numeric_limits<double>::quiet_NaN();
}

std::optional<ConfusionMatrix> confusionMatrixOf(const StructuredValue& document, bool named)
{
    if (document.kind == Kind::List)
        return named ? fromLists(document, {}) : std::nullopt;
    if (document.kind != Kind::Map || document.items.size() > mostClasses)
        return std::nullopt;
    auto labels = namesIn(document.find("labels"));
    if (labels.empty())
        labels = namesIn(document.find("classes"));
    for (const char* key : {"confusion_matrix", "matrix", "data", "values"}) {
        const auto* inner = document.find(key);
        const bool told = named || std::string_view(key) == "confusion_matrix";
        if (inner && told)
            if (auto matrix = fromLists(*inner, labels))
                return matrix;
    }
    return named ? fromMaps(document) : std::nullopt;
}

std::optional<ConfusionMatrix> confusionMatrixOf(const ArtifactTable& table, bool named)
{
    const std::size_t size = table.rows.size();
    if (!named || table.cut || size < 2 || size > mostClasses)
        return std::nullopt;
    const std::size_t first = table.columns.size() == size + 1 ? 1 : 0;
    if (table.columns.size() != size + first)
        return std::nullopt;
    ConfusionMatrix matrix;
    matrix.labels.assign(table.columns.begin() + static_cast<std::ptrdiff_t>(first),
                         table.columns.end());
    for (const auto& row : table.rows) {
        auto& values = matrix.values.emplace_back();
        for (std::size_t i = first; i < row.size(); ++i) {
            const auto number = numberIn(row[i]);
            if (!number)
                return std::nullopt;
            values.push_back(*number);
        }
    }
    return checked(std::move(matrix));
}

bool namesConfusionMatrix(const std::string& path)
{
    std::string lower = path.substr(path.find_last_of('/') + 1);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower.find("confusion") != std::string::npos;
}

} // namespace binnacle
