#pragma once

#include "models/readiness_model.h"
#include "services/promotion/readiness.h"

namespace binnacle {

// The readiness of the workspace's models, in words for a person. Thread-safe.
class WorkspaceReadiness : public ReadinessSource
{
public:
    explicit WorkspaceReadiness(std::shared_ptr<Workspace> workspace)
        : reader_(std::move(workspace))
    {
    }
    Result<std::vector<ReadinessBoard>> boards(std::stop_token stop) override;
    Result<void> tick(RegisteredModelRowId model, const QString& item, std::optional<bool> done,
                      const QString& note) override;

private:
    ReadinessReader reader_;
};

} // namespace binnacle
