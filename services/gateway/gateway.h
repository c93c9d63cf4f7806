#pragma once

#include "services/domain/result.h"
#include "services/domain/serving.h"

#include <QStringList>

#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

// One server behind a gateway, as the gateway has it.
struct GatewayServer
{
    std::string name;
    std::string host;
    int port = 0;
    int weight = 0;            // relative to the others'
    bool takesTraffic = false; // its checks passed, and nobody shut it off
    QString message;
    bool operator==(const GatewayServer&) const = default;
};

// One request that the gateway passed on.
struct GatewayRequest
{
    std::int64_t endedAt = 0; // UTC milliseconds, by the gateway's clock
    std::string server;
    int status = 0;     // -1: none came
    double latency = 0; // milliseconds, as the caller met them
    bool operator==(const GatewayRequest&) const = default;
};

// What shares the traffic out between servers. Calls block, any thread; Network where the gateway
// does not answer.
class Gateway
{
public:
    virtual ~Gateway() = default;

    virtual Result<std::vector<GatewayServer>> servers(std::stop_token stop) = 0;
    using Weights = std::vector<std::pair<std::string, int>>; // 0 … 100
    // Weights that grow are set before those that shrink: at no time has everybody none.
    virtual Result<void> setWeights(const Weights& weights, std::stop_token stop) = 0;
    // From now on the server is at this address.
    virtual Result<void> point(const std::string& server, const std::string& host, int port,
                               std::stop_token stop) = 0;
    // Those that ended within the span, as far as the gateway remembers. Unsupported where it keeps
    // none.
    virtual Result<std::vector<GatewayRequest>> requests(TimeSpan span, std::stop_token stop) = 0;

    virtual std::string front() const = 0; // the address that callers use
    virtual QStringList commandsOf(const Weights& weights) const = 0;
};

// Figures of one server. Errors are answers of 400 and more and answers that never came: a model
// that fails is 400 on some servers and 500 on others.
VersionFigures figuresOf(const std::vector<GatewayRequest>& requests, const std::string& server,
                         TimeSpan span);

} // namespace binnacle
