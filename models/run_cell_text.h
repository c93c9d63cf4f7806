#pragma once

#include "models/column_spec.h"
#include "models/number_text.h"

#include <QString>

namespace binnacle {

// A cell in words, as the table shows it. A missing value is an en dash.
QString cellText(const RunColumn& column, const RunCell& cell, const NumberFormat& format);
// The whole of it for a tooltip: exact number or exact time; empty where the cell says it already.
QString cellDetail(const RunColumn& column, const RunCell& cell);
// As it was logged, for copies: "0.9831", "FINISHED", ISO 8601 times, empty where missing.
QString cellPlain(const RunCell& cell);

// Whether the cell is a number to be lined up at the right; a param that reads as one is.
bool isFigure(const RunColumn& column, const RunCell& cell);
bool isStep(const RunColumn& column);
bool isDuration(const RunColumn& column);

QString statusWord(int status); // "Finished"

} // namespace binnacle
