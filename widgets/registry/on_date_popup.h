#pragma once

#include "models/registry_date_model.h"

#include <QDate>
#include <QFrame>

class QDateEdit;
class QTableView;

namespace binnacle {

class SearchField;
class TextLabel;

// "What was in production on 3 March?": who held which alias at the end of the day that is chosen.
class OnDatePopup : public QFrame
{
    Q_OBJECT
public:
    OnDatePopup(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                QWidget* parent = nullptr);
    void popUp(QWidget* below);
    void setDate(const QDate& date);
    RegistryDateModel* model() const { return model_; }

private:
    void ask();
    RegistryDateModel* model_;
    QDateEdit* date_;
    SearchField* search_;
    QTableView* table_;
    TextLabel* note_;
};

} // namespace binnacle
