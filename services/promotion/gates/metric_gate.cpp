#include "services/domain/metric_direction.h"
#include "services/promotion/gates/gates.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("PromotionGates", source);
}

const LatestMetric* find(const std::vector<LatestMetric>& metrics, const std::string& key)
{
    const auto found = std::ranges::find(metrics, key, &LatestMetric::key);
    return found == metrics.end() ? nullptr : &*found;
}

bool shareData(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    std::vector<std::string> both;
    std::ranges::set_intersection(a, b, std::back_inserter(both));
    return !both.empty();
}

std::vector<MetricRule> rulesFor(const PromotionPolicy& policy,
                                 const std::vector<LatestMetric>& candidate,
                                 const std::vector<LatestMetric>& champion)
{
    if (!policy.metrics.empty())
        return policy.metrics;
    std::vector<MetricRule> rules;
    for (const auto& metric : candidate) {
        const auto direction = guessDirection(metric.key);
        if (direction == MetricDirection::Unknown || !find(champion, metric.key) ||
            metric.key.find("train") != std::string::npos || metric.key.starts_with("system/"))
            continue;
        rules.push_back(
            {metric.key, direction == MetricDirection::HigherIsBetter, defaultMargin, true});
    }
    return rules;
}

bool isWorse(const MetricRule& rule, double candidate, double champion)
{
    if (std::isnan(candidate))
        return true;
    if (std::isnan(champion))
        return false;
    const double room = rule.relative ? rule.margin * std::abs(champion) : rule.margin;
    return rule.higherIsBetter ? candidate < champion - room : candidate > champion + room;
}

} // namespace

GateReport metricGate(const GateFacts& facts)
{
    const auto report = [&](GateState state, const QString& evidence) {
        auto made = gateReport(gates::metric, facts.policy, state, evidence);
        made.run = facts.candidate.detail.run;
        return made;
    };
    if (!facts.champion)
        return report(GateState::NotApplicable,
                      text("No other version is the champion to be compared with."));
    const auto ours = facts.candidate.metrics();
    const auto theirs = facts.champion->metrics();
    const auto ourData = facts.candidate.datasetDigests();
    const auto theirData = facts.champion->datasetDigests();
    const auto& champion = facts.champion->detail.version.version;
    if (ourData.empty() || theirData.empty())
        return report(GateState::Unknown,
                      text("Not known whether version %1 and the champion (version %2) were "
                           "measured on the same data: no dataset digest was logged.")
                          .arg(QString::fromStdString(facts.candidate.detail.version.version),
                               QString::fromStdString(champion)));
    if (!shareData(ourData, theirData))
        return report(GateState::Unknown,
                      text("Measured on other data than the champion (version %1): dataset "
                           "%2 against %3.")
                          .arg(QString::fromStdString(champion),
                               QString::fromStdString(ourData.front()),
                               QString::fromStdString(theirData.front())));
    const auto rules = rulesFor(facts.policy, ours, theirs);
    if (rules.empty())
        return report(GateState::Unknown,
                      text("No metric is known of both versions whose better direction is known."));
    QStringList worse, fine, missing;
    for (const auto& rule : rules) {
        const auto* our = find(ours, rule.metric);
        const auto* their = find(theirs, rule.metric);
        const auto name = QString::fromStdString(rule.metric);
        if (!our) {
            worse.append(text("%1 was not logged").arg(name));
            continue;
        }
        if (!their) {
            missing.append(name);
            continue;
        }
        const auto line = text("%1 is %2, the champion's %3")
                              .arg(name)
                              .arg(our->point.value, 0, 'g', 6)
                              .arg(their->point.value, 0, 'g', 6);
        (isWorse(rule, our->point.value, their->point.value) ? worse : fine).append(line);
    }
    if (!worse.isEmpty())
        return report(GateState::Blocked,
                      text("Worse than the champion (version %1): %2.")
                          .arg(QString::fromStdString(champion), worse.join(QStringLiteral("; "))));
    if (fine.isEmpty())
        return report(GateState::Unknown, text("The champion (version %1) did not log %2.")
                                              .arg(QString::fromStdString(champion),
                                                   missing.join(QStringLiteral(", "))));
    if (!missing.isEmpty())
        return report(GateState::PassedWithNote, text("%1. The champion did not log %2.")
                                                     .arg(fine.join(QStringLiteral("; ")),
                                                          missing.join(QStringLiteral(", "))));
    return report(GateState::Passed, text("%1.").arg(fine.join(QStringLiteral("; "))));
}

} // namespace binnacle
