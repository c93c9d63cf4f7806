#include "widgets/common/buttons.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace binnacle {

namespace {

// The icon of a primary button lies on the accent and must be tinted again when the theme changes.
class IconButton : public QPushButton
{
public:
    using QPushButton::QPushButton;
    void setLine(const QString& name, ButtonRole role)
    {
        name_ = name;
        role_ = role;
        tint();
    }

protected:
    void changeEvent(QEvent* event) override
    {
        if (event->type() == QEvent::PaletteChange)
            tint();
        QPushButton::changeEvent(event);
    }

private:
    void tint()
    {
        if (name_.isEmpty())
            return;
        const Theme& theme = Theme::current();
        switch (role_) {
        case ButtonRole::Primary:
            setIcon(binnacle::icon(name_, theme.onAccent));
            break;
        case ButtonRole::Danger:
            setIcon(binnacle::icon(name_, theme.bad));
            break;
        case ButtonRole::Quiet:
            setIcon(binnacle::icon(name_, theme.mutedText));
            break;
        case ButtonRole::Link:
            setIcon(binnacle::icon(name_, theme.accentText));
            break;
        case ButtonRole::Secondary:
            setIcon(binnacle::icon(name_));
            break;
        }
    }

    QString name_;
    ButtonRole role_ = ButtonRole::Secondary;
};

QString roleName(ButtonRole role)
{
    switch (role) {
    case ButtonRole::Primary:
        return QStringLiteral("primary");
    case ButtonRole::Danger:
        return QStringLiteral("danger");
    case ButtonRole::Quiet:
        return QStringLiteral("quiet");
    case ButtonRole::Link:
        return QStringLiteral("link");
    case ButtonRole::Secondary:
        break;
    }
    return QStringLiteral("secondary");
}

} // namespace

QPushButton* makeButton(const QString& text, const QString& iconName, ButtonRole role,
                        QWidget* parent)
{
    auto* button = new IconButton(text, parent);
    button->setIconSize(text.isEmpty() ? QSize(16, 16) : QSize(20, 16)); // 4 px to the words
    button->setLine(iconName, role);
    button->setAutoDefault(false);
    if (role == ButtonRole::Primary) {
        QFont font = button->font();
        font.setWeight(QFont::Medium);
        button->setFont(font);
    }
    setButtonRole(button, role);
    return button;
}

void setButtonRole(QPushButton* button, ButtonRole role)
{
    button->setProperty("role", roleName(role));
    button->setCursor(role == ButtonRole::Link ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

ChipToggle::ChipToggle(const QString& text, QWidget* parent) : QAbstractButton(parent)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

QSize ChipToggle::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(text()) + 20, metrics.height() + 6};
}

void ChipToggle::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const QColor line = hasFocus()    ? theme.accent
                        : isChecked() ? theme.accentBackground
                                      : theme.border;
    painter.setPen(line);
    painter.setBrush(isChecked()    ? theme.accentBackground
                     : underMouse() ? theme.window
                                    : theme.surface);
    painter.drawRoundedRect(body, body.height() / 2, body.height() / 2);
    painter.setPen(!isEnabled()  ? theme.faintText
                   : isChecked() ? theme.accentText
                                 : theme.mutedText);
    painter.drawText(rect(), Qt::AlignCenter, text());
}

} // namespace binnacle
