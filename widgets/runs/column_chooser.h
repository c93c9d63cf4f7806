#pragma once

#include "models/column_chooser_model.h"

#include <QFrame>

class QListView;
class QTabBar;

namespace binnacle {

class SearchField;
class TextLabel;

// A popup to search among all columns. Many: ticks columns of the table. One: picks a single one
// (to group by).
class ColumnChooser : public QFrame
{
    Q_OBJECT
public:
    enum class Mode { Many, One };
    ColumnChooser(Mode mode, std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                  QWidget* parent);

    // Below the widget, within the screen. `shown`: the ticked ones.
    void popUp(QWidget* below, const RunQuery& scope, const ColumnList& shown);
    void setShown(const ColumnList& shown) { model_->setShown(shown); }
    ColumnChooserModel* model() const { return model_; }

signals:
    void toggled(const binnacle::RunColumn& column, bool shown); // Many
    void picked(const binnacle::RunColumn& column);              // One
    void resetRequested();                                       // Many: the default columns
    void cleared();                                              // One: none

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void choose(const QModelIndex& index);
    void tellCount();

    Mode mode_;
    ColumnChooserModel* model_;
    SearchField* search_;
    QTabBar* kinds_;
    QListView* list_;
    TextLabel* count_;
};

} // namespace binnacle
