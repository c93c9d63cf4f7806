#pragma once

#include "services/domain/result.h"

#include <QByteArray>
#include <QImage>

class QIODevice;

namespace binnacle {

// PNG, JPEG, GIF (its first frame) and BMP; larger ones are read at a smaller size, so that a
// picture takes at most about 64 MB of memory. Errors: Invalid, Unsupported. For workers.
Result<QImage> readPicture(QIODevice& device);

// A drawing after safeSvg(), in its own size (between 16 and 2,000 pixels a side), on white: it
// was made for paper.
Result<QImage> drawnSvg(const QByteArray& text);

} // namespace binnacle
