#include "app/cli/csv_writer.h"

#include <QDateTime>

#include <charconv>

namespace binnacle::cli {

namespace {

bool isNumber(const std::string& text)
{
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const char* const end = text.data() + text.size();
    double value = 0;
    const auto read = std::from_chars(begin, end, value);
    return read.ec == std::errc() && read.ptr == end;
}

} // namespace

std::string withoutFormula(const std::string& text)
{
    constexpr std::string_view starters = "=+-@\t\r";
    if (text.empty() || starters.find(text.front()) == std::string_view::npos || isNumber(text))
        return text;
    return "'" + text;
}

void CsvWriter::raw(const std::string& field)
{
    if (rowBegun_)
        out_.write(",");
    rowBegun_ = true;
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
        out_.write(field);
        return;
    }
    std::string quoted = "\"";
    for (const char c : field) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    out_.write(quoted + '"');
}

void CsvWriter::text(const std::string& value)
{
    raw(withoutFormula(value));
}

void CsvWriter::number(double value)
{
    raw(exactNumber(value));
}

void CsvWriter::integer(std::int64_t value)
{
    raw(std::to_string(value));
}

void CsvWriter::time(std::optional<std::int64_t> value)
{
    if (!value)
        return missing();
    raw(QDateTime::fromMSecsSinceEpoch(*value, Qt::UTC).toString(Qt::ISODateWithMs).toStdString());
}

void CsvWriter::missing()
{
    raw({});
}

void CsvWriter::endRow()
{
    out_.write("\r\n");
    rowBegun_ = false;
}

} // namespace binnacle::cli
