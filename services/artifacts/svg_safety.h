#pragma once

#include "services/domain/result.h"

#include <QByteArray>

namespace binnacle {

// A drawing with nothing left in it that could act or reach out: only shapes, text, gradients,
// clips and groups stay; scripts, event handlers, style sheets that import, embedded pages,
// pictures other than data: PNG and JPEG, links and references to anything outside are dropped, as
// are a document type (its entities) and shapes that use shapes that use shapes (they can grow
// without end). Errors: Invalid (no SVG), Unsupported (more than 200,000 elements, nested deeper
// than 200).
Result<QByteArray> safeSvg(const QByteArray& text);

} // namespace binnacle
