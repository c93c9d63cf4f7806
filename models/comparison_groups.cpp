#include "models/comparison_groups.h"

#include "models/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace binnacle {

namespace {

// Numbers by value, then texts by name, then nothing.
using GroupKey = std::tuple<int, double, QString>;

GroupKey keyOf(const RunCell& cell)
{
    const double number = numberOf(cell);
    if (!std::isnan(number))
        return {0, number, {}};
    const QString text = textOf(cell); // a NaN is "NaN"
    return text.isEmpty() ? GroupKey{2, 0, {}} : GroupKey{1, 0, text};
}

QString translated(const char* text, std::size_t count)
{
    return QCoreApplication::translate("comparison", text)
        .arg(countText(static_cast<qint64>(count)));
}

} // namespace

std::vector<RunGroupRows> groupRows(const ComparisonRows& rows, std::size_t column)
{
    std::map<GroupKey, RunGroupRows> groups;
    for (const auto* row : rows) {
        const auto key = keyOf(row->cells.at(column));
        auto& group = groups[key];
        if (group.rows.empty()) {
            group.missing = std::get<0>(key) == 2;
            group.name = group.missing ? missingText() : textOf(row->cells[column]);
        }
        group.rows.push_back(row);
    }
    std::vector<RunGroupRows> list;
    list.reserve(groups.size());
    for (auto& [key, group] : groups)
        list.push_back(std::move(group));
    return list;
}

std::vector<double> ColumnFigures::values() const
{
    std::vector<double> numbers;
    numbers.reserve(finite.size());
    for (const auto& entry : finite)
        numbers.push_back(entry.value);
    return numbers;
}

QStringList ColumnFigures::leftOut() const
{
    QStringList notes;
    const auto say = [&notes](const char* text, std::size_t count) {
        if (count > 0)
            notes << translated(text, count);
    };
    say(QT_TRANSLATE_NOOP("comparison", "%1 without a value"), missing);
    say(QT_TRANSLATE_NOOP("comparison", "%1 not a number"), texts);
    say(QT_TRANSLATE_NOOP("comparison", "%1 NaN"), nan);
    say(QT_TRANSLATE_NOOP("comparison", "%1 infinite"), infinite);
    say(QT_TRANSLATE_NOOP("comparison", "%1 not positive"), notPositive);
    return notes;
}

ColumnFigures columnFigures(const ComparisonRows& rows, std::size_t column, bool positive)
{
    ColumnFigures figures;
    for (const auto* row : rows) {
        const auto& cell = row->cells.at(column);
        const double value = numberOf(cell);
        if (cell.state == RunCell::State::Missing)
            ++figures.missing;
        else if (cell.state == RunCell::State::Text && !cell.numeric)
            ++figures.texts;
        else if (std::isnan(value))
            ++figures.nan;
        else if (std::isinf(value))
            ++figures.infinite;
        else if (positive && value <= 0)
            ++figures.notPositive;
        else
            figures.finite.push_back({row, value});
    }
    return figures;
}

} // namespace binnacle
