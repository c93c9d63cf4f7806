#include "services/query/filter_time.h"

#include <QDateTime>
#include <QTimeZone>

namespace binnacle {

namespace {

class Reader
{
public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool atEnd() const { return at_ == text_.size(); }
    bool take(char c)
    {
        if (atEnd() || text_[at_] != c)
            return false;
        ++at_;
        return true;
    }
    // Exactly `digits` of them.
    std::optional<int> number(std::size_t digits)
    {
        if (text_.size() - at_ < digits)
            return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i, ++at_) {
            if (text_[at_] < '0' || text_[at_] > '9')
                return std::nullopt;
            value = value * 10 + (text_[at_] - '0');
        }
        return value;
    }
    // ".25" as 250 milliseconds; what is finer is cut off.
    std::optional<int> fraction()
    {
        int milliseconds = 0;
        int digits = 0;
        for (; !atEnd() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_, ++digits) {
            if (digits < 3)
                milliseconds = milliseconds * 10 + (text_[at_] - '0');
        }
        for (int i = digits; i < 3; ++i)
            milliseconds *= 10;
        return digits == 0 ? std::nullopt : std::optional(milliseconds);
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

std::optional<QDate> readDate(Reader& in)
{
    const auto year = in.number(4);
    if (!year || !in.take('-'))
        return std::nullopt;
    const auto month = in.number(2);
    if (!month || !in.take('-'))
        return std::nullopt;
    const auto day = in.number(2);
    const QDate date(*year, *month, day.value_or(0));
    return date.isValid() ? std::optional(date) : std::nullopt;
}

std::optional<QTime> readTime(Reader& in)
{
    const auto hour = in.number(2);
    if (!hour || !in.take(':'))
        return std::nullopt;
    const auto minute = in.number(2);
    std::optional<int> second = 0;
    std::optional<int> milliseconds = 0;
    if (in.take(':')) {
        second = in.number(2);
        if (in.take('.'))
            milliseconds = in.fraction();
    }
    if (!minute || !second || !milliseconds)
        return std::nullopt;
    const QTime time(*hour, *minute, *second, *milliseconds);
    return time.isValid() ? std::optional(time) : std::nullopt;
}

// Seconds east of UTC of "+09:00", "+0900" or "+09".
std::optional<int> readOffset(Reader& in, int sign)
{
    const auto hours = in.number(2);
    if (!hours)
        return std::nullopt;
    if (in.atEnd())
        return sign * *hours * 3600;
    in.take(':');
    const auto minutes = in.number(2);
    if (!minutes || *hours > 14 || *minutes > 59)
        return std::nullopt;
    return sign * (*hours * 3600 + *minutes * 60);
}

} // namespace

std::optional<std::int64_t> timeFromText(std::string_view text)
{
    Reader in(text);
    const auto date = readDate(in);
    if (!date)
        return std::nullopt;
    std::optional<QTime> time = QTime(0, 0);
    if (!in.atEnd()) {
        if (!in.take('T') && !in.take('t') && !in.take(' '))
            return std::nullopt;
        time = readTime(in);
    }
    if (!time)
        return std::nullopt;
    in.take(' ');
    if (in.atEnd())
        return QDateTime(*date, *time, Qt::LocalTime).toMSecsSinceEpoch();
    if (in.take('Z') || in.take('z'))
        return in.atEnd() ? std::optional(QDateTime(*date, *time, Qt::UTC).toMSecsSinceEpoch())
                          : std::nullopt;
    const bool east = in.take('+');
    if (!east && !in.take('-'))
        return std::nullopt;
    const auto offset = readOffset(in, east ? 1 : -1);
    if (!offset || !in.atEnd())
        return std::nullopt;
    return QDateTime(*date, *time, Qt::UTC).toMSecsSinceEpoch() - *offset * 1000LL;
}

} // namespace binnacle
