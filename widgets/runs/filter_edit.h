#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "widgets/common/filter_line.h"

#include <memory>

namespace binnacle {

// One line of MLflow's search grammar.
class FilterEdit : public FilterLine
{
    Q_OBJECT
public:
    FilterEdit(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
               QWidget* parent = nullptr);

    void setScope(const RunQuery& scope) { scope_ = scope; } // whose keys are suggested

protected:
    void inspect() override;
    void suggest() override;
    void cancelSuggesting() override { suggesting_.cancel(); }

private:
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    RunQuery scope_;
    LatestOnly suggesting_;
};

} // namespace binnacle
