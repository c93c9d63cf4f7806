#pragma once

#include "models/column_choices_model.h"

#include <QFrame>

class QListView;
class QSortFilterProxyModel;

namespace binnacle {

class SearchField;

// The list under a field that names a column: thousands are found by typing. One is chosen by
// Return or a click; several are ticked.
class ColumnPicker : public QFrame
{
    Q_OBJECT
public:
    ColumnPicker(std::vector<ComparisonModel::ColumnChoice> choices, bool numericOnly,
                 bool optional, bool several, QWidget* parent = nullptr);

    void setChosen(std::vector<RunColumn> chosen);
    void popUp(QWidget* field);

signals:
    void chosen(const std::vector<binnacle::RunColumn>& columns); // one, none, or those ticked

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take(const QModelIndex& index);

    ColumnChoicesModel* model_;
    QSortFilterProxyModel* found_;
    SearchField* search_;
    QListView* list_;
    bool several_;
};

} // namespace binnacle
