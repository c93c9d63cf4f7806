#pragma once

#include "services/data/dataset.h"

#include <QString>

#include <optional>

namespace binnacle {

// "binnacle:dataset?path=/data/wine.csv&table=…&encoding=…", and back. Only paths of this machine.
QString datasetLink(const DatasetAddress& address);
std::optional<DatasetAddress> datasetOfLink(const QString& link);
bool isDatasetLink(const QString& text);

// Is it data by the end of its name (or a pattern of files)? Then it is opened as a dataset where
// a place is given to the program. Looks at no disk: "mlflow.db" and folders may be sources.
bool looksLikeDataset(const QString& place);

// "wine.csv", of SQLite "wine.db · measurements".
QString datasetTitle(const DatasetAddress& address);

} // namespace binnacle
