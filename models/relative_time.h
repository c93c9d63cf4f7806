#pragma once

#include <QDateTime>
#include <QString>

namespace binnacle {

// All times are UTC milliseconds since 1970; `now` is passed in, so that tests need no clock.

// "just now", "2 min ago", "3 h ago", "yesterday 09:12", "5 days ago", "3 Nov", "3 Nov 2025".
QString relativeTime(qint64 time, qint64 now = QDateTime::currentMSecsSinceEpoch());
// Local time with zone, for the tooltip: "2026-11-23 14:02:31 KST".
QString exactTime(qint64 time);
// "09:12" today, "Mon 09:12" within a week, else the day: for "offline since …".
QString sinceTime(qint64 time, qint64 now = QDateTime::currentMSecsSinceEpoch());
// "850 ms", "4.2 s", "52 s", "4 min", "1 h 20 min", "3 d 4 h".
QString durationText(qint64 milliseconds);

} // namespace binnacle
