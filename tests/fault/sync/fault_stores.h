#pragma once

#include "tests/contract/common/contract_environment.h"

#include <QFile>
#include <QTemporaryDir>

namespace binnacle::testing {

// A folder with an mlflow.db that MLflow 3 made and that is filled with seeded runs.
class FaultStore
{
public:
    // An error in words, or an empty text.
    QString make(int runs, int metrics, int points)
    {
        const auto script = QString::fromUtf8(qgetenv("BINNACLE_SOURCE_DIR")) +
                            QStringLiteral("/tests/fault/sync/make_store.py");
        const auto made = contract::runPython(QStringLiteral("mlflow3"),
                                              {script, file(), QString::number(runs),
                                               QString::number(metrics), QString::number(points)});
        return made ? QString() : made.error().message;
    }
    QString path(const QString& name) const { return folder_.filePath(name); }
    QString file() const { return path(QStringLiteral("mlflow.db")); }
    std::string text(const QString& name) const { return path(name).toStdString(); }

private:
    QTemporaryDir folder_;
};

} // namespace binnacle::testing
