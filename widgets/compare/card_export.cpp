#include "widgets/compare/card_export.h"

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/compare/comparison_report.h"
#include "services/compare/plain_number.h"
#include "services/domain/csv_field.h"
#include "widgets/common/theme.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>
#include <QImage>
#include <QLocale>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgGenerator>

#include <cmath>

namespace binnacle {

namespace {

constexpr int margin = 16, headHeight = 28;
constexpr double retina = 2; // pictures for slides and papers
constexpr int fontPixels = 13;
// A4 in the units in which cards are laid out.
constexpr double pageWidth = 760, cardHeight = 470;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(CardExport)
};

QFont fontOf(bool bold)
{
    QFont font = QGuiApplication::font();
    font.setPixelSize(fontPixels);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

// Heading, note, body.
void paintCard(QPainter& painter, const ComparisonCard& card, const QRectF& area)
{
    const Theme& theme = Theme::current();
    const QRectF head(area.left(), area.top(), area.width(), headHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(fontOf(true));
    const QFontMetricsF metrics(painter.font());
    const QString title = metrics.elidedText(card.heading(), Qt::ElideMiddle, area.width() * 0.6);
    painter.setPen(theme.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(fontOf(false));
    painter.setPen(theme.mutedText);
    const double room = area.width() - metrics.horizontalAdvance(title) - margin;
    painter.drawText(
        head, Qt::AlignRight | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(card.note(), Qt::ElideRight, static_cast<int>(room)));
    painter.save();
    const QRectF body = area.adjusted(0, headHeight + 4, 0, 0);
    painter.setClipRect(body);
    card.paintBody(painter, body);
    painter.restore();
}

void paintPicture(QPainter& painter, const ComparisonCard& card, QSize size)
{
    const QRectF all(QPointF(0, 0), QSizeF(size));
    painter.fillRect(all, Theme::current().surface);
    paintCard(painter, card, all.adjusted(margin, margin / 2.0, -margin, -margin));
}

QByteArray svgBytes(const ComparisonCard& card, QSize size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(card.heading());
    QPainter painter(&generator);
    paintPicture(painter, card, size);
    painter.end();
    return bytes;
}

QByteArray pngBytes(const ComparisonCard& card, QSize size)
{
    QImage image(size * retina, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(retina);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintPicture(painter, card, size);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "PNG");
    return bytes;
}

// Scales the page so that `width` units fill it.
double preparePage(QPdfWriter& writer, QPainter& painter, double width)
{
    const double scale = writer.width() / width;
    painter.scale(scale, scale);
    return writer.height() / scale;
}

QByteArray pdfBytes(const ComparisonCard& card, QSize size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(card.heading());
    writer.setCreator(QStringLiteral("Binnacle"));
    writer.setPageSize(QPageSize(QSizeF(size) * 0.75, QPageSize::Point)); // 96 units an inch
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    QPainter painter(&writer);
    preparePage(writer, painter, size.width());
    paintPicture(painter, card, size);
    painter.end();
    return bytes;
}

double paintPageHead(QPainter& painter, const PageHead& head)
{
    const Theme& theme = Theme::current();
    QFont title = fontOf(true);
    title.setPixelSize(20);
    painter.setFont(title);
    painter.setPen(theme.text);
    painter.drawText(QRectF(0, 0, pageWidth, 30), Qt::AlignLeft | Qt::AlignVCenter, head.title);
    painter.setFont(fontOf(false));
    painter.setPen(theme.mutedText);
    QStringList lines = head.lines;
    lines << Text::tr("Binnacle, %1").arg(QLocale().toString(head.date, QLocale::LongFormat));
    QRectF drawn;
    painter.drawText(QRectF(0, 36, pageWidth, 200), Qt::TextWordWrap | Qt::AlignLeft,
                     lines.join(u'\n'), &drawn);
    return drawn.bottom() + margin;
}

std::string csvField(const QVariant& value)
{
    if (!value.isValid())
        return {};
    if (value.typeId() == QMetaType::Double)
        return plainNumber(value.toDouble());
    return quotedField(withoutFormula(value.toString().toStdString()));
}

void write(QByteArray bytes, const QString& file, WorkerPools& pools, QObject* guard,
           std::function<void(QString)> done)
{
    deliver(onPool(&pools.jobs, [bytes = bytes.toStdString(),
                                 path = file.toStdString()] { return writeFile(path, bytes); }),
            guard, [done = std::move(done)](const Result<void>& written) {
                done(written ? QString() : written.error().message);
            });
}

} // namespace

QString cardFormatSuffix(CardFormat format)
{
    switch (format) {
    case CardFormat::Svg:
        return QStringLiteral("svg");
    case CardFormat::Png:
        return QStringLiteral("png");
    case CardFormat::Pdf:
        return QStringLiteral("pdf");
    case CardFormat::Csv:
        break;
    }
    return QStringLiteral("csv");
}

QString cardFormatFilter(CardFormat format)
{
    const QString suffix = cardFormatSuffix(format);
    return QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix);
}

QString suggestedFile(const ComparisonCard& card, CardFormat format)
{
    static const QRegularExpression odd(QStringLiteral("[^\\w.-]+"),
                                        QRegularExpression::UseUnicodePropertiesOption);
    constexpr int longest = 60;
    QString name = card.heading().left(longest).replace(odd, QStringLiteral("-"));
    while (name.startsWith(u'-') || name.startsWith(u'.'))
        name.remove(0, 1);
    return QStringLiteral("%1.%2").arg(name.isEmpty() ? QStringLiteral("card") : name,
                                       cardFormatSuffix(format));
}

QByteArray cardCsv(const CardTable& table)
{
    std::string out;
    const auto line = [&out](const auto& values) {
        bool first = true;
        for (const auto& value : values) {
            out += first ? "" : ",";
            out += csvField(value);
            first = false;
        }
        out += "\r\n";
    };
    line(QVariantList(table.header.begin(), table.header.end()));
    for (const auto& row : table.rows)
        line(row);
    return QByteArray::fromStdString(out);
}

QByteArray cardBytes(const ComparisonCard& card, CardFormat format, QSize size)
{
    switch (format) {
    case CardFormat::Svg:
        return svgBytes(card, size);
    case CardFormat::Png:
        return pngBytes(card, size);
    case CardFormat::Pdf:
        return pdfBytes(card, size);
    case CardFormat::Csv:
        break;
    }
    return cardCsv(card.table());
}

QByteArray pagePdf(const std::vector<const ComparisonCard*>& cards, const PageHead& head)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(head.title);
    writer.setCreator(QStringLiteral("Binnacle"));
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout::Millimeter);
    QPainter painter(&writer);
    const double pageHeight = preparePage(writer, painter, pageWidth);
    double y = paintPageHead(painter, head);
    for (const auto* card : cards) {
        const double height = std::min(cardHeight, pageHeight);
        if (y + height > pageHeight) {
            writer.newPage();
            y = 0;
        }
        painter.save();
        paintCard(painter, *card, QRectF(0, y, pageWidth, height - margin));
        painter.restore();
        y += height + margin;
    }
    painter.end();
    return bytes;
}

void exportCard(const ComparisonCard& card, CardFormat format, const QString& file,
                WorkerPools& pools, QObject* guard, std::function<void(QString)> done)
{
    constexpr QSize smallest(480, 300);
    write(cardBytes(card, format, card.size().expandedTo(smallest)), file, pools, guard,
          std::move(done));
}

void exportPage(const std::vector<const ComparisonCard*>& cards, const PageHead& head,
                const QString& file, WorkerPools& pools, QObject* guard,
                std::function<void(QString)> done)
{
    write(pagePdf(cards, head), file, pools, guard, std::move(done));
}

} // namespace binnacle
