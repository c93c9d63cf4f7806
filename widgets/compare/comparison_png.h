#pragma once

#include "services/compare/comparison_report.h"

#include <QImage>
#include <QSize>
#include <QString>

namespace binnacle {

// The report's first chart with its legend, and below it the rows that differ, as many as there is
// room for. Needs a QGuiApplication (the offscreen platform will do), no event loop and no widget.
QImage comparisonPicture(const ComparisonReport& report, QSize size);

// The same, written as PNG. Errors: Storage.
Result<void> renderComparisonPng(const ComparisonReport& report, const QString& file, QSize size);

} // namespace binnacle
