#pragma once

#include "models/drift_comparison_model.h"
#include "models/drift_reports_model.h"
#include "services/drift/drift_report_json.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;
class QTableView;

namespace binnacle {

class EmptyState;
class TextLabel;

// The reports that are kept: opened by Enter or a double click, two compared, removed; and below
// the comparison of two.
class DriftReportsView : public QWidget
{
    Q_OBJECT
public:
    DriftReportsView(DriftReportsModel* reports, QWidget* parent = nullptr);
    void showComparison(const DriftDocument& earlier, const DriftDocument& later);

signals:
    void openRequested(std::int64_t id);
    void compareRequested(std::int64_t earlier, std::int64_t later);
    void removeRequested(int row);

private:
    std::vector<int> chosenRows() const;
    void update();
    DriftReportsModel* reports_;
    DriftComparisonModel* comparison_;
    QTableView *table_, *changes_;
    TextLabel* summary_;
    QWidget* lower_;
    QPushButton *open_, *compare_, *remove_;
    QStackedWidget* stack_;
    EmptyState* empty_;
};

// The table of a page of drift: rows chosen whole, no grid.
void setUpDriftTable(QTableView* table, const char* name, const QString& title, int rowHeight);

} // namespace binnacle
