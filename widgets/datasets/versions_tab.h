#pragma once

#include "models/dataset_comparison_model.h"
#include "models/dataset_versions_model.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace binnacle {

class EmptyState;
class TextLabel;
class WorkBar;

// The versions that DVC or git keep of the open dataset, and what differs between two of them.
class VersionsTab : public QWidget
{
    Q_OBJECT
public:
    VersionsTab(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                QWidget* parent = nullptr);
    DatasetVersionsModel* model() const { return model_; }

signals:
    void told(const QString& sentence);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeVersions();
    QWidget* makeComparison();
    void showState();
    void showChoice();
    void showComparison();
    void compare();
    std::vector<int> chosenRows() const;

    DatasetVersionsModel* model_;
    DatasetComparisonModel* comparison_;
    QTableView *table_, *columns_;
    TextLabel *hint_, *head_, *rows_, *keyResult_;
    QLineEdit* key_;
    QPushButton* compare_;
    WorkBar* work_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    QWidget* result_;
};

} // namespace binnacle
