#pragma once

#include "models/experiment_tree_model.h"
#include "models/saved_view_model.h"

#include <QWidget>

#include <set>
#include <vector>

class QListView;
class QTreeView;

namespace binnacle {

// The side pane: sources with their experiments (several may be chosen), and the saved views.
class SourcePane : public QWidget
{
    Q_OBJECT
public:
    SourcePane(ExperimentTreeModel* experiments, SavedViewModel* views, QWidget* parent = nullptr);

    // What is chosen; nothing chosen means all.
    std::vector<SourceId> sources() const;
    std::vector<ExperimentRowId> experiments() const;
    void choose(const std::vector<SourceId>& sources,
                const std::vector<ExperimentRowId>& experiments); // silently
    std::set<SourceId> sourcesOutOfReach() const;

signals:
    void scopeChanged();
    void viewChosen(int row);
    void viewMenuRequested(int row, const QPoint& globalPosition);

private:
    void setUpTree();
    void setUpViews();
    void fitViews();

    ExperimentTreeModel* model_;
    SavedViewModel* viewModel_;
    QTreeView* tree_;
    QListView* views_;
    QWidget* viewsHead_;
    std::vector<SourceId> keptSources_; // across a change of the tree
    std::vector<ExperimentRowId> keptExperiments_;
    std::set<qint64> folded_;
    bool silent_ = false;
};

} // namespace binnacle
