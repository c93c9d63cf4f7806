#pragma once

#include "widgets/compare/comparison_card.h"

#include <QFrame>
#include <QPointer>

class QFormLayout;

namespace binnacle {

// What a card lets a person choose, as a small form beside it. Each choice shows at once.
class CardOptionsPanel : public QFrame
{
    Q_OBJECT
public:
    CardOptionsPanel(ComparisonCard& card, ComparisonModel& model, QWidget* parent = nullptr);
    void popUp(const QPoint& globalPosition);

signals:
    void chosen(const QString& key, const QJsonValue& value);

private:
    void rebuild();
    QWidget* control(const CardOption& option, const QJsonValue& value);
    QWidget* choiceControl(const CardOption& option, const QJsonValue& value);
    QWidget* numberControl(const CardOption& option, const QJsonValue& value);
    QWidget* columnControl(const CardOption& option, const QJsonValue& value);
    void pick(const CardOption& option, const QJsonValue& value, QWidget* field);

    QPointer<ComparisonCard> card_;
    ComparisonModel& model_;
    QWidget* form_ = nullptr;
};

} // namespace binnacle
