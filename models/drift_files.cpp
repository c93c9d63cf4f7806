#include "models/drift_files.h"

#include "models/drift_picture.h"
#include "models/drift_table_model.h"
#include "models/number_text.h"
#include "services/drift/drift_html.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <cmath>

namespace binnacle {

namespace {

constexpr qint64 largestFile = 256LL << 20;
constexpr int resolution = 144;              // units of the page to the inch
constexpr qreal margin = 60, rowHeight = 62; // of these units
const DriftColours printed{QColor(0x8a, 0x94, 0xa3), QColor(0x2f, 0x6f, 0xed),
                           QColor(0xd5, 0xda, 0xe1), QColor(0x5f, 0x6a, 0x7b)};
const QColor ink(0x1a, 0x23, 0x30), bad(0xc0, 0x36, 0x2c), good(0x1a, 0x7f, 0x4b);

QString tr(const char* text)
{
    return QCoreApplication::translate("DriftFiles", text);
}

// Lays the report out on pages, row by row.
class PdfPages
{
public:
    explicit PdfPages(QPdfWriter& writer) : writer_(writer), painter_(&writer)
    {
        width_ = writer.width() - 2 * margin;
        bottom_ = writer.height() - margin;
        font_ = painter_.font();
        y_ = margin;
    }

    void line(const QString& text, qreal points, const QColor& colour, bool bold = false)
    {
        setFont(points, bold);
        painter_.setPen(colour);
        const qreal height = QFontMetricsF(painter_.font(), &writer_).height() * 1.35;
        room(height);
        const auto cut =
            QFontMetricsF(painter_.font(), &writer_).elidedText(text, Qt::ElideMiddle, width_);
        painter_.drawText(QRectF(margin, y_, width_, height), Qt::AlignLeft | Qt::AlignVCenter,
                          cut);
        y_ += height;
    }

    void column(const ColumnDrift& column)
    {
        room(rowHeight);
        setFont(8.5, true);
        cell(0, 0.24, QString::fromStdString(column.column), ink);
        if (column.distribution)
            paintDistribution(painter_,
                              QRectF(margin + width_ * 0.25, y_ + 8, width_ * 0.2, rowHeight - 18),
                              *column.distribution, printed, true);
        setFont(8.5, false);
        cell(0.47, 0.25, driftMethodTitle(column.method), printed.text);
        cell(0.72, 0.14, driftScoreText(column), ink, Qt::AlignRight);
        const auto verdict = !isMeasured(column) ? tr("Not compared")
                             : column.drifted    ? tr("Drifted")
                                                 : tr("Stable");
        cell(0.88, 0.12, verdict, !isMeasured(column) ? printed.text : column.drifted ? bad : good);
        y_ += rowHeight;
        painter_.setPen(printed.line);
        painter_.drawLine(QPointF(margin, y_), QPointF(margin + width_, y_));
    }

    void space(qreal height) { y_ += height; }

private:
    void setFont(qreal points, bool bold)
    {
        font_.setPointSizeF(points);
        font_.setWeight(bold ? QFont::DemiBold : QFont::Normal);
        painter_.setFont(font_);
    }
    void room(qreal height)
    {
        if (y_ + height <= bottom_)
            return;
        writer_.newPage();
        y_ = margin;
    }
    void cell(qreal from, qreal share, const QString& text, const QColor& colour,
              Qt::Alignment alignment = Qt::AlignLeft)
    {
        painter_.setPen(colour);
        const QRectF box(margin + width_ * from, y_, width_ * share, rowHeight);
        painter_.drawText(box, static_cast<int>(alignment | Qt::AlignVCenter),
                          QFontMetricsF(painter_.font(), &writer_)
                              .elidedText(text.simplified(), Qt::ElideMiddle, box.width()));
    }

    QPdfWriter& writer_;
    QPainter painter_;
    QFont font_;
    qreal width_ = 0, bottom_ = 0, y_ = 0;
};

QString sideLine(const QString& name, const DriftSide& side)
{
    auto text = QStringLiteral("%1: %2").arg(name, QString::fromStdString(side.path));
    if (side.rows)
        text += tr(" · %1 rows").arg(countText(*side.rows));
    return text;
}

void writePdf(QIODevice& device, const DriftDocument& document)
{
    QPdfWriter writer(&device);
    writer.setResolution(resolution);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(tr("Drift report"));
    writer.setCreator(QStringLiteral("Binnacle"));
    PdfPages pages(writer);
    const auto& report = document.report;
    pages.line(tr("Drift report"), 16, ink, true);
    if (!document.subject.reference.path.empty())
        pages.line(sideLine(tr("Reference"), document.subject.reference), 8.5, printed.text);
    if (!document.subject.current.path.empty())
        pages.line(sideLine(tr("Current"), document.subject.current), 8.5, printed.text);
    if (document.subject.createdAt > 0)
        pages.line(QDateTime::fromMSecsSinceEpoch(document.subject.createdAt, Qt::UTC)
                       .toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'")),
                   8.5, printed.text);
    pages.space(10);
    pages.line(report.datasetDrift ? tr("Dataset drift") : tr("No dataset drift"), 11,
               report.datasetDrift ? bad : good, true);
    pages.line(driftVerdict(report), 9, ink);
    pages.line(tr("Grey: reference. Blue: current."), 8.5, printed.text);
    pages.space(10);
    for (const auto* column : bySeverity(report))
        pages.column(*column);
}

} // namespace

Result<DriftDocument> openDriftFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound,
                       tr("%1 can not be read: %2").arg(path, file.errorString()));
    if (file.size() > largestFile)
        return failure(Error::Kind::Invalid, tr("%1 is too large for a drift report.").arg(path));
    auto document = readDriftDocument(file.readAll());
    if (!document)
        document.error().message = QStringLiteral("%1: %2").arg(path, document.error().message);
    return document;
}

QByteArray driftPdf(const DriftDocument& document)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    writePdf(buffer, document); // whole only when its painter is gone
    return bytes;
}

Result<void> exportDrift(const QString& path, DriftFileForm form, const DriftDocument& document)
{
    QByteArray bytes;
    switch (form) {
    case DriftFileForm::Html:
        bytes = driftHtml(document.report, document.subject).toUtf8();
        break;
    case DriftFileForm::Pdf:
        bytes = driftPdf(document);
        break;
    case DriftFileForm::Json:
        bytes = QJsonDocument(driftDocumentJson(document)).toJson();
        break;
    }
    QSaveFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return failure(Error::Kind::Storage,
                       tr("%1 can not be written: %2").arg(path, out.errorString()));
    return {};
}

} // namespace binnacle
