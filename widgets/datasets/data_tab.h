#pragma once

#include "models/dataset_document.h"
#include "models/dataset_table_model.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace binnacle {

class ChipToggle;
class DatasetFilterEdit;
class DatasetGrid;
class EmptyState;
class FaultsPanel;
class SearchField;
class TextLabel;
class WorkBar;

// The rows of the open dataset: filter, search of columns, what is wrong with the files, the table.
class DataTab : public QWidget
{
    Q_OBJECT
public:
    DataTab(DatasetDocument& document, WorkerPools& pools, QWidget* parent = nullptr);

    DatasetTableModel* model() const { return model_; }
    void showColumn(int column);

signals:
    void openRequested();                                          // a file is to be chosen
    void reopenRequested(const binnacle::DatasetAddress& address); // read another way
    void columnChosen(int column);
    void columnsShown(const std::vector<int>& columns, bool limited);

private:
    QWidget* makeBar();
    QWidget* makeChoice();
    void documentChanged();
    void showState();
    void showWork();
    void showCount();
    void searchColumns(bool goOn);
    void emptyTriggered();

    DatasetDocument& document_;
    DatasetTableModel* model_;
    DatasetFilterEdit* filter_;
    TextLabel* filterError_;
    SearchField* columnSearch_;
    ChipToggle* onlyThese_;
    TextLabel* count_;
    WorkBar *reading_, *querying_;
    FaultsPanel* faults_;
    DatasetGrid* grid_;
    EmptyState* empty_;
    QWidget* choice_; // which table of an SQLite file
    QComboBox* tables_;
    QStackedWidget* stack_;
    std::shared_ptr<const Dataset> shown_;
    DatasetAddress shownAddress_;
    QString queryError_;
};

} // namespace binnacle
