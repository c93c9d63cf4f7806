#pragma once

#include "services/data/dataset_open.h"

#include <QTemporaryDir>

#include <string>

// A folder with files of data, and an engine to open them in.
class DataFiles
{
public:
    DataFiles();
    std::string path(const std::string& name) const;
    std::string write(const std::string& name, const std::string& bytes) const;
    // COPY (query) TO the file; the format by the end of its name.
    std::string copy(const std::string& name, const std::string& query) const;
    binnacle::Result<binnacle::Dataset>
    open(const std::string& name, binnacle::OpenDepth depth = binnacle::OpenDepth::Whole) const;
    binnacle::Result<binnacle::Dataset> openText(const std::string& name,
                                                 const std::string& bytes) const;
    const std::shared_ptr<binnacle::DuckDbEngine>& engine() const { return engine_; }

private:
    QTemporaryDir folder_;
    std::shared_ptr<binnacle::DuckDbEngine> engine_;
};
