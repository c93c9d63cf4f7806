#pragma once

#include "models/found_runs_model.h"
#include "models/run_id_stream.h"
#include "widgets/common/search_popup.h"

class QPushButton;

namespace binnacle {

class TextLabel;

// Runs of the whole workspace to add to a comparison: found by words or a filter, newest first. A
// click or Return adds the run or takes it out again; the list stays open for more.
class AddRunsPopup : public SearchPopup
{
    Q_OBJECT
public:
    // The comparison has `room` for so many more.
    AddRunsPopup(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                 QWidget* parent = nullptr);

    void setTaken(const std::set<RunRowId>& runs, std::size_t room);
    FoundRunsModel& model() { return model_; }

signals:
    void addRequested(const std::vector<binnacle::RunRowId>& runs);
    void removeRequested(binnacle::RunRowId run);

protected:
    void take(const QModelIndex& index) override;

private:
    void refresh();
    void addAll();

    FoundRunsModel model_;
    std::set<RunRowId> taken_;
    std::size_t room_ = 0;
    TextLabel* note_;
    QPushButton* addAll_;
};

} // namespace binnacle
