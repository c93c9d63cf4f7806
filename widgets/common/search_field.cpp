#include "widgets/common/search_field.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>

namespace binnacle {

SearchField::SearchField(const QString& placeholder, QWidget* parent) : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    auto* clearing =
        addAction(icon(QStringLiteral("x"), Theme::current().mutedText), TrailingPosition);
    clearing->setToolTip(tr("Clear"));
    clearing->setVisible(false);
    connect(clearing, &QAction::triggered, this, [this] {
        clear();
        emit textEdited({});
    });
    connect(this, &QLineEdit::textChanged, clearing,
            [clearing](const QString& now) { clearing->setVisible(!now.isEmpty()); });
    setProperty("quiet", true);
    setTextMargins(22, 0, 0, 0);
}

void SearchField::setKeyHint(const QString& hint)
{
    hint_ = hint;
    update();
}

void SearchField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    const Theme& theme = Theme::current();
    QPainter painter(this);
    icon(QStringLiteral("search"), theme.faintText)
        .paint(&painter, QRect(9, (height() - 16) / 2, 16, 16));
    if (hint_.isEmpty() || !text().isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    const int wide = QFontMetrics(small).horizontalAdvance(hint_) + 10;
    if (width() < wide + 120)
        return;
    const QRectF box(width() - wide - 7.5, (height() - 19) / 2.0 + 0.5, wide, 18);
    painter.setPen(theme.border);
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(theme.mutedText);
    painter.drawText(box, Qt::AlignCenter, hint_);
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        emit textEdited({});
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace binnacle
