#pragma once

#include "services/domain/source.h"

#include <QDateTime>
#include <QString>

namespace binnacle {

// What a window says about a source. `now` in UTC milliseconds, passed in for tests.

// "prod-mlflow, 2 min ago", "lab-mlflow, offline since 09:12 · 3 edits waiting".
QString sourceStatusLine(const Source& source, const SourceState& state, qint64 now);
// The same without the name: "2 min ago", "offline since 09:12", "never mirrored".
QString sourceStateText(const SourceState& state, qint64 now);
// Name, address, product, exact times and the last sentence, one a line.
QString sourceToolTip(const Source& source, const SourceState& state);
// "MLflow server", "MLflow database", …
QString sourceKindTitle(const std::string& kind);
// What a dropped or pasted place would be called: "prod-mlflow" of https://prod-mlflow.example/,
// "~/mlruns" of a folder in the person's home.
QString suggestedSourceName(const QString& address);

} // namespace binnacle
