#pragma once

#include "models/dataset_profile_model.h"

#include <QWidget>

class QListView;
class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace binnacle {

class EmptyState;
class FactGrid;
class ItemChart;
class TextLabel;
class WorkBar;

// The inspector of a dataset: a card for each column, and what is true of the whole table.
class ProfilePane : public QWidget
{
    Q_OBJECT
public:
    explicit ProfilePane(DatasetProfileModel& model, QWidget* parent = nullptr);
    void showColumn(int column); // scrolls to its card, without a signal
    void setShownColumns(const std::vector<int>& columns, bool limited);
    void setWaiting(const QString& sentence); // empty: nothing is waited for
    QListView* cards() const { return cards_; }

signals:
    void columnChosen(int column);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeTable();
    void updateState();
    void showTable();
    void tellVisible();

    DatasetProfileModel& model_;
    QTabBar* tabs_;
    QStackedWidget* stack_;
    QListView* cards_;
    WorkBar* work_;
    QWidget* tablePart_;
    QVBoxLayout* tableColumn_;
    FactGrid* facts_ = nullptr;
    ItemChart* correlation_;
    TextLabel* correlationNote_;
    QString waiting_;
    bool marking_ = false;
};

} // namespace binnacle
