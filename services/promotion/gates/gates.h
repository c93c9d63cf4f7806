#pragma once

#include "services/backends/registry_backend.h"
#include "services/backends/tracking_backend.h"
#include "services/promotion/gate.h"

#include <filesystem>
#include <stop_token>

namespace binnacle {

// One file a gate. These go by the facts alone.
GateReport metricGate(const GateFacts& facts);
GateReport thresholdGate(const GateFacts& facts);
GateReport signatureGate(const GateFacts& facts);
GateReport reproducibleGate(const GateFacts& facts);
GateReport qualityGate(const GateFacts& facts);
GateReport driftGate(const GateFacts& facts);
GateReport fairnessGate(const GateFacts& facts);
GateReport approvalGate(const GateFacts& facts);

// These look at the version's files or at artifacts of its run. Backends may be nullptr: out of
// reach. They block; any worker thread.
GateReport explanationGate(const GateFacts& facts, RegistryBackend* registry,
                           TrackingBackend* tracking, std::stop_token stop);
struct DigestFinding
{
    GateReport report;
    std::string digest; // as found now; empty: not computed
};
// Against the digest that was kept first: the tag binnacle.sha256 of the version, else evidence of
// kind "digest".
DigestFinding digestGate(const GateFacts& facts, RegistryBackend* registry, std::stop_token stop);
// `environment`: a folder with bin/python, or the interpreter; empty: nobody chose one. Starts
// `mlflow models serve` on 127.0.0.1 and a free port, asks it the input example, and ends it by its
// process group.
GateReport servesGate(const GateFacts& facts, RegistryBackend* registry,
                      const std::filesystem::path& environment, std::stop_token stop);

} // namespace binnacle
