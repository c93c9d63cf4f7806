#pragma once

#include "services/domain/result.h"

#include <chrono>
#include <stop_token>
#include <string>

namespace binnacle {

// HAProxy's runtime API: one line of commands, then all that it says until it closes.
// https://docs.haproxy.org/2.6/management.html#9.3
class RuntimeSocket
{
public:
    // A path of a Unix socket, or "host:port" (IPv4 or a name).
    explicit RuntimeSocket(std::string address) : address_(std::move(address)) {}
    const std::string& address() const { return address_; }

    // Network where it does not answer within the time, Auth where it may not be used.
    Result<std::string> ask(const std::string& commands, std::stop_token stop) const;

    std::chrono::milliseconds limit{5'000};
    std::size_t mostBytes = std::size_t(64) << 20;

private:
    std::string address_;
};

} // namespace binnacle
