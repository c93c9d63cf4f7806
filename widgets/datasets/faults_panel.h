#pragma once

#include "models/dataset_faults_model.h"

#include <QWidget>

class QPushButton;
class QTableView;

namespace binnacle {

class TextLabel;

// What reading the data showed to be wrong: one bar that stays, and the lines on request.
class FaultsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit FaultsPanel(QWidget* parent = nullptr);
    void setReport(const DatasetReport& report,
                   bool severalFiles);        // hides itself where all is well
    void setFailure(const QString& sentence); // reading ended before the end
    QString sentence() const;
    DatasetFaultsModel* model() const { return model_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showLines(bool shown);

    DatasetFaultsModel* model_;
    TextLabel* sentence_;
    QPushButton* lines_;
    QTableView* table_;
    QWidget* bar_;
    bool bad_ = false;
};

} // namespace binnacle
