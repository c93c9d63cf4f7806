#pragma once

#include <QPushButton>

namespace binnacle {

// How much a button asks for attention; the style sheet of the theme does the rest.
enum class ButtonRole {
    Secondary,
    Primary, // one at most in sight
    Danger,  // never the default key
    Quiet,   // no border until hovered
    Link,
};

QPushButton* makeButton(const QString& text, const QString& iconName = {},
                        ButtonRole role = ButtonRole::Secondary, QWidget* parent = nullptr);
void setButtonRole(QPushButton* button, ButtonRole role);

// A switch in the form of a chip ("Hide equal columns"): filled while on.
class ChipToggle : public QAbstractButton
{
    Q_OBJECT
public:
    explicit ChipToggle(const QString& text, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace binnacle
