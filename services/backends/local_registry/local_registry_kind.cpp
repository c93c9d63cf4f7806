#include "services/backends/local_registry/local_registry_kind.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/local_registry/local_registry.h"

namespace binnacle {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view scheme = "registry:";

std::optional<std::string> recognise(const std::string& address)
{
    try {
        const bool named = address.starts_with(scheme);
        const auto uri = pathOfFileUri(address);
        fs::path folder = named ? fs::path(address.substr(scheme.size()))
                          : uri ? *uri
                                : fs::path(address);
        if (folder.empty() || (!named && !local_registry::RegistryIndex::isThere(folder)))
            return std::nullopt;
        folder = fs::absolute(folder).lexically_normal();
        if (!folder.has_filename())
            folder = folder.parent_path();
        return std::string(scheme) + folder.string();
    } catch (const fs::filesystem_error&) {
        return std::nullopt; // a path that this system has no room for
    }
}

fs::path folderOf(const Source& source)
{
    return source.uri.starts_with(scheme) ? source.uri.substr(scheme.size()) : source.uri;
}

// The tracking side of a registry: no runs. That it is there can be seen.
class NoRuns : public TrackingBackend
{
public:
    explicit NoRuns(fs::path folder) : index_(std::move(folder)) {}

    TrackingCapabilities capabilities() const override { return {.watchable = true}; }
    Result<TrackingProbe> probe(std::stop_token stop) override
    {
        if (auto there = reach(stop); !there)
            return failure(there.error());
        return TrackingProbe{"local registry", {}};
    }
    Result<std::vector<Experiment>> experiments(std::stop_token stop) override
    {
        if (auto there = reach(stop); !there)
            return failure(there.error());
        return std::vector<Experiment>();
    }
    Result<RunScanResult> scanRuns(RunScan, const RunSink&, std::stop_token stop) override
    {
        if (auto there = reach(stop); !there)
            return failure(there.error());
        return RunScanResult{};
    }
    Result<void> fetchHistories(std::span<const SeriesRequest> requests, const SeriesSink& sink,
                                std::stop_token stop) override
    {
        for (std::size_t i = 0; i < requests.size(); ++i) {
            if (stop.stop_requested())
                return failure(cancelledError());
            SeriesData none;
            none.request = i;
            if (auto taken = sink(std::move(none)); !taken)
                return taken;
        }
        return {};
    }
    Result<Run> run(const std::string& runId, std::stop_token) override
    {
        return failure(Error::Kind::NotFound,
                       QCoreApplication::translate(
                           "binnacle", "A registry holds no runs: there is no run %1 in it.")
                           .arg(QString::fromStdString(runId)));
    }
    std::vector<fs::path> watchPaths() const override { return {index_.file()}; }

private:
    Result<void> reach(const std::stop_token& stop) const
    {
        return index_.read(stop, [](SQLite::Database&) { return Result<void>(); });
    }
    local_registry::RegistryIndex index_;
};

} // namespace

Result<void> createLocalRegistry(const fs::path& folder)
{
    return local_registry::RegistryIndex::create(folder);
}

TrackingBackendKind localRegistryKind()
{
    TrackingBackendKind kind;
    kind.kind = "local-registry";
    kind.title = QCoreApplication::translate("binnacle", "Local model registry").toStdString();
    kind.recognise = recognise;
    kind.open = [](const Source& source) -> Result<std::shared_ptr<TrackingBackend>> {
        return std::make_shared<NoRuns>(folderOf(source));
    };
    kind.openRegistry = [](const Source& source) -> Result<std::shared_ptr<RegistryBackend>> {
        return std::make_shared<LocalRegistry>(folderOf(source));
    };
    kind.prepare = [](const Source& source) { return createLocalRegistry(folderOf(source)); };
    return kind;
}

} // namespace binnacle
