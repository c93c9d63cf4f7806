#include "widgets/common/tabular_text.h"

#include <QFontMetricsF>
#include <QPainter>

namespace binnacle {

namespace {

bool isFigure(const QString& text)
{
    for (const QChar c : text) {
        if (c.unicode() > 0x7F && c != QChar(0x2212) && c != QChar(0x2013) && c != QChar(0x221E))
            return false;
    }
    return true;
}

qreal digitWidth(const QFontMetricsF& metrics)
{
    qreal widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = qMax(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

qreal advance(const QFontMetricsF& metrics, QChar c, qreal digit)
{
    return c >= QLatin1Char('0') && c <= QLatin1Char('9') ? digit : metrics.horizontalAdvance(c);
}

qreal widthOf(const QFontMetricsF& metrics, const QString& text)
{
    if (!isFigure(text))
        return metrics.horizontalAdvance(text);
    const qreal digit = digitWidth(metrics);
    qreal width = 0;
    for (const QChar c : text)
        width += advance(metrics, c, digit);
    return width;
}

} // namespace

qreal tabularWidth(const QString& text, const QFont& font)
{
    return widthOf(QFontMetricsF(font), text);
}

void paintTabular(QPainter* painter, const QRectF& rect, const QString& text,
                  Qt::Alignment alignment)
{
    const QFontMetricsF metrics(painter->font());
    const qreal width = widthOf(metrics, text);
    const bool right = alignment.testFlag(Qt::AlignRight);
    if (!isFigure(text) || width > rect.width()) {
        const QString shown =
            width > rect.width() ? metrics.elidedText(text, Qt::ElideRight, rect.width()) : text;
        painter->drawText(rect, Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft), shown);
        return;
    }
    const qreal digit = digitWidth(metrics);
    qreal x = right ? rect.right() - width : rect.left();
    const qreal baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    for (const QChar c : text) {
        const qreal room = advance(metrics, c, digit);
        const qreal own = metrics.horizontalAdvance(c);
        painter->drawText(QPointF(x + (room - own) / 2, baseline), QString(c));
        x += room;
    }
}

} // namespace binnacle
