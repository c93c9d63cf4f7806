#pragma once

#include "services/data/dataset.h"
#include "services/workspace/dataset_store.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace binnacle {

// Keeps versions of datasets in the workspace: a dataset as its bytes are now. All block; any
// worker thread.

// The address with an absolute path, as it is kept.
DatasetAddress keptAddress(const DatasetAddress& address);

// The version that the files are of, where nothing has touched them since it was seen: without
// reading them. Nothing: not known.
Result<std::optional<DataVersionRow>> recallVersion(const std::shared_ptr<Workspace>& workspace,
                                                    const DatasetAddress& address,
                                                    const Dataset& data);

// Reads the files for their digest (as DVC computes it; of a pattern of files, as of a folder) and
// keeps the version, with its profile where one is given. Seen again, it is the same row.
// Errors: NotFound, Storage, Cancelled.
Result<DataVersionRow> rememberVersion(const std::shared_ptr<Workspace>& workspace,
                                       const DatasetAddress& address, const Dataset& data,
                                       const std::optional<std::string>& profile = {},
                                       const std::stop_token& stop = {},
                                       const std::function<void(double share)>& progress = {});

// Replaces the file as a whole. Errors: Storage.
Result<void> writeWholeFile(const QString& path, const QByteArray& bytes);

} // namespace binnacle
