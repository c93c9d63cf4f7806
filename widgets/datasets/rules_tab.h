#pragma once

#include "models/dataset_rules_model.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QStackedWidget;
class QTableView;
class QTableWidget;

namespace binnacle {

class EmptyState;
class Prompts;
class RulesEditor;
class TextLabel;
class WorkBar;

// Rules of the open dataset: their text at the left, what came of them at the right, with rows
// that fail below.
class RulesTab : public QWidget
{
    Q_OBJECT
public:
    RulesTab(std::shared_ptr<Workspace> workspace, WorkerPools& pools, QWidget* parent = nullptr);
    DatasetRulesModel* model() const { return model_; }
    void setPrompts(std::shared_ptr<Prompts> prompts) { prompts_ = std::move(prompts); }

signals:
    void told(const QString& sentence);

private:
    QWidget* makeEditor();
    QWidget* makeResults();
    void connectParts();
    void showFault();
    void showWork();
    void showResults();
    void showExamples();
    void showHistory();
    void attach();

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    DatasetRulesModel* model_;
    std::shared_ptr<Prompts> prompts_;
    RulesEditor* editor_;
    TextLabel *fault_, *summary_, *exampleHead_;
    QPushButton *open_, *save_, *learn_, *run_, *attach_, *goTo_;
    WorkBar* work_;
    QComboBox* history_;
    QTableView* table_;
    QTableWidget* examples_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    bool setting_ = false;
};

} // namespace binnacle
