#pragma once

#include "services/domain/result.h"

#include <QJsonObject>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace binnacle::contract {

// The Python environments of the contract tests: folders "mlflow2", "mlflow3", … below
// $BINNACLE_CONTRACT_DIR, by default .cache/contract of the source tree.
QString contractFolder();
// The interpreter of one of them; an empty text where it is not installed.
QString python(const QString& environment);
// The scripts beside this file (fill_store.py, dump_store.py) by their full path.
QString script(const QString& name);
// What a Python process of a test is started with: no telemetry, no settings of the person.
QProcessEnvironment pythonEnvironment();

// Runs a script to its end. The standard output, or an error with what it said.
Result<QByteArray> runPython(const QString& environment, const QStringList& arguments,
                             int timeoutSeconds = 300);

// Fills the store with real trainings (`small`: fewer points); the ids as JSON.
Result<QJsonObject> fillStore(const QString& environment, const QString& trackingUri, bool small);
// The store as MLflow's own client sees it, or only the runs named.
Result<QJsonObject> dumpStore(const QString& environment, const QString& trackingUri,
                              const QStringList& runIds = {});

} // namespace binnacle::contract
