#pragma once

#include "services/gateway/gateway.h"
#include "services/gateway/haproxy/runtime_socket.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// HAProxy 2.4 and later, by its runtime API alone: nothing of its configuration is written, and
// what is set lasts until HAProxy is started again.
class HaproxyGateway : public Gateway
{
public:
    struct Settings
    {
        std::string socket;  // path or host:port
        std::string backend; // the section that holds the servers
        std::string ring;    // the ring that requests are logged into; empty: none
        std::string front;   // http://…, where callers ask
    };
    explicit HaproxyGateway(Settings settings);

    Result<std::vector<GatewayServer>> servers(std::stop_token stop) override;
    Result<void> setWeights(const Weights& weights, std::stop_token stop) override;
    Result<void> point(const std::string& server, const std::string& host, int port,
                       std::stop_token stop) override;
    Result<std::vector<GatewayRequest>> requests(TimeSpan span, std::stop_token stop) override;
    std::string front() const override { return settings_.front; }
    QStringList commandsOf(const Weights& weights) const override;

private:
    Settings settings_;
    RuntimeSocket socket_;
};

// The answer to “show servers state”. Errors: Invalid; NotFound where the backend has no server.
Result<std::vector<GatewayServer>> parseServersState(std::string_view answer,
                                                     const std::string& backend);
// Lines of the log-format that haproxyConfiguration() writes; others are passed over.
std::vector<GatewayRequest> parseRequestLog(std::string_view lines, TimeSpan span);

// A configuration for a gateway before `servers`: what a person puts into haproxy.cfg.
std::string haproxyConfiguration(const HaproxyGateway::Settings& settings,
                                 const std::vector<std::string>& servers,
                                 const std::string& checkPath);

} // namespace binnacle
