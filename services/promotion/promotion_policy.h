#pragma once

#include "services/domain/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// What a gate means for a promotion.
enum class GateMode {
    Required,  // blocks unless it is passed: what is unknown blocks too
    WhenKnown, // blocks where it is known to fail
    Off,
};

// The candidate's metric may be worse than the champion's by `margin`: a figure in the metric's own
// unit, or a share of the champion's value.
struct MetricRule
{
    std::string metric;
    bool higherIsBetter = true;
    double margin = 0;
    bool relative = false;
    bool operator==(const MetricRule&) const = default;
};

struct BoundRule
{
    std::string metric;
    std::optional<double> atLeast, atMost;
    bool operator==(const BoundRule&) const = default;
};

// What a version has to show before it may hold an alias of its model.
struct PromotionPolicy
{
    std::string origin;                // the file, or empty: the defaults
    std::string model;                 // empty: any
    std::string champion = "champion"; // the alias whose holder is compared with
    std::vector<MetricRule> metrics;   // empty: see defaultMargin
    std::vector<BoundRule> thresholds;
    std::vector<BoundRule> fairness;
    std::vector<std::string> explanations;               // paths or parts of names of artifacts
    std::vector<std::string> approvers;                  // empty: anybody with a name
    int serveSeconds = 180;                              // until the started version has answered
    std::vector<std::pair<std::string, GateMode>> modes; // by gate; absent: defaultMode

    GateMode mode(std::string_view gate) const;
    bool operator==(const PromotionPolicy&) const = default;
};

// Without rules every metric is compared whose better direction its name tells and which is not one
// of training; it may be worse by this share.
inline constexpr double defaultMargin = 0.01;

// Names of the gates, in the order in which they are judged.
namespace gates {
inline constexpr std::string_view metric = "metric";
inline constexpr std::string_view threshold = "threshold";
inline constexpr std::string_view signature = "signature";
inline constexpr std::string_view reproducible = "reproducible";
inline constexpr std::string_view quality = "quality";
inline constexpr std::string_view drift = "drift";
inline constexpr std::string_view fairness = "fairness";
inline constexpr std::string_view explanation = "explanation";
inline constexpr std::string_view digest = "digest";
inline constexpr std::string_view serves = "serves";
inline constexpr std::string_view approval = "approval";
} // namespace gates
const std::vector<std::string_view>& gateNames();

PromotionPolicy defaultPolicy();
// YAML, checked against the schema that the README tells. Errors: Invalid, with line and column
// ("policy.yaml:4:12: …"); nothing that is not understood is passed over. `origin` names the text.
Result<PromotionPolicy> readPolicy(std::string_view yaml, const std::string& origin);
// The policy of `model`: the first file of `folder` (*.yaml, *.yml, by name) whose `model` it is,
// else the one without a model, else the defaults. A file that can not be read is an error.
Result<PromotionPolicy> policyOf(const std::filesystem::path& folder, const std::string& model);

} // namespace binnacle
