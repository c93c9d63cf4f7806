#pragma once

#include "models/run_colors.h"
#include "models/run_details.h"
#include "services/async/worker_pools.h"
#include "services/workspace/workspace.h"

#include <QScrollArea>

#include <memory>
#include <vector>

namespace binnacle {

class MetricCard;

// A small chart for each metric of a run. Only the cards in sight exist: they are moved to other
// metrics as one scrolls, so that thousands of metrics cost no more than a screen of them.
class MetricCards : public QScrollArea
{
    Q_OBJECT
public:
    MetricCards(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                QWidget* parent = nullptr);

    // `slot`: the colour of the run.
    void setRun(RunRowId run, const QString& name, int slot);
    void setMetrics(std::vector<MetricFigures> metrics);
    // Those whose key has this text, case ignored; words may stand apart.
    void setFilter(const QString& text);
    void setSmoothing(double weight);
    void setLogScale(bool on);

    int shownMetrics() const { return static_cast<int>(shown_.size()); }
    int builtCards() const { return static_cast<int>(cards_.size()); }

signals:
    void historiesWanted(const std::vector<binnacle::RunRowId>& runs);
    void shownChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Placed
    {
        int place = -1; // in shown_; -1: free
        MetricCard* card = nullptr;
    };
    void applyFilter();
    void layOut();
    QRect placeOf(int place) const;
    int columns() const;
    MetricCard* freeCard();

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    RunRowId run_{};
    QString name_;
    int slot_ = 0;
    std::vector<MetricFigures> metrics_;
    std::vector<std::size_t> shown_; // indexes of metrics_
    QString filter_;
    double smoothing_ = 0;
    bool log_ = false;
    std::vector<Placed> cards_;
};

} // namespace binnacle
