#pragma once

#include "services/backends/backend_registry.h"

#include <QString>

namespace binnacle::contract {

// Fills a store with MLflow's client, opens it through `kind` and runs TrackingContract on it.
// Returns what a test's main returns.
int runLocalStoreContract(const TrackingBackendKind& kind, const QString& environment,
                          const QString& trackingUri, const QStringList& arguments);

} // namespace binnacle::contract
