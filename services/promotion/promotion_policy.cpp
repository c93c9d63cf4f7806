#include "services/promotion/promotion_policy.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>

namespace binnacle {

namespace {

constexpr std::size_t mostBytes = std::size_t(1) << 20;

QString text(const char* source)
{
    return QCoreApplication::translate("PromotionPolicy", source);
}

// Thrown where the file breaks the schema, caught by readPolicy.
struct PolicyFault
{
    YAML::Mark mark;
    QString sentence;
};

[[noreturn]] void fault(const YAML::Node& at, const QString& sentence)
{
    throw PolicyFault{at.Mark(), sentence};
}

std::string scalar(const YAML::Node& node, const char* what)
{
    if (!node.IsScalar() || node.Scalar().empty())
        fault(node, text("“%1” has to be a text.").arg(QString::fromUtf8(what)));
    return node.Scalar();
}

double number(const YAML::Node& node, const char* what)
{
    const auto& value = node.IsScalar() ? node.Scalar() : std::string();
    double parsed = 0;
    const auto* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, parsed);
    if (value.empty() || error != std::errc() || stop != end || !std::isfinite(parsed))
        fault(node, text("“%1” has to be a number.").arg(QString::fromUtf8(what)));
    return parsed;
}

bool boolean(const YAML::Node& node, const char* what)
{
    const auto& value = node.IsScalar() ? node.Scalar() : std::string();
    if (value != "true" && value != "false")
        fault(node, text("“%1” has to be true or false.").arg(QString::fromUtf8(what)));
    return value == "true";
}

using Field = std::function<void(const YAML::Node&)>;

// Each key of a map goes to its field; a key that is not known, or comes twice, is a fault.
void readMap(const YAML::Node& node, const QString& what, const std::map<std::string, Field>& known)
{
    if (!node.IsMap())
        fault(node, text("%1 has to be a map of keys and values.").arg(what));
    std::set<std::string> seen;
    for (const auto& pair : node) {
        const auto key = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
        const auto field = known.find(key);
        if (field == known.end()) {
            QStringList names;
            for (const auto& [name, unused] : known)
                names.append(QString::fromStdString(name));
            fault(pair.first, text("%1 has no key “%2”; it knows: %3.")
                                  .arg(what, QString::fromStdString(key).left(60),
                                       names.join(QStringLiteral(", "))));
        }
        if (!seen.insert(key).second)
            fault(pair.first, text("“%1” stands here twice.").arg(QString::fromStdString(key)));
        field->second(pair.second);
    }
}

void readList(const YAML::Node& node, const char* what, const Field& item)
{
    if (!node.IsSequence())
        fault(node, text("“%1” has to be a list.").arg(QString::fromUtf8(what)));
    for (const auto& each : node)
        item(each);
}

MetricRule readMetric(const YAML::Node& node)
{
    MetricRule rule;
    bool directed = false;
    readMap(node, text("A rule for a metric"),
            {{"name", [&](const auto& n) { rule.metric = scalar(n, "name"); }},
             {"better",
              [&](const auto& n) {
                  const auto word = scalar(n, "better");
                  if (word != "higher" && word != "lower")
                      fault(n, text("“better” has to be higher or lower."));
                  rule.higherIsBetter = word == "higher";
                  directed = true;
              }},
             {"margin",
              [&](const auto& n) {
                  rule.margin = number(n, "margin");
                  if (rule.margin < 0)
                      fault(n, text("“margin” has to be at least 0."));
              }},
             {"relative", [&](const auto& n) { rule.relative = boolean(n, "relative"); }}});
    if (rule.metric.empty())
        fault(node, text("A rule for a metric needs its name."));
    if (!directed)
        fault(node, text("The rule for “%1” has to say which is better: higher or lower.")
                        .arg(QString::fromStdString(rule.metric)));
    return rule;
}

BoundRule readBound(const YAML::Node& node)
{
    BoundRule rule;
    readMap(node, text("A bound"),
            {{"metric", [&](const auto& n) { rule.metric = scalar(n, "metric"); }},
             {"at_least", [&](const auto& n) { rule.atLeast = number(n, "at_least"); }},
             {"at_most", [&](const auto& n) { rule.atMost = number(n, "at_most"); }}});
    if (rule.metric.empty())
        fault(node, text("A bound needs its metric."));
    if (!rule.atLeast && !rule.atMost)
        fault(node, text("The bound of “%1” needs at_least, at_most or both.")
                        .arg(QString::fromStdString(rule.metric)));
    if (rule.atLeast && rule.atMost && *rule.atLeast > *rule.atMost)
        fault(node, text("at_least is greater than at_most: nothing can pass."));
    return rule;
}

void readModes(const YAML::Node& node, PromotionPolicy& policy)
{
    std::map<std::string, Field> known;
    for (const auto name : gateNames()) {
        known[std::string(name)] = [&policy, name](const YAML::Node& n) {
            const auto word = scalar(n, "gates");
            static const std::map<std::string, GateMode, std::less<>> modes = {
                {"required", GateMode::Required},
                {"when-known", GateMode::WhenKnown},
                {"off", GateMode::Off}};
            const auto mode = modes.find(word);
            if (mode == modes.end())
                fault(n, text("A gate is required, when-known or off, not “%1”.")
                             .arg(QString::fromStdString(word).left(60)));
            policy.modes.emplace_back(name, mode->second);
        };
    }
    readMap(node, text("gates"), known);
}

void readServe(const YAML::Node& node, PromotionPolicy& policy)
{
    readMap(node, text("serve"), {{"seconds", [&](const auto& n) {
                                       const auto seconds = number(n, "seconds");
                                       if (seconds < 1 || seconds > 3600)
                                           fault(n, text("“seconds” is from 1 to 3600."));
                                       policy.serveSeconds = static_cast<int>(seconds);
                                   }}});
}

PromotionPolicy readAll(const YAML::Node& root)
{
    PromotionPolicy policy = defaultPolicy();
    if (root.IsNull())
        return policy;
    const auto texts = [](std::vector<std::string>& list, const char* what) {
        return [&list, what](const YAML::Node& n) {
            list.clear();
            readList(n, what, [&](const auto& each) { list.push_back(scalar(each, what)); });
        };
    };
    readMap(root, text("A policy"),
            {{"version",
              [](const auto& n) {
                  if (number(n, "version") != 1)
                      fault(n, text("This is a policy of another version; 1 is known."));
              }},
             {"model", [&](const auto& n) { policy.model = scalar(n, "model"); }},
             {"champion", [&](const auto& n) { policy.champion = scalar(n, "champion"); }},
             {"metrics",
              [&](const auto& n) {
                  readList(n, "metrics",
                           [&](const auto& each) { policy.metrics.push_back(readMetric(each)); });
              }},
             {"thresholds",
              [&](const auto& n) {
                  readList(n, "thresholds",
                           [&](const auto& each) { policy.thresholds.push_back(readBound(each)); });
              }},
             {"fairness",
              [&](const auto& n) {
                  readList(n, "fairness",
                           [&](const auto& each) { policy.fairness.push_back(readBound(each)); });
              }},
             {"explanations", texts(policy.explanations, "explanations")},
             {"approvers", texts(policy.approvers, "approvers")},
             {"serve", [&](const auto& n) { readServe(n, policy); }},
             {"gates", [&](const auto& n) { readModes(n, policy); }}});
    return policy;
}

Error invalid(const std::string& origin, const YAML::Mark& mark, const QString& sentence)
{
    const auto name = origin.empty() ? text("policy") : QString::fromStdString(origin);
    if (mark.is_null())
        return {Error::Kind::Invalid, name + QStringLiteral(": ") + sentence, {}};
    return {Error::Kind::Invalid,
            QStringLiteral("%1:%2:%3: %4")
                .arg(name)
                .arg(mark.line + 1)
                .arg(mark.column + 1)
                .arg(sentence),
            {}};
}

} // namespace

