#pragma once

#include "services/compare/comparison_report.h"

#include <QImage>
#include <QString>

namespace binnacle {

// A comparison on one sheet in the light theme: the report's charts with their legends, below them
// the rows that differ. As high as that needs; of very many rows the first are shown. Needs a
// QGuiApplication (the offscreen platform will do), no event loop and no widget.
QImage comparisonPicture(const ComparisonReport& report, int width = 1200);

// The same as PNG; replaces the file in one move. Errors: Storage.
Result<void> writeComparisonPng(const ComparisonReport& report, const QString& file);

} // namespace binnacle
