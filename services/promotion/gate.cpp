#include "services/promotion/gate.h"

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("PromotionGates", source);
}

bool isEvaluation(const std::string& context)
{
    return context.find("eval") != std::string::npos ||
           context.find("valid") != std::string::npos || context.find("test") != std::string::npos;
}

} // namespace

const char* gateStateName(GateState state)
{
    switch (state) {
    case GateState::Passed:
        return "passed";
    case GateState::PassedWithNote:
        return "passed-with-note";
    case GateState::Blocked:
        return "blocked";
    case GateState::Unknown:
        return "unknown";
    case GateState::NotApplicable:
        return "not-applicable";
    case GateState::Off:
        return "off";
    }
    return "unknown";
}

QString gateTitle(std::string_view name)
{
    static const std::map<std::string_view, const char*> titles = {
        {gates::metric, "Not worse than the champion"},
        {gates::threshold, "Thresholds"},
        {gates::signature, "Signature compatible"},
        {gates::reproducible, "Reproducible"},
        {gates::quality, "Data quality"},
        {gates::drift, "Drift"},
        {gates::fairness, "Fairness"},
        {gates::explanation, "Explanation"},
        {gates::digest, "Files unchanged"},
        {gates::serves, "Serves"},
        {gates::approval, "Approved"},
    };
    const auto found = titles.find(name);
    return found == titles.end() ? QString() : text(found->second);
}

GateReport gateReport(std::string_view name, const PromotionPolicy& policy, GateState state,
                      const QString& evidence)
{
    GateReport report;
    report.name = name;
    report.title = gateTitle(name);
    report.state = state;
    report.evidence = evidence;
    const auto mode = policy.mode(name);
    report.blocks =
        mode != GateMode::Off && (state == GateState::Blocked ||
                                  (mode == GateMode::Required && state == GateState::Unknown));
    return report;
}

std::vector<LatestMetric> VersionFacts::metrics() const
{
    std::map<std::string, MetricPoint> values;
    if (run) {
        for (const auto& metric : run->run.metrics)
            values[metric.key] = metric.point;
    }
    if (detail.loggedModel) {
        for (const auto& metric : detail.loggedModel->metrics)
            values[metric.key] = metric.point;
    }
    std::vector<LatestMetric> all;
    for (const auto& [key, point] : values)
        all.push_back({key, point});
    return all;
}

std::vector<std::string> VersionFacts::datasetDigests() const
{
    std::vector<std::string> evaluated, all;
    if (run) {
        for (const auto& dataset : run->run.datasets) {
            if (dataset.digest.empty())
                continue;
            all.push_back(dataset.digest);
            if (isEvaluation(dataset.context))
                evaluated.push_back(dataset.digest);
        }
    }
    auto& digests = evaluated.empty() ? all : evaluated;
    std::ranges::sort(digests);
    return digests;
}

const Evidence* VersionFacts::newest(std::string_view kind) const
{
    const auto found = std::ranges::find(evidence, kind, &Evidence::kind);
    return found == evidence.end() ? nullptr : &*found;
}

} // namespace binnacle
