#include "services/compare/comparison_text.h"

#include "services/domain/csv_field.h"

#include "services/compare/plain_number.h"

namespace binnacle {

namespace {

std::string markdownText(const std::string& text)
{
    std::string escaped;
    for (const char c : text) {
        if (c == '|' || c == '\\')
            escaped.push_back('\\');
        escaped.push_back(c == '\n' || c == '\r' ? ' ' : c);
    }
    return escaped;
}

std::string csvField(const std::string& text)
{
    return quotedField(withoutFormula(text));
}

std::string markdownCell(const ComparisonCell& cell)
{
    if (cell.state == ComparisonCell::State::Missing)
        return "–";
    const auto text = markdownText(textOf(cell));
    return cell.best ? "**" + text + "**" : text;
}

} // namespace

std::string comparisonMarkdown(const RunComparison& comparison, bool onlyDiffering)
{
    std::string out = "| |";
    std::string rule = "|---|";
    for (const auto& run : comparison.runs) {
        out += " " + markdownText(run.name) + " |";
        rule += "---|";
    }
    out += "\n" + rule + "\n";
    for (const auto& row : comparison.rows) {
        if (onlyDiffering && !row.differs)
            continue;
        out += "| " + markdownText(row.key) + " |";
        for (const auto& cell : row.cells)
            out += " " + markdownCell(cell) + " |";
        out += "\n";
    }
    return out;
}

std::string comparisonCsv(const RunComparison& comparison, bool onlyDiffering)
{
    std::string out = "group,key";
    for (const auto& run : comparison.runs)
        out += "," + csvField(run.name);
    out += "\r\n";
    for (const auto& row : comparison.rows) {
        if (onlyDiffering && !row.differs)
            continue;
        out += std::string(comparisonGroupName(row.group)) + "," + csvField(row.key);
        for (const auto& cell : row.cells)
            out += "," + csvField(textOf(cell));
        out += "\r\n";
    }
    return out;
}

} // namespace binnacle
