#pragma once

#include <QColor>
#include <QString>
#include <QStringList>

class QModelIndex;
class QPainter;
class QRect;
class QStyleOptionViewItem;

namespace binnacle {

// What the delegates of tables have in common: a quiet background, one line below, text that is
// cut with an ellipsis, pills in a row.
void paintRowBackground(QPainter* painter, const QStyleOptionViewItem& option);
QRect cellRoom(const QStyleOptionViewItem& option); // without the padding
void paintCellText(QPainter* painter, const QRect& room, const QString& text, const QColor& colour,
                   Qt::Alignment alignment = Qt::AlignLeft);
// The display text as the index aligns it; what is missing is muted.
void paintCell(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index);
// As many pills as there is room for; the rest as "+2".
void paintPills(QPainter* painter, const QRect& room, const QStringList& pills, const QFont& font);
// The pill that lies at `x` of such a row; -1: none.
int pillAt(const QRect& room, const QStringList& pills, const QFont& font, int x);
// A thin bar filled from the left, 0 … 1.
void paintShare(QPainter* painter, const QRect& room, double share);

} // namespace binnacle
