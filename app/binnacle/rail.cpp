#include "app/binnacle/rail.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace binnacle {

namespace {

constexpr int wide = 200, narrow = 52, headHeight = 52, entryHeight = 30;

// The name of the program at the head of the rail; a click collapses or expands.
class RailHead : public RailButton
{
public:
    using RailButton::RailButton;
    QSize sizeHint() const override { return {RailButton::sizeHint().width(), headHeight}; }
};

} // namespace

RailButton::RailButton(const QString& text, const QString& iconName, QWidget* parent)
    : QAbstractButton(parent), iconName_(iconName)
{
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RailButton::setCollapsed(bool collapsed)
{
    collapsed_ = collapsed;
    updateGeometry();
    update();
}

void RailButton::setAlertCount(int count)
{
    alerts_ = count;
    setAccessibleDescription(count > 0 ? tr("%1 need you").arg(count) : QString());
    update();
}

QSize RailButton::sizeHint() const
{
    return {collapsed_ ? narrow - 16 : wide - 16, entryHeight};
}

void RailButton::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHead = !isCheckable();
    const QRectF body = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChecked() || (underMouse() && !isHead)) {
        QColor fill = theme.accentBackground;
        if (!isChecked())
            fill = theme.gridLine;
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(body, spacing::controlRadius, spacing::controlRadius);
    }
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.setBrush(Qt::NoBrush);
        const qreal inset = isHead ? 10 : 0;
        painter.drawRoundedRect(body.adjusted(0, inset, 0, -inset), spacing::controlRadius,
                                spacing::controlRadius);
    }
    const QColor ink = isHead ? theme.text : isChecked() ? theme.accentText : theme.mutedText;
    const int left = collapsed_ ? (width() - 16) / 2 : isHead ? 8 : 10;
    binnacle::icon(iconName_, ink).paint(&painter, QRect(left, (height() - 16) / 2, 16, 16));
    if (alerts_ > 0) {
        QFont small = sectionFont();
        painter.setFont(small);
        const QString count = QString::number(alerts_);
        const int room = qMax(18, QFontMetrics(small).horizontalAdvance(count) + 10);
        const QRectF badge = collapsed_
                                 ? QRectF(width() - 12, 3, 9, 9)
                                 : QRectF(width() - room - 9, (height() - 16) / 2.0, room, 16);
        painter.setPen(Qt::NoPen);
        painter.setBrush(collapsed_ ? theme.bad : theme.badBackground);
        painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2);
        if (!collapsed_) {
            painter.setPen(theme.bad);
            painter.drawText(badge, Qt::AlignCenter, count);
        }
    }
    if (collapsed_)
        return;
    QFont words = font();
    if (isHead) {
        words = titleFont();
        words.setPixelSize(14);
    }
    painter.setFont(words);
    painter.setPen(ink);
    painter.drawText(rect().adjusted(left + 26, 0, -36, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     text());
}

Rail::Rail(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(wide);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 0, 9, 8);
    column->setSpacing(4);
    head_ = new RailHead(QStringLiteral("Binnacle"), QStringLiteral("compass"), this);
    head_->setObjectName(QStringLiteral("railHead"));
    connect(head_, &QAbstractButton::clicked, this, [this] { setCollapsed(!collapsed_); });
    column->addWidget(head_);
    pages_ = new QVBoxLayout;
    pages_->setSpacing(4);
    column->addLayout(pages_);
    column->addStretch();
    bottom_ = new QVBoxLayout;
    bottom_->setSpacing(4);
    column->addLayout(bottom_);
    head_->setToolTip(tr("Show only the icons (Ctrl+B)"));
}

int Rail::addPage(const QString& text, const QString& iconName, const QString& objectName,
                  const QString& shortcutText)
{
    return add(pages_, text, iconName, objectName, shortcutText);
}

int Rail::addBottomPage(const QString& text, const QString& iconName, const QString& objectName,
                        const QString& shortcutText)
{
    return add(bottom_, text, iconName, objectName, shortcutText);
}

int Rail::add(QVBoxLayout* into, const QString& text, const QString& iconName,
              const QString& objectName, const QString& shortcutText)
{
    const int index = static_cast<int>(buttons_.size());
    auto* button = new RailButton(text, iconName, this);
    button->setObjectName(objectName);
    button->setCheckable(true);
    button->setCollapsed(collapsed_);
    button->setToolTip(shortcutText.isEmpty() ? text
                                              : QStringLiteral("%1 (%2)").arg(text, shortcutText));
    connect(button, &QAbstractButton::clicked, this, [this, index] { emit pageChosen(index); });
    into->addWidget(button);
    buttons_.append(button);
    return index;
}

void Rail::setCurrent(int index)
{
    for (int i = 0; i < buttons_.size(); ++i)
        buttons_[i]->setChecked(i == index);
}

void Rail::setCollapsed(bool collapsed)
{
    if (collapsed == collapsed_)
        return;
    collapsed_ = collapsed;
    setFixedWidth(collapsed ? narrow : wide);
    head_->setCollapsed(collapsed);
    head_->setToolTip(collapsed ? tr("Show the names of the pages (Ctrl+B)")
                                : tr("Show only the icons (Ctrl+B)"));
    for (RailButton* button : buttons_)
        button->setCollapsed(collapsed);
    emit collapsedChanged(collapsed);
}

void Rail::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Down)
        focusNextPrevChild(true);
    else if (event->key() == Qt::Key_Up)
        focusNextPrevChild(false);
    else
        QFrame::keyPressEvent(event);
}

void Rail::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.border);
}

} // namespace binnacle
