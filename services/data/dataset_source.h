#pragma once

#include "services/data/dataset.h"

namespace binnacle {

// The files that an address means, sorted: one, those of a folder (and below) or of a pattern.
// Hidden ones, and "_SUCCESS" and its like, are no data. Errors: NotFound, Storage.
Result<std::vector<std::string>> filesOf(const DatasetAddress& address);

// By the end of the name (compression, .gz or .zst, is looked through), else by the first bytes.
// Errors: Unsupported, with what could be done; Storage.
Result<DataFormat> formatOf(const std::string& file);

// "year=2024/month=1/part-0.parquet": the folders between `root` and the file tell column values.
bool isHivePartitioned(const std::string& root, std::span<const std::string> files);

QString formatName(DataFormat format); // "Parquet"

} // namespace binnacle
