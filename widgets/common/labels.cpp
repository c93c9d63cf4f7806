#include "widgets/common/labels.h"

#include "widgets/common/theme.h"

#include <QEvent>
#include <QPainter>

namespace binnacle {

TextLabel::TextLabel(const QString& text, TextRole role, QWidget* parent)
    : QLabel(text, parent), role_(role)
{
    tint();
}

void TextLabel::setRole(TextRole role)
{
    role_ = role;
    tint();
}

void TextLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    // Only the theme's own change: tint() itself causes PaletteChange.
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::StyleChange)
        tint();
}

void TextLabel::tint()
{
    const Theme& theme = Theme::current();
    QColor colour = theme.text;
    switch (role_) {
    case TextRole::Muted:
        colour = theme.mutedText;
        break;
    case TextRole::Faint:
        colour = theme.faintText;
        break;
    case TextRole::Bad:
        colour = theme.bad;
        break;
    case TextRole::Warning:
        colour = theme.warning;
        break;
    case TextRole::Good:
        colour = theme.good;
        break;
    case TextRole::Normal:
        break;
    }
    if (palette().color(QPalette::WindowText) == colour)
        return;
    QPalette own;
    own.setColor(QPalette::WindowText, colour);
    own.setColor(QPalette::Text, colour);
    setPalette(own);
}

SectionLabel::SectionLabel(const QString& text, QWidget* parent)
    : TextLabel(text, TextRole::Muted, parent)
{
    setFont(sectionFont());
}

ElidedLabel::ElidedLabel(const QString& text, TextRole role, QWidget* parent)
    : TextLabel({}, role, parent)
{
    setTextFormat(Qt::PlainText);
    setFullText(text);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    mode_ = mode;
    cut();
}

void ElidedLabel::setFullText(const QString& text)
{
    full_ = text;
    setAccessibleName(text);
    updateGeometry();
    cut();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(full_) + 2, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), fontMetrics().horizontalAdvance(QStringLiteral("mmmm"))),
            fontMetrics().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    cut();
}

void ElidedLabel::cut()
{
    const QString shown = fontMetrics().elidedText(full_, mode_, qMax(0, width()));
    setText(shown);
    setToolTip(shown == full_ ? QString() : full_);
}

Card::Card(QWidget* parent) : QFrame(parent)
{
    setProperty("card", true);
}

Line::Line(Qt::Orientation orientation, QWidget* parent) : QWidget(parent)
{
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Line::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::current().border);
}

} // namespace binnacle
