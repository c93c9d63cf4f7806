#include "app/cli/csv_writer.h"

#include <QDateTime>

namespace binnacle::cli {

void CsvWriter::raw(const std::string& field)
{
    if (rowBegun_)
        out_.write(",");
    rowBegun_ = true;
    out_.write(quotedField(field));
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
