#pragma once

#include "models/promotion_desk.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace binnacle {

class Prompts;
class TextLabel;

// What a person can choose of a promotion: the registry (another one gets a copy), the legacy stage
// to set as well, and the environment that the gate "serves" starts the model in.
class PromotionChoices : public QWidget
{
    Q_OBJECT
public:
    explicit PromotionChoices(Prompts& prompts, QWidget* parent = nullptr);
    void setPlan(const PromotionPlan& plan);

signals:
    void chosen(const binnacle::PromotionRequest& request); // other than that of the plan

private:
    void choose(const PromotionRequest& request);
    void openEnvironmentMenu();
    void takeEnvironment(const QString& path);
    void showEnvironment(const QString& path);

    Prompts& prompts_;
    PromotionRequest request_;
    std::vector<PromotionTarget> targets_;
    QComboBox *target_, *stage_;
    TextLabel* stageLabel_;
    QPushButton* environment_;
};

} // namespace binnacle
