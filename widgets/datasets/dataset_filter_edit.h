#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/data/dataset.h"
#include "widgets/common/filter_line.h"

#include <memory>
#include <string>
#include <vector>

namespace binnacle {

// One line of SQL: what stands behind WHERE over the columns of a dataset. The engine itself looks
// for faults.
class DatasetFilterEdit : public FilterLine
{
    Q_OBJECT
public:
    explicit DatasetFilterEdit(WorkerPools& pools, QWidget* parent = nullptr);

    void setDataset(std::shared_ptr<const Dataset> dataset); // nullptr: none

protected:
    void inspect() override;
    void suggest() override;
    void cancelSuggesting() override { suggesting_.cancel(); }

private:
    WorkerPools& pools_;
    std::shared_ptr<const Dataset> data_;
    std::shared_ptr<const std::vector<std::string>> functions_; // of the engine, once asked
    LatestOnly inspecting_, suggesting_;
};

} // namespace binnacle
