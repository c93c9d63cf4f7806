#include "tests/unit/data/data_files.h"

#include "services/data/sql_text.h"

#include <filesystem>
#include <fstream>

using namespace binnacle;

DataFiles::DataFiles()
{
    auto engine = DuckDbEngine::open();
    if (!engine)
        qFatal("%s", qPrintable(engine.error().message));
    engine_ = *engine;
}

std::string DataFiles::path(const std::string& name) const
{
    return folder_.filePath(QString::fromStdString(name)).toStdString();
}

std::string DataFiles::write(const std::string& name, const std::string& bytes) const
{
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
}

std::string DataFiles::copy(const std::string& name, const std::string& query) const
{
    const auto done = engine_->execute("COPY (" + query + ") TO " + sqlText(path(name)));
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
    return path(name);
}

Result<Dataset> DataFiles::open(const std::string& name, OpenDepth depth) const
{
    DatasetAddress address;
    address.path = path(name);
    return openDataset(engine_, address, depth);
}

Result<Dataset> DataFiles::openText(const std::string& name, const std::string& bytes) const
{
    write(name, bytes);
    return open(name);
}
