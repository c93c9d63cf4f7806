#include "widgets/common/state_pill.h"

#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

namespace binnacle {

namespace {
constexpr int padding = 6;
constexpr int verticalPadding = 2;
constexpr qreal radius = 4;

QFont pillFont(QFont font)
{
    if (font.pixelSize() > 0)
        font.setPixelSize(qMax(9, font.pixelSize() - 1));
    else
        font.setPointSizeF(qMax(7.0, font.pointSizeF() - 0.75));
    font.setWeight(QFont::Medium);
    return font;
}
} // namespace

PillColours pillColours(Tone tone)
{
    const Theme& theme = Theme::current();
    switch (tone) {
    case Tone::Accent:
        return {theme.accentText, theme.accentBackground};
    case Tone::Good:
        return {theme.good, theme.goodBackground};
    case Tone::Warning:
        return {theme.warning, theme.warningBackground};
    case Tone::Bad:
        return {theme.bad, theme.badBackground};
    case Tone::Neutral:
        break;
    }
    return {theme.mutedText, theme.gridLine};
}

QString statusText(RunStatus status)
{
    switch (status) {
    case RunStatus::Running:
        return QCoreApplication::translate("RunStatus", "Running");
    case RunStatus::Scheduled:
        return QCoreApplication::translate("RunStatus", "Scheduled");
    case RunStatus::Finished:
        return QCoreApplication::translate("RunStatus", "Finished");
    case RunStatus::Failed:
        return QCoreApplication::translate("RunStatus", "Failed");
    case RunStatus::Killed:
        return QCoreApplication::translate("RunStatus", "Killed");
    }
    return {};
}

Tone statusTone(RunStatus status)
{
    switch (status) {
    case RunStatus::Running:
        return Tone::Accent;
    case RunStatus::Finished:
        return Tone::Good;
    case RunStatus::Failed:
        return Tone::Bad;
    case RunStatus::Killed:
        return Tone::Warning;
    case RunStatus::Scheduled:
        break;
    }
    return Tone::Neutral;
}

QSize pillSize(const QString& text, const QFont& font)
{
    const QFontMetrics metrics(pillFont(font));
    return {metrics.horizontalAdvance(text) + 2 * padding, metrics.height() + 2 * verticalPadding};
}

void paintPill(QPainter* painter, const QRect& cell, const QString& text, Tone tone,
               const QFont& font)
{
    const PillColours colours = pillColours(tone);
    const QFont small = pillFont(font);
    const QFontMetrics metrics(small);
    const QSize wanted = pillSize(text, font);
    QRect pill(cell.left(), 0, qMin(wanted.width(), cell.width()),
               qMin(wanted.height(), cell.height()));
    pill.moveTop(cell.top() + (cell.height() - pill.height()) / 2);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours.background);
    painter->drawRoundedRect(pill, radius, radius);
    painter->setPen(colours.text);
    painter->setFont(small);
    const int room = pill.width() - 2 * padding;
    painter->drawText(pill.adjusted(padding, 0, -padding, 0), Qt::AlignVCenter | Qt::AlignLeft,
                      room >= metrics.horizontalAdvance(text)
                          ? text
                          : metrics.elidedText(text, Qt::ElideRight, room));
    painter->restore();
}

Pill::Pill(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Pill::setState(const QString& text, Tone tone)
{
    text_ = text;
    tone_ = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    return pillSize(text_, font());
}

void Pill::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintPill(&painter, rect(), text_, tone_, font());
}

} // namespace binnacle
