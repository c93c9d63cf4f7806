#include "models/artifact_picture.h"

#include "services/artifacts/svg_safety.h"

#include <QCoreApplication>
#include <QImageReader>
#include <QPainter>
#include <QSvgRenderer>

#include <cmath>

namespace binnacle {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ArtifactPicture)
};

constexpr qint64 mostPixels = 16'000'000;
constexpr int leastSide = 16, greatestSide = 2000;
constexpr int mostDeclaredSide = 100'000; // of a file that says more, nothing is believed
constexpr qint64 mostDeclaredPixels = 400'000'000;

} // namespace

Result<QImage> readPicture(QIODevice& device)
{
    QImageReader reader(&device);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!reader.canRead())
        return failure(Error::Kind::Invalid, Text::tr("This picture is damaged."),
                       reader.errorString());
    const qint64 pixels = qint64(size.width()) * size.height();
    if (size.width() > mostDeclaredSide || size.height() > mostDeclaredSide ||
        pixels > mostDeclaredPixels)
        return failure(Error::Kind::Unsupported,
                       Text::tr("This picture of %1 × %2 pixels is too large to be shown.")
                           .arg(size.width())
                           .arg(size.height()));
    if (pixels > mostPixels)
        reader.setScaledSize(
            size * std::sqrt(static_cast<double>(mostPixels) / static_cast<double>(pixels)));
    QImage image = reader.read();
    if (image.isNull())
        return failure(Error::Kind::Invalid, Text::tr("This picture is damaged."),
                       reader.errorString());
    return image;
}

Result<QImage> drawnSvg(const QByteArray& text)
{
    const auto safe = safeSvg(text);
    if (!safe)
        return failure(safe.error());
    QSvgRenderer renderer(*safe);
    QSizeF size = renderer.defaultSize();
    if (!renderer.isValid() || size.isEmpty())
        return failure(Error::Kind::Invalid, Text::tr("This drawing is damaged or empty."));
    const double longest = std::max(size.width(), size.height());
    if (longest > greatestSide)
        size *= greatestSide / longest;
    QImage image(std::max(leastSide, static_cast<int>(std::lround(size.width()))),
                 std::max(leastSide, static_cast<int>(std::lround(size.height()))),
                 QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    renderer.render(&painter, QRectF(image.rect()));
    return image;
}

} // namespace binnacle
