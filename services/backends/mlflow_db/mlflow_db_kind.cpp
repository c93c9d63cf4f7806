#include "services/backends/local_artifacts.h"
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/backends/mlflow_db/mlflow_db_registry.h"
#include "services/backends/mlflow_db/sqlite_file.h"

#include <array>
#include <fstream>

namespace binnacle {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view scheme = "sqlite:///";

// What stands behind “sqlite:///” is a path, absolute where it begins with one more slash. People
// also write an absolute path behind three slashes in all: taken so where that file is there.
fs::path pathOfAddress(const std::string& address)
{
    auto rest = address.substr(scheme.size());
    if (const auto query = rest.find('?'); query != std::string::npos)
        rest.resize(query);
    fs::path path(rest);
    std::error_code ignored;
    if (!path.is_absolute() && !fs::exists(path, ignored) && fs::exists("/" / path, ignored))
        return "/" / path;
    return path;
}

bool isSqliteFile(const fs::path& file)
{
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored))
        return false;
    std::ifstream in(file, std::ios::binary);
    std::array<char, 16> magic{};
    in.read(magic.data(), magic.size());
    return std::string_view(magic.data(), magic.size()) ==
           std::string_view("SQLite format 3\0", magic.size());
}

bool hasTablesOfMlflow(const fs::path& file)
{
    try {
        using namespace mlflow_db;
        SqliteFile db(file, SqliteFile::Access::Read, {}, std::chrono::milliseconds(500));
        Statement tables(db.handle(), "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND "
                                      "name IN ('alembic_version', 'runs')");
        return tables.step() && tables.integer(0) == 2;
    } catch (const mlflow_db::SqliteFailure&) {
        // Locked or damaged: a name that says so is enough, opening it tells what is wrong.
        return file.filename() == "mlflow.db";
    }
}

std::string addressOf(const fs::path& file)
{
    return std::string(scheme) + fs::absolute(file).lexically_normal().string();
}

std::optional<std::string> recognise(const std::string& address)
{
    try {
        if (address.starts_with(scheme) && address.size() > scheme.size())
            return addressOf(pathOfAddress(address));
        const auto named = pathOfFileUri(address);
        const fs::path file = named ? *named : fs::path(address);
        if (isSqliteFile(file) && hasTablesOfMlflow(file))
            return addressOf(file);
    } catch (const fs::filesystem_error&) {
        // A path that this system has no room for is no address of ours.
    }
    return std::nullopt;
}

} // namespace

TrackingBackendKind mlflowDbKind()
{
    return {"mlflow-db", "mlflow.db (SQLite)", recognise,
            [](const Source& source) -> Result<std::shared_ptr<TrackingBackend>> {
                if (!source.uri.starts_with(scheme))
                    return failure(Error::Kind::Invalid,
                                   QCoreApplication::translate(
                                       "binnacle", "“%1” is no address of an mlflow.db file.")
                                       .arg(QString::fromStdString(source.uri)));
                return std::make_shared<MlflowDbBackend>(pathOfAddress(source.uri));
            },
            [](const Source& source) -> Result<std::shared_ptr<RegistryBackend>> {
                return std::make_shared<MlflowDbRegistry>(pathOfAddress(source.uri));
            }};
}

} // namespace binnacle
