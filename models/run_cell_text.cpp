#include "models/run_cell_text.h"

#include "models/relative_time.h"
#include "services/domain/run.h"
#include "services/query/number_text.h"

#include <QCoreApplication>
#include <QDateTime>

#include <cmath>

namespace binnacle {

bool isStep(const RunColumn& column)
{
    using Stat = RunColumn::Stat;
    return column.kind == RunColumn::Kind::Metric &&
           (column.stat == Stat::LastStep || column.stat == Stat::BestStep ||
            column.stat == Stat::MinStep || column.stat == Stat::MaxStep);
}

bool isDuration(const RunColumn& column)
{
    return column.kind == RunColumn::Kind::Attribute && column.name == "duration";
}

QString statusWord(int status)
{
    static constexpr const char* words[] = {
        QT_TRANSLATE_NOOP("RunStatus", "Running"), QT_TRANSLATE_NOOP("RunStatus", "Scheduled"),
        QT_TRANSLATE_NOOP("RunStatus", "Finished"), QT_TRANSLATE_NOOP("RunStatus", "Failed"),
        QT_TRANSLATE_NOOP("RunStatus", "Killed")};
    if (status < 0 || status >= static_cast<int>(std::size(words)))
        return {};
    return QCoreApplication::translate("RunStatus", words[status]);
}

namespace {

// As it was logged, but for the sixteen digits that drawn values have: all of them stand in the
// detail and in what is copied.
QString paramText(const RunCell& cell)
{
    constexpr std::size_t wholeUpTo = 12;
    const bool fraction = cell.text.find_first_of(".eE") != std::string::npos;
    if (cell.text.size() > wholeUpTo && fraction)
        return numberText(cell.number);
    return QString::fromStdString(cell.text);
}

} // namespace

QString cellText(const RunColumn& column, const RunCell& cell, const NumberFormat& format)
{
    switch (cell.state) {
    case RunCell::State::Missing:
        return missingText();
    case RunCell::State::Time:
        return relativeTime(static_cast<qint64>(cell.number));
    case RunCell::State::Number:
        if (isDuration(column))
            return durationText(static_cast<qint64>(cell.number));
        if (column.kind == RunColumn::Kind::Param && !cell.text.empty())
            return paramText(cell);
        if (isStep(column))
            return countText(static_cast<qint64>(cell.number));
        return numberText(cell.number, format);
    case RunCell::State::Text:
        break;
    }
    if (column.kind == RunColumn::Kind::Attribute && column.name == "status")
        return statusWord(static_cast<int>(statusFromName(cell.text)));
    // One line in the table, whatever a tag holds; long texts are cut where they are painted.
    return QString::fromStdString(cell.text.substr(0, 400)).simplified();
}

QString cellDetail(const RunColumn& column, const RunCell& cell)
{
    switch (cell.state) {
    case RunCell::State::Missing:
        return QCoreApplication::translate("RunColumn", "Not logged by this run.");
    case RunCell::State::Time:
        return exactTime(static_cast<qint64>(cell.number));
    case RunCell::State::Number:
        if (isDuration(column))
            return QCoreApplication::translate("RunColumn", "%1 s").arg(cell.number / 1000.0);
        return cell.text.empty() ? exactNumber(cell.number) : QString::fromStdString(cell.text);
    case RunCell::State::Text:
        break;
    }
    return QString::fromStdString(cell.text.substr(0, 2000));
}

QString cellPlain(const RunCell& cell)
{
    switch (cell.state) {
    case RunCell::State::Missing:
        return {};
    case RunCell::State::Time:
        return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(cell.number), Qt::UTC)
            .toString(Qt::ISODateWithMs);
    case RunCell::State::Number:
        if (!cell.text.empty())
            return QString::fromStdString(cell.text);
        if (std::isnan(cell.number))
            return QStringLiteral("NaN");
        if (std::isinf(cell.number))
            return cell.number > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
        return QString::number(cell.number, 'g', QLocale::FloatingPointShortest);
    case RunCell::State::Text:
        break;
    }
    return QString::fromStdString(cell.text);
}

bool isFigure(const RunColumn& column, const RunCell& cell)
{
    if (column.kind == RunColumn::Kind::Metric || isDuration(column))
        return true;
    if (cell.state == RunCell::State::Number)
        return true;
    return column.kind == RunColumn::Kind::Param && cell.state == RunCell::State::Text &&
           numberFromText(cell.text).has_value();
}

} // namespace binnacle
