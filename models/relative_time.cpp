#include "models/relative_time.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

namespace binnacle {

namespace {

constexpr qint64 second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

QString words(const char* text, qint64 n)
{
    return QCoreApplication::translate("RelativeTime", text).arg(n);
}

QDateTime local(qint64 time)
{
    return QDateTime::fromMSecsSinceEpoch(time);
}

QString dayText(const QDateTime& then, const QDateTime& now)
{
    const QString format = then.date().year() == now.date().year()
                               ? QCoreApplication::translate("RelativeTime", "d MMM")
                               : QCoreApplication::translate("RelativeTime", "d MMM yyyy");
    return QLocale().toString(then, format);
}

} // namespace

QString relativeTime(qint64 time, qint64 now)
{
    const qint64 age = now - time;
    const QDateTime then = local(time);
    const QDateTime today = local(now);
    if (age < -minute) // a clock that runs ahead
        return exactTime(time);
    if (age < 45 * second)
        return QCoreApplication::translate("RelativeTime", "just now");
    if (age < 60 * minute)
        return words(QT_TRANSLATE_NOOP("RelativeTime", "%1 min ago"),
                     qMax<qint64>(1, (age + minute / 2) / minute));
    const qint64 days = then.date().daysTo(today.date());
    if (days == 0 || age < 12 * hour)
        return words(QT_TRANSLATE_NOOP("RelativeTime", "%1 h ago"),
                     qMax<qint64>(1, (age + hour / 2) / hour));
    if (days == 1)
        return QCoreApplication::translate("RelativeTime", "yesterday %1")
            .arg(then.toString(QStringLiteral("HH:mm")));
    if (days < 7)
        return words(QT_TRANSLATE_NOOP("RelativeTime", "%1 days ago"), days);
    return dayText(then, today);
}

QString exactTime(qint64 time)
{
    const QDateTime then = local(time);
    return then.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss ")) + then.timeZoneAbbreviation();
}

QString sinceTime(qint64 time, qint64 now)
{
    const QDateTime then = local(time);
    const QDateTime today = local(now);
    const qint64 days = then.date().daysTo(today.date());
    if (days == 0)
        return then.toString(QStringLiteral("HH:mm"));
    if (days > 0 && days < 7)
        return QLocale().toString(then, QStringLiteral("ddd HH:mm"));
    return dayText(then, today);
}

QString durationText(qint64 milliseconds)
{
    const auto text = [](const char* form) {
        return QCoreApplication::translate("RelativeTime", form);
    };
    if (milliseconds < 0)
        return {};
    if (milliseconds < second)
        return text(QT_TRANSLATE_NOOP("RelativeTime", "%1 ms")).arg(milliseconds);
    if (milliseconds < 10 * second) {
        const qint64 tenths = milliseconds / 100;
        return text(QT_TRANSLATE_NOOP("RelativeTime", "%1 s"))
            .arg(static_cast<double>(tenths) / 10.0);
    }
    if (milliseconds < minute)
        return text(QT_TRANSLATE_NOOP("RelativeTime", "%1 s")).arg(milliseconds / second);
    if (milliseconds < hour)
        return text(QT_TRANSLATE_NOOP("RelativeTime", "%1 min")).arg(milliseconds / minute);
    if (milliseconds < day) {
        const qint64 rest = milliseconds % hour / minute;
        if (rest == 0)
            return text(QT_TRANSLATE_NOOP("RelativeTime", "%1 h")).arg(milliseconds / hour);
        return text(QT_TRANSLATE_NOOP("RelativeTime", "%1 h %2 min"))
            .arg(milliseconds / hour)
            .arg(rest);
    }
    const qint64 rest = milliseconds % day / hour;
    if (rest == 0)
        return text(QT_TRANSLATE_NOOP("RelativeTime", "%1 d")).arg(milliseconds / day);
    return text(QT_TRANSLATE_NOOP("RelativeTime", "%1 d %2 h")).arg(milliseconds / day).arg(rest);
}

} // namespace binnacle
