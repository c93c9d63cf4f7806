#include "widgets/datasets/profile_card_delegate.h"

#include "models/dataset_profile_model.h"
#include "models/dataset_profile_text.h"
#include "models/number_text.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int outer = 6, inner = 10, headHeight = 20, shareHeight = 18, histogramHeight = 46,
              barHeight = 18, factHeight = 18, gap = 6;
constexpr std::size_t topShown = 4;
constexpr int waitingHeight = 2 * outer + 2 * inner + headHeight + shareHeight;

bool showsHistogram(const ColumnProfile& profile)
{
    const bool few = !profile.topValues.empty() && profile.topValues.size() <= topShown;
    return profile.histogram.size() > 1 && !few && !profile.isConstant();
}

int barsShown(const ColumnProfile& profile)
{
    const bool telling =
        !profile.topValues.empty() && (profile.topValues.front().count > 1 || profile.rows == 1);
    return showsHistogram(profile) || !telling
               ? 0
               : static_cast<int>(std::min(topShown, profile.topValues.size()));
}

int pictureHeight(const ColumnProfile& profile)
{
    return showsHistogram(profile) ? histogramHeight : barsShown(profile) * barHeight;
}

void paintHistogram(QPainter* painter, const QRect& room, const ColumnProfile& profile,
                    const Theme& theme)
{
    const auto most = std::max<std::int64_t>(1, *std::ranges::max_element(profile.histogram));
    const double step =
        static_cast<double>(room.width()) / static_cast<double>(profile.histogram.size());
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.series(0));
    for (std::size_t i = 0; i < profile.histogram.size(); ++i) {
        if (profile.histogram[i] == 0)
            continue;
        const double height = std::max(1.0, static_cast<double>(room.height() - 1) *
                                                static_cast<double>(profile.histogram[i]) /
                                                static_cast<double>(most));
        painter->drawRect(QRectF(room.left() + step * static_cast<double>(i),
                                 room.bottom() - height, std::max(1.0, step - 1), height));
    }
    painter->setPen(theme.border);
    painter->drawLine(room.bottomLeft(), room.bottomRight());
}

void paintTopValues(QPainter* painter, const QRect& room, const ColumnProfile& profile,
                    const Theme& theme)
{
    constexpr int figureWidth = 56;
    const int nameWidth = room.width() / 2 - figureWidth / 2;
    const auto most = std::max<std::int64_t>(1, profile.topValues.front().count);
    for (int i = 0; i < barsShown(profile); ++i) {
        const auto& [value, count] = profile.topValues[static_cast<std::size_t>(i)];
        const QRect line(room.left(), room.top() + i * barHeight, room.width(), barHeight);
        const auto text = value.empty() ? QCoreApplication::translate("ProfileCard", "(empty)")
                                        : QString::fromStdString(value);
        paintCellText(painter, QRect(line.left(), line.top(), nameWidth - 8, line.height()), text,
                      value.empty() ? theme.mutedText : theme.text);
        const QRect place(line.left() + nameWidth, line.top() + 5,
                          line.width() - nameWidth - figureWidth, 8);
        const auto width = static_cast<double>(place.width()) * static_cast<double>(count) /
                           static_cast<double>(most);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.series(0));
        painter->drawRect(QRectF(place.left(), place.top(), std::max(2.0, width), 8));
        paintCellText(painter,
                      QRect(line.right() - figureWidth + 1, line.top(), figureWidth, line.height()),
                      percentText(count, profile.rows), theme.mutedText, Qt::AlignRight);
    }
}

void paintFacts(QPainter* painter, const QRect& room, const std::vector<ProfileFact>& facts,
                const Theme& theme)
{
    const int half = room.width() / 2;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const int left = room.left() + (i % 2 == 0 ? 0 : half + 6);
        const int top = room.top() + static_cast<int>(i / 2) * factHeight;
        const QRect cell(left, top, half - 6, factHeight);
        const int name = painter->fontMetrics().horizontalAdvance(facts[i].name);
        paintCellText(painter, cell, facts[i].name, theme.mutedText);
        paintCellText(painter, cell.adjusted(name + 8, 0, 0, 0), facts[i].value, theme.text,
                      Qt::AlignRight);
    }
}

