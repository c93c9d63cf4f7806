#pragma once

#include "models/dataset_list_model.h"
#include "models/run_id_stream.h"

#include <QWidget>

class QListView;

namespace binnacle {

class EmptyState;
class SearchField;

// The left pane: datasets opened here, and those that mirrored runs name as inputs.
class DatasetListPane : public QWidget
{
    Q_OBJECT
public:
    explicit DatasetListPane(DatasetListModel& model, QWidget* parent = nullptr);
    void showCurrent(const DatasetAddress& address); // marks it, without a signal
    QListView* list() const { return list_; }

signals:
    void chosen(const binnacle::DatasetAddress& address);
    void refused(const QString& reason); // an input that is not on this machine
    void runRequested(binnacle::RunRowId run);

private:
    void take(int row);
    void openMenu(const QPoint& at);

    DatasetListModel& model_;
    SearchField* search_;
    QListView* list_;
    DatasetAddress shown_;
    bool marking_ = false;
};

} // namespace binnacle
