#pragma once

#include "models/drift_runner.h"
#include "widgets/common/prompts.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace binnacle {

class ChipToggle;
class TextLabel;

// What is compared and how: the two datasets, the share, the correction, windows, all columns
// together; run and cancel, with progress. Files are dropped on the fields.
class DriftSetupBar : public QWidget
{
    Q_OBJECT
public:
    explicit DriftSetupBar(QWidget* parent = nullptr);

    void setPrompts(std::shared_ptr<Prompts> prompts) { prompts_ = std::move(prompts); }
    void setKnown(const QStringList& paths); // datasets that were opened or checked here
    void setData(const QString& reference, const QString& current);
    QString reference() const;
    QString current() const;
    double share() const;
    bool corrects() const;
    DriftRequest request() const;
    void setDecision(double share, bool correct); // without a signal
    void setRunning(bool running);
    void setProgress(const QString& stage, double share);

signals:
    void runRequested();
    void cancelRequested();
    void decisionChanged(); // share or correction: nothing has to be measured again

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QComboBox* makeField(const char* name, const QString& title);
    void browse(QComboBox* field);
    void update();

    std::shared_ptr<Prompts> prompts_;
    QComboBox *reference_, *current_;
    QPushButton *browseReference_, *browseCurrent_, *swap_, *run_, *cancel_;
    QDoubleSpinBox* share_;
    ChipToggle *correct_, *overTime_, *together_;
    QLineEdit *timeColumn_, *windowSize_;
    QWidget* windowParts_;
    QWidget* working_;
    TextLabel* stage_;
    QProgressBar* progress_;
    bool running_ = false;
};

} // namespace binnacle
