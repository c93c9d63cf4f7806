#include "widgets/sources/source_delegate.h"

#include "models/number_text.h"
#include "models/source_list_model.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QListView>
#include <QPainter>

namespace binnacle {

namespace {

constexpr int padding = spacing::m, lineGap = 2;

QString reachText(SourceState::Reach reach)
{
    switch (reach) {
    case SourceState::Reach::Online:
        return SourceDelegate::tr("Online");
    case SourceState::Reach::Offline:
        return SourceDelegate::tr("Offline");
    case SourceState::Reach::Failed:
        return SourceDelegate::tr("Needs attention");
    case SourceState::Reach::Unknown:
        break;
    }
    return SourceDelegate::tr("Not checked yet");
}

Tone reachTone(SourceState::Reach reach)
{
    switch (reach) {
    case SourceState::Reach::Online:
        return Tone::Good;
    case SourceState::Reach::Failed:
        return Tone::Bad;
    case SourceState::Reach::Offline:
    case SourceState::Reach::Unknown:
        break;
    }
    return Tone::Neutral;
}

QFont smallFont(QFont font)
{
    font.setPixelSize(12);
    return font;
}

QString factsLine(const QModelIndex& index)
{
    const QString product = index.data(SourceListModel::ProductRole).toString();
    const qint64 edits = index.data(SourceListModel::PendingEditsRole).toLongLong();
    QStringList parts;
    parts << (product.isEmpty() ? index.data(SourceListModel::KindTitleRole).toString() : product);
    parts << SourceDelegate::tr("%1 runs").arg(
        countText(index.data(SourceListModel::RunsRole).toLongLong()));
    parts << index.data(SourceListModel::StateTextRole).toString();
    if (edits == 1)
        parts << SourceDelegate::tr("1 edit waiting");
    else if (edits > 1)
        parts << SourceDelegate::tr("%1 edits waiting").arg(countText(edits));
    return parts.join(QStringLiteral(" · "));
}

int messageHeight(const QString& message, const QFont& font, int width)
{
    if (message.isEmpty())
        return 0;
    return QFontMetrics(smallFont(font))
               .boundingRect(QRect(0, 0, qMax(100, width), 1000), Qt::TextWordWrap, message)
               .height() +
           spacing::xs;
}

} // namespace

QSize SourceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QListView*>(option.widget);
    const int width = (view ? view->viewport()->width() : 400) - 2 * padding;
    const int small = QFontMetrics(smallFont(option.font)).height();
    return {100, padding + QFontMetrics(option.font).height() + 2 * (small + lineGap) +
                     messageHeight(index.data(SourceListModel::MessageRole).toString(), option.font,
                                   width) +
                     padding};
}

void SourceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme.accentBackground);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme.window);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      theme.gridLine);

    const auto reach =
        static_cast<SourceState::Reach>(index.data(SourceListModel::ReachRole).toInt());
    QRect area = option.rect.adjusted(padding, padding, -padding, -padding);
    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);
    const int line = QFontMetrics(strong).height();
    const QString state = reachText(reach);
    const int pill = pillSize(state, option.font).width();
    painter->setFont(strong);
    painter->setPen(theme.text);
    const QString name = QFontMetrics(strong).elidedText(index.data().toString(), Qt::ElideRight,
                                                         area.width() - pill - spacing::s);
    painter->drawText(QRect(area.left(), area.top(), area.width(), line),
                      Qt::AlignLeft | Qt::AlignVCenter, name);
    paintPill(painter, QRect(area.right() - pill + 1, area.top(), pill, line), state,
              reachTone(reach), option.font);

    const QFont small = smallFont(option.font);
    const QFontMetrics metrics(small);
    painter->setFont(small);
    painter->setPen(theme.mutedText);
    int top = area.top() + line + lineGap;
    for (const QString& text :
         {factsLine(index), index.data(SourceListModel::UriRole).toString()}) {
        painter->drawText(QRect(area.left(), top, area.width(), metrics.height()),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(text, Qt::ElideMiddle, area.width()));
        top += metrics.height() + lineGap;
    }
    const QString message = index.data(SourceListModel::MessageRole).toString();
    if (!message.isEmpty()) {
        painter->setPen(reach == SourceState::Reach::Failed ? theme.bad : theme.warning);
        painter->drawText(QRect(area.left(), top, area.width(), area.bottom() - top + 1),
                          Qt::TextWordWrap, message);
    }
    painter->restore();
}

} // namespace binnacle
