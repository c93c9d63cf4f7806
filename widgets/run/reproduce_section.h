#pragma once

#include "models/run_reproduction.h"
#include "widgets/common/prompts.h"

#include <QScrollArea>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace binnacle {

class EmptyState;
class TextLabel;

// What a repeat of the run needs: what is there, what is missing and what to do about it; saved as
// a folder with a script.
class ReproduceSection : public QWidget
{
    Q_OBJECT
public:
    explicit ReproduceSection(RunReproduction& reproduction, QWidget* parent = nullptr);
    void setPrompts(Prompts* prompts) { prompts_ = prompts; }

protected:
    void showEvent(QShowEvent* event) override; // read when it is looked at

private:
    void refresh();
    void addPart(const ReproductionPart& part);
    RunReproduction& reproduction_;
    Prompts* prompts_ = nullptr;
    QScrollArea* area_;
    QWidget* list_ = nullptr;
    TextLabel *summary_, *status_;
    QLineEdit* repository_;
    QPushButton* save_;
    EmptyState* empty_;
};

} // namespace binnacle
