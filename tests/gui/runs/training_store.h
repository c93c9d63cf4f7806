#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/run.h"
#include "services/workspace/workspace.h"

#include <memory>
#include <string>
#include <vector>

namespace binnacle::test {

// A workspace as a small team has it: two MLflow servers (one out of reach) and a folder, with
// trainings of wine and digits classifiers and their loss curves.
class TrainingStore
{
public:
    explicit TrainingStore(std::shared_ptr<Workspace> workspace);

    void fill();
    // More trainings of "wine-quality" on prod-mlflow, newer than all others.
    void addWineRuns(int first, int count);
    // A sweep: one parent run with `children` below it, on prod-mlflow.
    void addSweep(int children);

    SourceId prod{}, lab{}, folder{};
    static constexpr int wineRuns = 60;

private:
    Run wineRun(int number) const;
    void writeCurves(SourceId source, const std::vector<Run>& runs);

    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle::test