void paintMissing(QPainter* painter, const QRect& room, const ColumnProfile& profile,
                  const Theme& theme)
{
    const auto text = missingShareText(profile);
    paintCellText(painter, room, text, profile.missing > 0 ? theme.text : theme.mutedText);
    if (profile.missing == 0 || profile.rows == 0)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    const int from = painter->fontMetrics().horizontalAdvance(text) + 10;
    const QRectF bar(room.left() + from, room.center().y() - 1.5, room.width() - from, 4);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.border);
    painter->drawRoundedRect(bar, 2, 2);
    painter->setBrush(theme.warning);
    const auto share = static_cast<double>(profile.missing) / static_cast<double>(profile.rows);
    painter->drawRoundedRect(
        QRectF(bar.topLeft(), QSizeF(std::max(4.0, bar.width() * share), bar.height())), 2, 2);
    painter->setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

QSize ProfileCardDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const auto* profile = model_.profile(index.row());
    if (!profile)
        return {200, waitingHeight};
    const int picture = pictureHeight(*profile);
    const auto lines = static_cast<int>((profileFacts(*profile).size() + 1) / 2);
    return {200, waitingHeight + (picture > 0 ? picture + gap : 0) + lines * factHeight};
}

void ProfileCardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF frame =
        QRectF(option.rect).adjusted(12, outer, -12, -outer).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->setPen(chosen ? theme.accent : theme.border);
    painter->setBrush(theme.raised);
    painter->drawRoundedRect(frame, spacing::cardRadius, spacing::cardRadius);
    painter->setRenderHint(QPainter::Antialiasing, false);
    QRect room = frame.toRect().adjusted(inner, inner - 2, -inner, -inner);

    const auto* profile = model_.profile(index.row());
    const auto remark = profile ? profileRemark(*profile) : QString();
    QFont small = option.font;
    small.setPixelSize(12);
    QRect head(room.left(), room.top(), room.width(), headHeight);
    painter->setFont(small);
    const auto type = model_.column(index.row()).type;
    const auto typeText = painter->fontMetrics().elidedText(QString::fromStdString(type).toLower(),
                                                            Qt::ElideRight, head.width() / 2);
    paintCellText(painter, head, typeText, theme.mutedText, Qt::AlignRight);
    head.setRight(head.right() - painter->fontMetrics().horizontalAdvance(typeText) - 8);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    if (!remark.isEmpty()) {
        const int width = pillSize(remark, small).width();
        const int name = std::min(QFontMetrics(bold).horizontalAdvance(index.data().toString()),
                                  head.width() - width - 8);
        paintPill(painter, QRect(head.left() + name + 8, head.top(), width, head.height()), remark,
                  remark == QCoreApplication::translate("DatasetProfile", "All different")
                      ? Tone::Neutral
                      : Tone::Warning,
                  small);
        head.setWidth(name + 2);
    }
    painter->setFont(bold);
    paintCellText(painter, head, index.data().toString(), theme.text);
    painter->setFont(small);
    room.setTop(room.top() + headHeight);
    const QRect second(room.left(), room.top(), room.width(), shareHeight);
    if (!profile) {
        paintCellText(painter, second, tr("Not known yet"), theme.faintText);
        painter->restore();
        return;
    }
    paintMissing(painter, second, *profile, theme);
    room.setTop(room.top() + shareHeight + gap / 2);
    if (const int height = pictureHeight(*profile); height > 0) {
        const QRect picture(room.left(), room.top(), room.width(), height);
        if (showsHistogram(*profile))
            paintHistogram(painter, picture, *profile, theme);
        else
            paintTopValues(painter, picture, *profile, theme);
        room.setTop(room.top() + height + gap);
    }
    paintFacts(painter, room, profileFacts(*profile), theme);
    painter->restore();
}

} // namespace binnacle
