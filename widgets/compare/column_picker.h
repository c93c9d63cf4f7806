#pragma once

#include "models/column_choices_model.h"
#include "widgets/common/search_popup.h"

class QSortFilterProxyModel;

namespace binnacle {

// The list under a field that names a column: thousands are found by typing. One is chosen by
// Return or a click; several are ticked.
class ColumnPicker : public SearchPopup
{
    Q_OBJECT
public:
    ColumnPicker(std::vector<ComparisonModel::ColumnChoice> choices, bool numericOnly,
                 bool optional, bool several, QWidget* parent = nullptr);

    void setChosen(std::vector<RunColumn> chosen);

signals:
    void chosen(const std::vector<binnacle::RunColumn>& columns); // one, none, or those ticked

protected:
    void take(const QModelIndex& index) override;

private:
    ColumnChoicesModel* model_;
    QSortFilterProxyModel* found_;
    bool several_;
};

} // namespace binnacle
