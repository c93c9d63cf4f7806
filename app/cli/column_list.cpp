#include "app/cli/column_list.h"

#include <QString>

namespace binnacle::cli {

namespace {

std::string trimmed(const std::string& text)
{
    constexpr auto blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Cuts a last word "ASC" or "DESC" (any case) off.
bool takeLastWord(std::string& text, const char* word)
{
    const auto shown = QString::fromStdString(text);
    const auto ending = u' ' + QString::fromLatin1(word);
    if (!shown.endsWith(ending, Qt::CaseInsensitive))
        return false;
    text = trimmed(shown.chopped(ending.size()).toStdString());
    return true;
}

} // namespace

std::vector<std::string> splitList(const std::string& text)
{
    std::vector<std::string> parts;
    std::string part;
    char quote = 0;
    const auto take = [&] {
        if (auto whole = trimmed(part); !whole.empty())
            parts.push_back(std::move(whole));
        part.clear();
    };
    for (const char c : text) {
        if (c == ',' && quote == 0) {
            take();
            continue;
        }
        if (quote == 0 && (c == '`' || c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = 0;
        part += c;
    }
    take();
    return parts;
}

Result<std::vector<RunColumn>> columnsFromTexts(const std::vector<std::string>& texts)
{
    std::vector<RunColumn> columns;
    for (const auto& text : texts) {
        for (const auto& part : splitList(text)) {
            auto column = columnFromText(part);
            if (!column)
                return failure(column.error());
            columns.push_back(std::move(*column));
        }
    }
    return columns;
}

Result<std::vector<SortTerm>> sortTermsFromTexts(const std::vector<std::string>& texts)
{
    std::vector<SortTerm> terms;
    for (const auto& text : texts) {
        for (auto part : splitList(text)) {
            SortTerm term;
            term.descending = takeLastWord(part, "DESC");
            if (!term.descending)
                takeLastWord(part, "ASC");
            auto column = columnFromText(part);
            if (!column)
                return failure(column.error());
            term.column = std::move(*column);
            terms.push_back(std::move(term));
        }
    }
    return terms;
}

std::string columnTitle(const RunColumn& column)
{
    return column.kind == RunColumn::Kind::Attribute ? column.name : columnText(column);
}

} // namespace binnacle::cli
