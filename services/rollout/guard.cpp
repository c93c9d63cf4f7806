#include "services/rollout/guard.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

using Figure = Guard::Figure;
using Outcome = GuardVerdict::Outcome;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

double figureOf(const Guard& guard, const VersionFigures& figures)
{
    switch (guard.figure) {
    case Figure::ErrorRate:
        return figures.requests > 0 ? figures.errors / figures.requests : none;
    case Figure::P50:
        return figures.p50;
    case Figure::P95:
        return figures.p95;
    case Figure::P99:
        return figures.p99;
    case Figure::Throughput:
        return figures.perSecond;
    case Figure::Expression:
        break;
    }
    const auto found = figures.expressions.find(guard.expression);
    return found == figures.expressions.end() ? none : found->second;
}

double limitOf(const Guard& guard, const std::optional<VersionFigures>& old)
{
    if (guard.kind == Guard::Bound::Absolute)
        return guard.bound;
    const double before = old ? figureOf(guard, *old) : none;
    return guard.kind == Guard::Bound::OverOld ? before + guard.bound : before * guard.bound;
}

QString nameOf(const Guard& guard)
{
    switch (guard.figure) {
    case Figure::ErrorRate:
        return tr("error rate");
    case Figure::P50:
        return tr("p50 latency");
    case Figure::P95:
        return tr("p95 latency");
    case Figure::P99:
        return tr("p99 latency");
    case Figure::Throughput:
        return tr("throughput");
    case Figure::Expression:
        break;
    }
    return QString::fromStdString(guard.expression);
}

QString withUnit(const Guard& guard, double value)
{
    constexpr int digits = 4;
    const auto number = [](double each) { return QString::number(each, 'g', digits); };
    switch (guard.figure) {
    case Figure::ErrorRate:
        return tr("%1 %").arg(number(value * 100));
    case Figure::P50:
    case Figure::P95:
    case Figure::P99:
        return tr("%1 ms").arg(number(value));
    case Figure::Throughput:
        return tr("%1 requests/s").arg(number(value));
    case Figure::Expression:
        break;
    }
    return number(value);
}

} // namespace

GuardVerdict judge(const Guard& guard, const VersionFigures& fresh,
                   const std::optional<VersionFigures>& old)
{
    const bool fromBelow = guard.figure == Figure::Throughput;
    GuardVerdict verdict;
    verdict.value = figureOf(guard, fresh);
    verdict.limit = limitOf(guard, old);
    if (!std::isnan(fresh.requests) && fresh.requests < guard.minRequests) {
        verdict.outcome = Outcome::TooFew;
        verdict.sentence = tr("%1: %2 requests so far, a verdict needs %3")
                               .arg(nameOf(guard))
                               .arg(fresh.requests)
                               .arg(guard.minRequests);
        return verdict;
    }
    // An expression speaks for itself where nobody counts requests.
    const bool uncounted = std::isnan(fresh.requests) && guard.figure != Figure::Expression;
    if (uncounted || std::isnan(verdict.value) || std::isnan(verdict.limit)) {
        verdict.outcome = Outcome::Unknown;
        verdict.sentence = tr("%1: no data").arg(nameOf(guard));
        return verdict;
    }
    const bool holds = fromBelow ? verdict.value >= verdict.limit : verdict.value <= verdict.limit;
    verdict.outcome = holds ? Outcome::Holds : Outcome::Broken;
    verdict.sentence =
        (fromBelow ? tr("%1 %2, at least %3") : tr("%1 %2, at most %3"))
            .arg(nameOf(guard), withUnit(guard, verdict.value), withUnit(guard, verdict.limit));
    return verdict;
}

Outcome worst(const std::vector<GuardVerdict>& verdicts)
{
    for (const auto outcome : {Outcome::Broken, Outcome::Unknown, Outcome::TooFew}) {
        if (std::ranges::find(verdicts, outcome, &GuardVerdict::outcome) != verdicts.end())
            return outcome;
    }
    return Outcome::Holds;
}

} // namespace binnacle
