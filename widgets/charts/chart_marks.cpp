#include "widgets/charts/chart_marks.h"

#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>
#include <QPolygonF>

#include <cmath>

namespace binnacle {

namespace {

constexpr double row = 18, dot = 9, gap = 14, barWidth = 90, barHeight = 8;
constexpr int mostRows = 3;

// What stands in the legend, from left to right.
struct Piece
{
    enum class Kind { Title, Entry, Bar, More };
    Kind kind = Kind::Title;
    QRectF rect;
    QString text;
    const ChartLegend::Entry* entry = nullptr;
    const ChartLegend::Part* part = nullptr;
};

std::vector<Piece> piecesOf(const ChartLegend::Part& part, const QFontMetricsF& metrics)
{
    std::vector<Piece> pieces;
    const auto add = [&](Piece piece, double width) {
        piece.rect = QRectF(0, 0, width, row);
        pieces.push_back(std::move(piece));
    };
    const QString title = metrics.elidedText(part.title, Qt::ElideMiddle, 160);
    add({Piece::Kind::Title, {}, title, nullptr, nullptr}, metrics.horizontalAdvance(title));
    if (part.entries.empty()) {
        add({Piece::Kind::Bar, {}, {}, nullptr, &part},
            barWidth + 12 + metrics.horizontalAdvance(part.least) +
                metrics.horizontalAdvance(part.greatest));
        return pieces;
    }
    for (const auto& entry : part.entries) {
        const QString text = metrics.elidedText(entry.text, Qt::ElideMiddle, 140);
        add({Piece::Kind::Entry, {}, text, &entry, nullptr},
            dot + 5 + metrics.horizontalAdvance(text));
    }
    return pieces;
}

std::vector<Piece> arranged(const ChartLegend& legend, double width, const QFontMetricsF& metrics)
{
    std::vector<Piece> all;
    for (const auto& part : legend.parts)
        for (auto& piece : piecesOf(part, metrics))
            all.push_back(std::move(piece));
    double x = 0;
    int line = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto& piece = all[i];
        const bool last = line + 1 == mostRows;
        const double room = last && i + 1 < all.size() ? width - 60 : width;
        if (x > 0 && x + piece.rect.width() > room) {
            if (last) {
                const auto left = all.size() - i;
                all.resize(i);
                all.push_back({Piece::Kind::More, QRectF(x, line * row, 60, row),
                               QCoreApplication::translate("chart", "%1 more").arg(left), nullptr,
                               nullptr});
                break;
            }
            x = 0;
            ++line;
        }
        piece.rect.moveTopLeft({x, line * row});
        x += piece.rect.width() + (piece.kind == Piece::Kind::Title ? 8 : gap);
    }
    return all;
}

void paintBar(QPainter& painter, const Piece& piece, const QRectF& rect, const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    const auto& part = *piece.part;
    painter.setPen(theme.mutedText);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, part.least);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, part.greatest);
    const QRectF bar(rect.left() + metrics.horizontalAdvance(part.least) + 6,
                     rect.center().y() - barHeight / 2, barWidth, barHeight);
    painter.setPen(Qt::NoPen);
    if (part.sizes) {
        painter.setBrush(theme.mutedText);
        for (int i = 0; i < 4; ++i)
            painter.drawEllipse(QPointF(bar.left() + 10 + i * 23, bar.center().y()), 1.5 + 1.3 * i,
                                1.5 + 1.3 * i);
        return;
    }
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int i = 0; i <= 8; ++i)
        gradient.setColorAt(i / 8.0, sequentialColor(theme, i / 8.0));
    painter.setBrush(gradient);
    painter.drawRoundedRect(bar, 2, 2);
}

} // namespace

void paintMark(QPainter& painter, int shape, const QPointF& c, double r)
{
    const auto polygon = [&](std::initializer_list<QPointF> corners) {
        QPolygonF points;
        for (const auto& corner : corners)
            points.append(c + corner * r);
        painter.drawPolygon(points);
    };
    switch (((shape % markShapeCount) + markShapeCount) % markShapeCount) {
    case 0:
        painter.drawEllipse(c, r, r);
        break;
    case 1:
        painter.drawRect(QRectF(c.x() - r * 0.9, c.y() - r * 0.9, r * 1.8, r * 1.8));
        break;
    case 2:
        polygon({{0, -1.2}, {1.1, 0.8}, {-1.1, 0.8}});
        break;
    case 3:
        polygon({{0, -1.3}, {1.3, 0}, {0, 1.3}, {-1.3, 0}});
        break;
    case 4:
        polygon({{-0.4, -1.2},
                 {0.4, -1.2},
                 {0.4, -0.4},
                 {1.2, -0.4},
                 {1.2, 0.4},
                 {0.4, 0.4},
                 {0.4, 1.2},
                 {-0.4, 1.2},
                 {-0.4, 0.4},
                 {-1.2, 0.4},
                 {-1.2, -0.4},
                 {-0.4, -0.4}});
        break;
    case 5:
        polygon({{0, 1.2}, {1.1, -0.8}, {-1.1, -0.8}});
        break;
    case 6:
        polygon({{-1, -0.6},
                 {-0.6, -1},
                 {0, -0.4},
                 {0.6, -1},
                 {1, -0.6},
                 {0.4, 0},
                 {1, 0.6},
                 {0.6, 1},
                 {0, 0.4},
                 {-0.6, 1},
                 {-1, 0.6},
                 {-0.4, 0}});
        break;
    default: {
        QPolygonF star;
        for (int i = 0; i < 10; ++i) {
            const double angle = M_PI * (i / 5.0 - 0.5), far = i % 2 == 0 ? 1.4 : 0.6;
            star.append(c + QPointF(std::cos(angle), std::sin(angle)) * r * far);
        }
        painter.drawPolygon(star);
    }
    }
}

double legendHeight(const ChartLegend& legend, double width, const QFont& font)
{
    if (legend.isEmpty())
        return 0;
    return arranged(legend, width, QFontMetricsF(font)).back().rect.bottom() + 4;
}

void paintLegend(QPainter& painter, const ChartLegend& legend, const QRectF& area,
                 const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& piece : arranged(legend, area.width(), QFontMetricsF(painter.font()))) {
        const QRectF rect = piece.rect.translated(area.topLeft());
        if (piece.kind == Piece::Kind::Bar) {
            paintBar(painter, piece, rect, theme);
            continue;
        }
        double textLeft = 0;
        if (piece.entry) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(piece.entry->color ? markColor(*piece.entry->color, theme)
                                                : theme.mutedText);
            paintMark(painter, piece.entry->shape,
                      QPointF(rect.left() + dot / 2, rect.center().y()), dot / 2 - 0.5);
            textLeft = dot + 5;
        }
        painter.setPen(piece.entry ? theme.text : theme.mutedText);
        painter.drawText(rect.adjusted(textLeft, 0, 4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         piece.text);
    }
}

} // namespace binnacle