const std::vector<std::string_view>& gateNames()
{
    static const std::vector<std::string_view> names = {
        gates::metric,  gates::threshold, gates::signature, gates::reproducible,
        gates::quality, gates::drift,     gates::fairness,  gates::explanation,
        gates::digest,  gates::serves,    gates::approval};
    return names;
}

GateMode PromotionPolicy::mode(std::string_view gate) const
{
    for (const auto& [name, mode] : modes) {
        if (name == gate)
            return mode;
    }
    const bool required = gate == gates::approval || gate == gates::threshold;
    return required ? GateMode::Required : GateMode::WhenKnown;
}

PromotionPolicy defaultPolicy()
{
    PromotionPolicy policy;
    policy.explanations = {"shap", "explain", "lime", "feature_importance",
                           "permutation_importance"};
    return policy;
}

Result<PromotionPolicy> readPolicy(std::string_view yaml, const std::string& origin)
{
    if (yaml.size() > mostBytes)
        return failure(
            invalid(origin, YAML::Mark::null_mark(), text("A policy has at most one megabyte.")));
    try {
        auto policy = readAll(YAML::Load(std::string(yaml)));
        policy.origin = origin;
        return policy;
    } catch (const PolicyFault& found) {
        return failure(invalid(origin, found.mark, found.sentence));
    } catch (const YAML::Exception& error) {
        return failure(
            invalid(origin, error.mark,
                    text("This is no valid YAML: %1.").arg(QString::fromStdString(error.msg))));
    } catch (const std::exception& error) {
        return failure(Error::Kind::Invalid, text("The policy can not be read."),
                       QString::fromUtf8(error.what()));
    }
}

Result<PromotionPolicy> policyOf(const std::filesystem::path& folder, const std::string& model)
{
    std::error_code ignored;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto extension = entry.path().extension();
        if (extension == ".yaml" || extension == ".yml")
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::optional<PromotionPolicy> general;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        std::string content;
        char piece[4096];
        while (content.size() <= mostBytes &&
               (stream.read(piece, sizeof piece), stream.gcount() > 0))
            content.append(piece, static_cast<std::size_t>(stream.gcount()));
        auto policy = readPolicy(content, file.string());
        if (!policy)
            return policy;
        if (policy->model == model)
            return policy;
        if (policy->model.empty() && !general)
            general = std::move(*policy);
    }
    return general ? *general : defaultPolicy();
}

} // namespace binnacle
