#pragma once

#include "models/found_runs_model.h"
#include "models/run_id_stream.h"

#include <QFrame>

class QListView;
class QPushButton;

namespace binnacle {

class SearchField;
class TextLabel;

// Runs of the whole workspace to add to a comparison: found by words or a filter, newest first. A
// click or Return adds the run or takes it out again; the list stays open for more.
class AddRunsPopup : public QFrame
{
    Q_OBJECT
public:
    // The comparison has `room` for so many more.
    AddRunsPopup(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                 QWidget* parent = nullptr);

    void setTaken(const std::set<RunRowId>& runs, std::size_t room);
    void popUp(QWidget* field);
    FoundRunsModel& model() { return model_; }

signals:
    void addRequested(const std::vector<binnacle::RunRowId>& runs);
    void removeRequested(binnacle::RunRowId run);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void take(const QModelIndex& index);
    void addAll();

    FoundRunsModel model_;
    std::set<RunRowId> taken_;
    std::size_t room_ = 0;
    SearchField* search_;
    QListView* list_;
    TextLabel* note_;
    QPushButton* addAll_;
};

} // namespace binnacle
