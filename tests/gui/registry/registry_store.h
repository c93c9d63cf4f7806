#pragma once

#include "services/workspace/registry_reader.h"
#include "services/workspace/workspace.h"
#include "tests/gui/runs/training_store.h"

#include <memory>
#include <string>

namespace binnacle::test {

// The registries of the team of TrainingStore, as mirrors of some weeks saw them: wine-quality
// (v17 champion since nine days, v18 challenger), churn (a legacy stage and no alias), ranking-v2
// of the lab (out of reach), and one in Korean without a run.
class RegistryStore
{
public:
    explicit RegistryStore(std::shared_ptr<Workspace> workspace);
    void fill();

    ModelSummary model(const std::string& name) const;
    // The mirror finds that another moved it.
    void moveAlias(const std::string& model, const std::string& alias, const std::string& version);

    TrainingStore runs;
    static constexpr std::int64_t day = 24LL * 60 * 60 * 1000;
    const std::int64_t now; // when the last mirror was

private:
    void putWine();
    void putOthers();
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle::test
