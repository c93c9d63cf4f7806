#pragma once

#include "services/domain/result.h"
#include "services/http/http_client.h"

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

using PrometheusLabels = std::map<std::string, std::string>;

struct PrometheusSample
{
    PrometheusLabels labels; // "__name__" included
    std::int64_t at = 0;     // UTC milliseconds
    double value = 0;        // may be NaN or infinite
};

struct PrometheusSeries
{
    PrometheusLabels labels;
    std::vector<std::pair<std::int64_t, double>> points;
};

// The HTTP API of Prometheus and what speaks it (Thanos, Mimir, VictoriaMetrics). Blocks; any
// worker thread. Errors: Invalid, with what the server says of the expression; Network; Auth.
// https://prometheus.io/docs/prometheus/latest/querying/api/
class Prometheus
{
public:
    // `options.server`: "http://prometheus:9090", perhaps with a path.
    explicit Prometheus(HttpOptions options);

    // The value now. A scalar is one sample without labels; a matrix or a text is Invalid.
    Result<std::vector<PrometheusSample>> query(const std::string& expression,
                                                std::stop_token stop) const;
    // From `from` to `to`, both included, a point each `stepMs`.
    Result<std::vector<PrometheusSeries>> queryRange(const std::string& expression,
                                                     std::int64_t from, std::int64_t to,
                                                     std::int64_t stepMs,
                                                     std::stop_token stop) const;
    // The one value. NotFound where there is no data: which is neither zero nor healthy. Invalid
    // where there are several.
    Result<double> value(const std::string& expression, std::stop_token stop) const;

private:
    HttpOptions options_;
};

// A text inside the quotes of a label's matcher.
std::string promqlQuoted(std::string_view text);

// {{model}}, {{version}} and {{window}} ("30s") of an expression, escaped as above.
std::string filledExpression(std::string expression, const std::string& model,
                             const std::string& version, std::int64_t windowMs);

} // namespace binnacle
