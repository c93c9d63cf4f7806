#pragma once

#include "services/gateway/gateway.h"
#include "services/serving/serving_backend.h"

#include <memory>
#include <string>
#include <vector>

namespace binnacle {

// Two or more servers behind a gateway as one target: real canaries, blue-green and A/B for a team
// without a cluster. A version lives in a slot: a server of the gateway, and the backend that
// brings versions to what that server stands for.
class GatewayTarget : public ServingBackend
{
public:
    struct Slot
    {
        std::string server; // its name in the gateway
        std::shared_ptr<ServingBackend> backend;
        bool moves = false; // its address is told to the gateway when a version stands up
    };
    GatewayTarget(std::shared_ptr<Gateway> gateway, std::vector<Slot> slotList);

    ServingCapabilities capabilities() const override;
    Result<TargetSight> look(const std::string& model, std::stop_token stop) override;
    // Takes the slot that holds the version, else one without traffic and without a version of the
    // model that is ready. Conflict where there is none.
    Result<void> standUp(const ModelToServe& model, std::stop_token stop) override;
    Result<void> setPercent(const TrafficSplit& split, std::stop_token stop) override;
    // Conflict while it has traffic and another version could take it.
    Result<void> remove(const ModelToServe& model, std::stop_token stop) override;
    Result<VersionFigures> figures(const std::string& model, const std::string& version,
                                   TimeSpan span, std::stop_token stop) override;
    Result<std::string> logs(const std::string& model, const std::string& version,
                             std::size_t mostBytes, std::stop_token stop) override;
    Result<ScoringPlace> scoringPlace(const std::string& model, const std::string& version,
                                      std::stop_token stop) override;
    Result<void> tend(std::stop_token stop) override;
    QStringList requestsOf(const ServingChange& change) const override;

private:
    struct Seen // one slot as it stands
    {
        const Slot* slot = nullptr;
        GatewayServer server;
        std::vector<ServedVersion> versions;
        bool whole = true;
    };
    Result<std::vector<Seen>> see(const std::string& model, const std::stop_token& stop) const;
    Result<const Slot*> slotFor(const ModelToServe& model, const std::vector<Seen>& seen) const;
    Result<void> pointAt(const Slot& slot, const ModelToServe& model, const std::stop_token& stop);
    Result<const Slot*> slotOf(const std::string& model, const std::string& version,
                               const std::stop_token& stop) const;

    std::shared_ptr<Gateway> gateway_;
    std::vector<Slot> slots_;
};

} // namespace binnacle
