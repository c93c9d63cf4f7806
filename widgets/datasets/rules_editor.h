#pragma once

#include "services/data/rules/data_rules.h"

#include <QPlainTextEdit>

#include <optional>

namespace binnacle {

// YAML with the numbers of its lines; the place of a fault is marked.
class RulesEditor : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit RulesEditor(QWidget* parent = nullptr);
    void setFault(const std::optional<RulesPlace>& place);
    void goTo(const RulesPlace& place);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    int numbersWidth() const;
    void placeNumbers();
    void paintNumbers();
    void mark();

    QWidget* numbers_;
    std::optional<RulesPlace> fault_;
};

} // namespace binnacle
