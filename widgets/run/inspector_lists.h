#pragma once

#include "models/run_details.h"

#include <QString>

class QAbstractItemModel;
class QWidget;

namespace binnacle {

class RunEdits;

// A table with a search field above it, sorted and filtered by its first column.
QWidget* makeSearchedTable(QAbstractItemModel* model, const QString& placeholder,
                           const QString& objectName, QWidget* parent);

// Attributes, datasets and logged models of a run, as labels.
QWidget* makeFacts(const RunDetails& details, QWidget* parent);

// Edits of the run that the source refused or that met another change there: a person chooses.
QWidget* makeConflicts(const RunDetails& details, RunEdits* edits, QWidget* parent);

} // namespace binnacle
