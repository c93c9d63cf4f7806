#include "widgets/artifacts/matrix_view.h"

#include "models/number_text.h"
#include "widgets/common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double roomForNumber = 24, roomForLabel = 11; // px of a cell
constexpr int widestLabel = 90;

QColor mixed(const QColor& from, const QColor& to, double share)
{
    const auto part = [&](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return {part(from.red(), to.red()), part(from.green(), to.green()),
            part(from.blue(), to.blue())};
}

// Relative luminance and the contrast it decides, of WCAG 2.1.
double luminance(const QColor& colour)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

QColor readableOn(const QColor& background)
{
    constexpr double bothReadTheSame = 0.179;
    return luminance(background) > bothReadTheSame ? Theme::light().text : QColor(Qt::white);
}

} // namespace

MatrixView::MatrixView(QWidget* parent) : QWidget(parent)
{
    setMinimumSize(140, 140);
    setAccessibleName(tr("Confusion matrix"));
}

void MatrixView::setMatrix(ConfusionMatrix matrix, double scale)
{
    matrix_ = std::move(matrix);
    scale_ = scale > 0 ? scale : 1;
    setAccessibleDescription(tr("%1 classes, accuracy %2")
                                 .arg(matrix_.labels.size())
                                 .arg(numberText(matrix_.accuracy())));
    update();
}

int MatrixView::labelWidth() const
{
    int widest = 0;
    for (const auto& label : matrix_.labels)
        widest = std::max(widest, fontMetrics().horizontalAdvance(QString::fromStdString(label)));
    return std::min(widest, widestLabel) + spacing::s;
}

QRectF MatrixView::cells() const
{
    const int line = fontMetrics().height();
    const QRectF room = QRectF(rect()).adjusted(line + labelWidth(), 2 * line + spacing::s, -1, -1);
    const double side = std::max(0.0, std::min(room.width(), room.height()));
    return {room.left(), room.top(), side, side};
}

void MatrixView::paintEvent(QPaintEvent*)
{
    const std::size_t count = matrix_.values.size();
    if (count == 0)
        return;
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF all = cells();
    const double size = all.width() / static_cast<double>(count);
    const int line = fontMetrics().height();
    const auto labelled = [&](std::size_t i) {
        return fontMetrics().elidedText(QString::fromStdString(matrix_.labels[i]), Qt::ElideRight,
                                        widestLabel);
    };
    painter.setPen(theme.mutedText);
    painter.drawText(QRectF(all.left(), 0, all.width(), line), Qt::AlignCenter, tr("Predicted"));
    painter.save();
    painter.translate(0, all.bottom());
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, all.height(), line), Qt::AlignCenter, tr("Actual"));
    painter.restore();
    for (std::size_t row = 0; row < count; ++row) {
        const double at = static_cast<double>(row) * size;
        painter.setPen(theme.mutedText);
        if (size >= roomForLabel) {
            painter.drawText(QRectF(line, all.top() + at, all.left() - line - spacing::xs, size),
                             Qt::AlignRight | Qt::AlignVCenter, labelled(row));
            painter.drawText(
                QRectF(all.left() + at, line + 2, size, line), Qt::AlignCenter,
                fontMetrics().elidedText(labelled(row), Qt::ElideRight, static_cast<int>(size)));
        }
        for (std::size_t column = 0; column < count; ++column) {
            const double value = matrix_.values[row][column];
            const QRectF cell(all.left() + static_cast<double>(column) * size, all.top() + at, size,
                              size);
            const double share = std::clamp(value / scale_, 0.0, 1.0);
            const QColor fill = mixed(theme.surface, row == column ? theme.good : theme.bad, share);
            painter.fillRect(cell, fill);
            if (size < roomForNumber)
                continue;
            painter.setPen(readableOn(fill));
            painter.drawText(cell, Qt::AlignCenter, numberText(value));
        }
    }
    painter.setPen(theme.border);
    painter.drawRect(all);
}

bool MatrixView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || matrix_.values.empty())
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF all = cells();
    if (!all.contains(help->pos())) {
        QToolTip::hideText();
        return true;
    }
    const double size = all.width() / static_cast<double>(matrix_.values.size());
    const auto place = [&](double at) {
        return std::min(static_cast<std::size_t>(at / size), matrix_.values.size() - 1);
    };
    const auto row = place(help->pos().y() - all.top());
    const auto column = place(help->pos().x() - all.left());
    QToolTip::showText(help->globalPos(),
                       tr("actual %1, predicted %2: %3")
                           .arg(QString::fromStdString(matrix_.labels[row]),
                                QString::fromStdString(matrix_.labels[column]),
                                exactNumber(matrix_.values[row][column])),
                       this);
    return true;
}

} // namespace binnacle
