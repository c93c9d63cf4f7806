#pragma once

#include "models/drift_evidence.h"

#include <QDialog>

class QComboBox;
class QPushButton;

namespace binnacle {

class TextLabel;

// Chooses a model and its version: to put a report to it, or to take its importances.
class DriftTargetDialog : public QDialog
{
    Q_OBJECT
public:
    DriftTargetDialog(const QString& title, const QString& action, const QString& sentence,
                      QWidget* parent = nullptr);
    void setTargets(const Result<std::vector<DriftTarget>>& targets);

signals:
    void chosen(const binnacle::DriftTarget& target);

private:
    void fillVersions();
    std::vector<DriftTarget> targets_;
    QComboBox *model_, *version_;
    TextLabel* sentence_;
    QPushButton* accept_;
};

} // namespace binnacle
