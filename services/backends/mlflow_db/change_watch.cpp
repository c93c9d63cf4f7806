#include "services/backends/mlflow_db/change_watch.h"

#include <sys/stat.h>

#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <limits>
#include <unordered_set>

namespace binnacle::mlflow_db {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t beforeAll = std::numeric_limits<std::int64_t>::min();

// FNV-1a with a separator behind each part.
class Hash
{
public:
    Hash& add(std::string_view text)
    {
        for (const char c : text)
            state_ = (state_ ^ static_cast<unsigned char>(c)) * prime;
        state_ = (state_ ^ 0x1ff) * prime;
        return *this;
    }
    Hash& add(const std::optional<std::int64_t>& number)
    {
        return add(number ? std::to_string(*number) : std::string("-"));
    }
    std::uint64_t value() const
    {
        // Spreads the bits: sums of these must not cancel.
        auto x = state_;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        return x ^ (x >> 31);
    }

private:
    static constexpr std::uint64_t prime = 0x100000001b3ULL;
    std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

std::uint64_t hashOf(std::string_view text)
{
    return Hash().add(text).value();
}

std::uint64_t tagHash(std::string_view key, std::string_view value)
{
    return Hash().add(key).add(value).value();
}

std::uint64_t rowHash(const Run& run)
{
    return Hash()
        .add(run.name)
        .add(run.experimentId)
        .add(run.artifactUri)
        .add(statusName(run.status))
        .add(lifecycleName(run.lifecycle))
        .add(run.startTime)
        .add(run.endTime)
        .value();
}

// The bytes [offset, offset + 8) of a file as hexadecimal digits.
std::string bytesAt(const fs::path& file, std::streamoff offset)
{
    std::ifstream in(file, std::ios::binary);
    std::array<char, 8> bytes{};
    in.seekg(offset);
    in.read(bytes.data(), bytes.size());
    std::string text;
    for (const char c : bytes) {
        text += "0123456789abcdef"[(c >> 4) & 15];
        text += "0123456789abcdef"[c & 15];
    }
    return text;
}

std::string statText(const fs::path& file, std::int64_t& newest)
{
    struct stat info{};
    if (::stat(file.c_str(), &info) != 0)
        return "-";
    const auto time =
        std::int64_t(info.st_mtim.tv_sec) * 1'000'000'000 + std::int64_t(info.st_mtim.tv_nsec);
    newest = std::max(newest, time);
    return std::to_string(info.st_dev) + '.' + std::to_string(info.st_ino) + '.' +
           std::to_string(info.st_size) + '.' + std::to_string(time);
}

} // namespace

std::string stampOf(const fs::path& file)
{
    static std::atomic<std::uint64_t> unsettled = 0;
    const fs::path log(file.string() + "-wal");
    std::int64_t newest = 0;
    // Bytes 24 to 31 of a database: its change counter and size; 16 to 23 of a log: its salt.
    auto stamp = statText(file, newest) + ' ' + bytesAt(file, 24);
    std::int64_t logTime = 0;
    const auto logText = statText(log, logTime);
    stamp += ' ' + logText + ' ' + (logText == "-" ? "-" : bytesAt(log, 16));
    newest = std::max(newest, logTime);
    const auto now = std::chrono::duration_cast<std::chrono::nanoseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    if (now - newest < 2'000'000'000)
        stamp += " new " + std::to_string(now) + '.' + std::to_string(++unsettled);
    return stamp;
}

std::vector<ChangeWatch::TableEnd> ChangeWatch::tableEnds(SqliteFile& file, const Schema& schema)
{
    std::vector<TableEnd> ends{{"metrics", "run_uuid"}, {"params", "run_uuid"}};
    if (schema.datasets) {
        ends.push_back({"inputs", "destination_id"});
        ends.push_back({"inputs", "source_id"}); // of a run's models
    }
    for (auto& end : ends) {
        Statement last(file.handle(), "SELECT rowid, " + end.runColumn + " FROM " + end.table +
                                          " ORDER BY rowid DESC LIMIT 1");
        if (last.step()) {
            end.row = last.integer(0);
            end.content = hashOf(last.text(1));
        } else {
            end.row = beforeAll;
        }
    }
    return ends;
}

void ChangeWatch::start(SqliteFile& file, const Schema& schema)
{
    states_.clear();
    ends_ = tableEnds(file, schema);
}

void ChangeWatch::remember(const Run& run)
{
    RunState state{rowHash(run), 0};
    for (const auto& tag : run.tags)
        state.tags += tagHash(tag.key, tag.value);
    states_[hashOf(run.id)] = state;
}

bool ChangeWatch::endsAreThere(SqliteFile& file) const
{
    for (const auto& end : ends_) {
        if (end.row == beforeAll)
            continue;
        Statement row(file.handle(),
                      "SELECT " + end.runColumn + " FROM " + end.table + " WHERE rowid = ?1");
        if (!row.bind(1, end.row).step() || hashOf(row.text(0)) != end.content)
            return false;
    }
    return true;
}

ChangeWatch::States ChangeWatch::readStates(SqliteFile& file, std::vector<std::string>& ids)
{
    States states;
    Statement runs(file.handle(),
                   "SELECT rowid, run_uuid, name, experiment_id, artifact_uri, status, "
                   "lifecycle_stage, start_time, end_time FROM runs WHERE rowid > ?1 ORDER BY "
                   "rowid");
    std::vector<Run> withoutName;
    readInSlices(file, runs, beforeAll, [&](const Statement& row) {
        Run run;
        run.id = row.string(1);
        run.name = row.string(2);
        run.experimentId = row.string(3);
        run.artifactUri = row.string(4);
        run.status = statusFromName(row.text(5));
        run.lifecycle = row.text(6) == "deleted" ? Lifecycle::Deleted : Lifecycle::Active;
        run.startTime = row.optionalInteger(7);
        run.endTime = row.optionalInteger(8);
        states[hashOf(run.id)].row = rowHash(run);
        ids.push_back(run.id);
        if (run.name.empty())
            withoutName.push_back(std::move(run));
    });
    std::unordered_map<std::uint64_t, std::string> names;
    Statement tags(file.handle(),
                   "SELECT rowid, run_uuid, key, value FROM tags WHERE rowid > ?1 ORDER BY rowid");
    readInSlices(file, tags, beforeAll, [&](const Statement& row) {
        const auto run = hashOf(row.text(1));
        const auto found = states.find(run);
        if (found == states.end())
            return;
        found->second.tags += tagHash(row.text(2), row.text(3));
        if (!withoutName.empty() && row.text(2) == tags::runName)
            names[run] = row.string(3);
    });
    for (auto& run : withoutName) {
        run.name = names[hashOf(run.id)];
        states[hashOf(run.id)].row = rowHash(run);
    }
    return states;
}

std::optional<std::vector<std::string>> ChangeWatch::changedRuns(SqliteFile& file,
                                                                 const Schema& schema)
{
    if (ends_.empty() || !endsAreThere(file))
        return std::nullopt;
    auto ends = tableEnds(file, schema);
    std::unordered_set<std::string> changed;
    for (const auto& end : ends_) {
        Statement rows(file.handle(), "SELECT rowid, " + end.runColumn + " FROM " + end.table +
                                          " WHERE rowid > ?1 ORDER BY rowid");
        std::string last;
        readInSlices(file, rows, end.row, [&](const Statement& row) {
            if (row.text(1) != last)
                changed.insert(last = row.string(1));
        });
    }
    std::vector<std::string> ids;
    auto states = readStates(file, ids);
    for (const auto& [run, state] : states_) {
        if (!states.contains(run))
            return std::nullopt;
    }
    std::vector<std::string> result;
    for (auto& id : ids) {
        const auto run = hashOf(id);
        const auto before = states_.find(run);
        if (before == states_.end() || before->second != states[run] || changed.contains(id))
            result.push_back(std::move(id));
    }
    ends_ = std::move(ends);
    states_ = std::move(states);
    return result;
}

} // namespace binnacle::mlflow_db
