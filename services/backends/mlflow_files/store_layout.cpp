#include "services/backends/mlflow_files/store_layout.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t warningLimit = 20;
constexpr int fileLimit = 100'000;
constexpr int levelLimit = 32;
constexpr std::size_t tagLimit = 1U << 20; // bytes of a param or tag

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

QString shown(const fs::path& path)
{
    return QString::fromStdString(path.string());
}

bool isOneName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
           name.find('\0') == std::string::npos;
}

bool allOf(const std::string& name, std::string_view characters)
{
    return !name.empty() && name.find_first_not_of(characters) == std::string::npos;
}

// Names that MLflow gives to its own folders: one without a meta.yaml is worth a word.
bool looksLikeRun(const std::string& name)
{
    return name.size() == 32 && allOf(name, "0123456789abcdef");
}
bool looksLikeExperiment(const std::string& name)
{
    return allOf(name, "0123456789");
}

void walk(const fs::path& root, const fs::path& folder, const std::string& prefix, int level,
          int& seen,
          const std::function<void(const std::string&, const fs::directory_entry&)>& visit)
{
    for (const auto& entry : entriesOf(root, folder)) {
        if (++seen > fileLimit)
            return;
        const auto key = prefix + entry.path().filename().string();
        std::error_code ignored;
        if (!entry.is_directory(ignored))
            visit(key, entry);
        else if (level < levelLimit)
            walk(root, entry.path(), key + '/', level + 1, seen, visit);
    }
}

} // namespace

void Warnings::add(const QString& sentence)
{
    if (list_.size() < warningLimit)
        list_.push_back(sentence.toStdString());
    else
        ++more_;
}

std::vector<std::string> Warnings::take()
{
    if (more_ > 0)
        list_.push_back(tr("%1 more warnings of this kind.").arg(more_).toStdString());
    more_ = 0;
    return std::exchange(list_, {});
}

bool staysInside(const fs::path& root, const fs::path& path)
{
    std::error_code error;
    if (!fs::is_symlink(path, error))
        return true;
    const auto target = fs::canonical(path, error);
    if (error)
        return false;
    return std::ranges::mismatch(root, target).in1 == root.end();
}

std::vector<fs::directory_entry> entriesOf(const fs::path& root, const fs::path& folder)
{
    std::vector<fs::directory_entry> entries;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (!it->is_symlink(ignored) || staysInside(root, it->path()))
            entries.push_back(*it);
    }
    return entries;
}

void forEachFile(const fs::path& root, const fs::path& folder,
                 const std::function<void(const std::string&, const fs::directory_entry&)>& visit)
{
    int seen = 0;
    if (staysInside(root, folder))
        walk(root, folder, {}, 0, seen, visit);
}

std::optional<fs::path> pathOfKey(const fs::path& folder, const std::string& key)
{
    const fs::path relative(key);
    const bool climbs =
        std::ranges::any_of(relative, [](const auto& part) { return part == ".." || part == "."; });
    if (key.empty() || relative.is_absolute() || climbs || key.find('\0') != std::string::npos)
        return std::nullopt;
    return folder / relative;
}

std::optional<std::string> readSmallFile(const fs::path& file, std::size_t limit)
{
    std::error_code error;
    if (!fs::is_regular_file(file, error)) // a pipe would block
        return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return std::nullopt;
    std::string text(std::min<std::uintmax_t>(fs::file_size(file, error), limit), '\0');
    in.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(std::max<std::streamsize>(0, in.gcount())));
    return text;
}

std::vector<KeyValue> readPairs(const fs::path& root, const fs::path& folder)
{
    std::vector<KeyValue> pairs;
    forEachFile(root, folder, [&](const std::string& key, const fs::directory_entry& file) {
        if (auto value = readSmallFile(file.path(), tagLimit))
            pairs.push_back({key, std::move(*value)});
    });
    std::ranges::sort(pairs, {}, &KeyValue::key);
    return pairs;
}

std::vector<ExperimentFolder> experimentFolders(const fs::path& root, Warnings* warnings)
{
    std::vector<ExperimentFolder> folders;
    for (const bool inTrash : {false, true}) {
        for (const auto& entry : entriesOf(root, inTrash ? root / ".trash" : root)) {
            std::error_code ignored;
            const auto name = entry.path().filename().string();
            if (!entry.is_directory(ignored) || name == ".trash" || name == "models")
                continue;
            if (fs::exists(entry.path() / "meta.yaml", ignored))
                folders.push_back({entry.path(), name, inTrash});
            else if (warnings && looksLikeExperiment(name) && !fs::is_empty(entry.path(), ignored))
                warnings->add(tr("The experiment folder “%1” has no meta.yaml and was left out.")
                                  .arg(shown(entry.path())));
        }
    }
    return folders;
}

Result<Experiment> readExperiment(const fs::path& root, const ExperimentFolder& folder)
{
    const auto meta = readMetaYaml(folder.path);
    if (!meta)
        return failure(Error::Kind::Invalid,
                       tr("The experiment folder “%1” was left out: its meta.yaml is broken.")
                           .arg(shown(folder.path)),
                       meta.error().detail);
    if (meta->text("experiment_id") != folder.id)
        return failure(Error::Kind::Invalid,
                       tr("The experiment folder “%1” was left out: its meta.yaml belongs to "
                          "another experiment.")
                           .arg(shown(folder.path)));
    Experiment experiment;
    experiment.id = folder.id;
    experiment.name = meta->text("name");
    experiment.artifactLocation = meta->text("artifact_location");
    experiment.lifecycle = folder.inTrash || meta->text("lifecycle_stage") == "deleted"
                               ? Lifecycle::Deleted
                               : Lifecycle::Active;
    experiment.creationTime = meta->integer("creation_time");
    experiment.lastUpdateTime = meta->integer("last_update_time");
    experiment.tags = readPairs(root, folder.path / "tags");
    return experiment;
}

std::vector<RunFolder> runFolders(const fs::path& root, const ExperimentFolder& experiment,
                                  Warnings* warnings)
{
    static constexpr std::array<std::string_view, 4> reserved = {"tags", "datasets", "traces",
                                                                 "models"};
    std::vector<RunFolder> folders;
    for (const auto& entry : entriesOf(root, experiment.path)) {
        const auto name = entry.path().filename().string();
        std::error_code error;
        if (!entry.is_directory(error) || std::ranges::find(reserved, name) != reserved.end())
            continue;
        const auto changed = fs::last_write_time(entry.path() / "meta.yaml", error);
        if (!error)
            folders.push_back({entry.path(), name, experiment.id, experiment.path,
                               std::int64_t(changed.time_since_epoch().count())});
        else if (warnings && looksLikeRun(name))
            warnings->add(tr("The run folder “%1” has no meta.yaml and was left out.")
                              .arg(shown(entry.path())));
    }
    return folders;
}

std::optional<RunFolder> findRun(const fs::path& root, const std::string& runId)
{
    if (!isOneName(runId))
        return std::nullopt;
    for (const auto& experiment : experimentFolders(root, nullptr)) {
        const auto path = experiment.path / runId;
        std::error_code error;
        if (fs::exists(path / "meta.yaml", error) && staysInside(root, path))
            return RunFolder{path, runId, experiment.id, experiment.path, 0};
    }
    return std::nullopt;
}

} // namespace binnacle::mlflow_files
