#include "services/rollout/guard_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace binnacle {

namespace {

using Figure = Guard::Figure;

constexpr std::array<std::pair<std::string_view, Figure>, 5> figures = {{
    {"error_rate", Figure::ErrorRate},
    {"p50", Figure::P50},
    {"p95", Figure::P95},
    {"p99", Figure::P99},
    {"throughput", Figure::Throughput},
}};

constexpr std::string_view promql = "promql:";

Error wrong(std::string_view text, const char* what)
{
    return {Error::Kind::Invalid,
            QCoreApplication::translate("GuardText", "The guard “%1” is not understood: %2.")
                .arg(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())),
                     QCoreApplication::translate("GuardText", what)),
            {}};
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool readBound(std::string_view text, Guard& guard)
{
    if (text.starts_with("old+")) {
        guard.kind = Guard::Bound::OverOld;
        text.remove_prefix(4);
    } else if (text.ends_with('x')) {
        guard.kind = Guard::Bound::TimesOld;
        text.remove_suffix(1);
    }
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), guard.bound);
    return fault == std::errc() && end == text.data() + text.size() && std::isfinite(guard.bound);
}

} // namespace

Result<Guard> guardFromText(std::string_view text, double minRequests)
{
    Guard guard;
    guard.minRequests = minRequests;
    const auto below = text.rfind("<=");
    const auto above = text.rfind(">=");
    const bool fromBelow =
        below == std::string_view::npos || (above != std::string_view::npos && above > below);
    const auto at = fromBelow ? above : below;
    if (at == std::string_view::npos)
        return failure(wrong(text, "it needs <= or >= and a bound"));
    const auto name = trimmed(text.substr(0, at));
    if (!readBound(trimmed(text.substr(at + 2)), guard))
        return failure(wrong(text, "its bound is a number, as 1.2x or old+0.01"));
    if (name.starts_with(promql)) {
        guard.figure = Figure::Expression;
        guard.expression = std::string(trimmed(name.substr(promql.size())));
        if (guard.expression.empty() || fromBelow)
            return failure(wrong(text, "an expression is bounded from above, by <="));
        return guard;
    }
    for (const auto& [word, figure] : figures) {
        if (word != name)
            continue;
        guard.figure = figure;
        if (fromBelow != (figure == Figure::Throughput))
            return failure(wrong(text, "throughput is bounded by >=, all others by <="));
        return guard;
    }
    return failure(
        wrong(text, "there are error_rate, p50, p95, p99, throughput and promql:EXPRESSION"));
}

QString guardText(const Guard& guard)
{
    QString name = QString::fromUtf8(promql.data(), static_cast<qsizetype>(promql.size())) +
                   QString::fromStdString(guard.expression);
    for (const auto& [word, figure] : figures) {
        if (figure == guard.figure)
            name = QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
    }
    const auto bound = QString::number(guard.bound, 'g', 12);
    name += guard.figure == Figure::Throughput ? QStringLiteral(">=") : QStringLiteral("<=");
    switch (guard.kind) {
    case Guard::Bound::OverOld:
        return name + QStringLiteral("old+") + bound;
    case Guard::Bound::TimesOld:
        return name + bound + QStringLiteral("x");
    case Guard::Bound::Absolute:
        break;
    }
    return name + bound;
}

} // namespace binnacle
