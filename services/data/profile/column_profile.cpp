#include "services/data/profile/column_profile.h"

#include "services/data/sql_text.h"

#include <QDateTime>
#include <QTimeZone>

#include <cmath>

namespace binnacle {

std::string timeText(double microseconds, ColumnKind kind)
{
    if (!std::isfinite(microseconds) || std::abs(microseconds) > 9e17)
        return {};
    const auto whole = static_cast<std::int64_t>(std::floor(microseconds));
    const auto seconds = static_cast<std::int64_t>(std::floor(static_cast<double>(whole) / 1e6));
    const auto rest = whole - seconds * 1'000'000;
    const auto time = QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::utc());
    if (kind == ColumnKind::Date && rest == 0 && time.time() == QTime(0, 0))
        return time.date().toString(Qt::ISODate).toStdString();
    auto text = time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toStdString();
    if (rest > 0) {
        auto digits = std::to_string(1'000'000 + rest).substr(1);
        digits.resize(digits.find_last_not_of('0') + 1);
        text += "." + digits;
    }
    return text;
}

std::string numberExpression(const DataColumn& column)
{
    const auto name = sqlName(column.name);
    if (isTemporal(column.kind))
        return "CASE WHEN isfinite(" + name + ") THEN epoch_us(CAST(" + name +
               " AS TIMESTAMP))::DOUBLE END";
    if (column.kind == ColumnKind::Boolean)
        return "CAST(CAST(" + name + " AS INTEGER) AS DOUBLE)";
    if (!isNumeric(column.kind))
        return {};
    if (column.type == "DOUBLE" || column.type == "FLOAT")
        return "CASE WHEN isfinite(" + name + ") THEN " + name + "::DOUBLE END";
    return "CAST(" + name + " AS DOUBLE)";
}

} // namespace binnacle
