#include "services/sync/registry_mirror.h"

#include "services/registry/model_file_reader.h"

#include <QDateTime>

#include <algorithm>
#include <iterator>

namespace binnacle {

namespace {

constexpr std::int64_t longScan = 2'000; // milliseconds
constexpr std::int64_t shareOfTime = 20;
constexpr std::size_t filesInQuickPass = 10;
constexpr std::size_t filesInFullPass = 200;
constexpr std::int64_t lookAgainAfter = 24 * 3'600'000; // for a file that was not there

std::int64_t now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

RegistryMirror::RegistryMirror(const std::shared_ptr<Workspace>& workspace,
                               RegistryBackend& registry, SourceId source, ProgressMeter& meter)
    : writer_(workspace, source)
    , files_(workspace)
    , registry_(registry)
    , source_(source)
    , meter_(meter)
{
}

Result<void> RegistryMirror::run(bool full, const std::stop_token& stop)
{
    if (!full) {
        const auto last = writer_.lastScan();
        if (!last)
            return failure(last.error());
        if (last->took > longScan && now() - last->at < last->took * shareOfTime)
            return {};
    }
    meter_.enter(SyncProgress::Phase::Registry);
    if (auto done = scan(full, stop); !done)
        return done;
    return modelFiles(full, stop);
}

Result<void> RegistryMirror::scan(bool full, const std::stop_token& stop)
{
    auto cursor = writer_.cursor();
    if (!cursor)
        return failure(cursor.error());
    const auto begunAt = now();
    // What a batch tells was so at some moment after it was asked for.
    auto askedAt = begunAt;
    const auto result = registry_.scanRegistry(
        {full || cursor->empty(), *cursor},
        [&](std::vector<RegistryBatch> batches) -> Result<void> {
            auto taken = take(std::move(batches), askedAt);
            askedAt = now();
            return taken;
        },
        stop);
    if (!result)
        return failure(result.error());
    for (const auto& warning : result->warnings)
        meter_.warn(QString::fromStdString(warning));
    if (result->complete) {
        if (auto done = writer_.removeUnseen(begunAt, now()); !done)
            return done;
    }
    return writer_.finishScan(result->cursor, result->complete, begunAt, now() - begunAt);
}

Result<void> RegistryMirror::take(std::vector<RegistryBatch> batches, std::int64_t seenAt)
{
    std::vector<RegisteredModel> models;
    std::vector<ModelVersion> versions;
    for (auto& batch : batches) {
        std::ranges::move(batch.versions, std::back_inserter(versions));
        if (seen_.insert(batch.model.name).second)
            models.push_back(std::move(batch.model));
    }
    meter_.now.modelsDone += static_cast<std::int64_t>(models.size());
    meter_.now.versionsDone += static_cast<std::int64_t>(versions.size());
    meter_.tick();
    if (auto done = writer_.putModels(models, seenAt); !done)
        return done;
    return versions.empty() ? Result<void>() : writer_.putVersions(versions, seenAt);
}

// A file that can not be had is no failure of the pass: it is looked for again another day.
Result<void> RegistryMirror::modelFiles(bool full, const std::stop_token& stop)
{
    const auto wanted =
        files_.wanted(source_, now() - lookAgainAfter, full ? filesInFullPass : filesInQuickPass);
    if (!wanted)
        return failure(wanted.error());
    for (const auto& version : *wanted) {
        const auto text = fetchModelFile(registry_, version.model, version.version, stop);
        if (stop.stop_requested())
            return failure(cancelledError());
        if (!text) {
            if (text.error().kind == Error::Kind::Network)
                return failure(text.error());
            if (auto noted = files_.put(version.row, std::nullopt, now()); !noted)
                return noted;
            continue;
        }
        if (auto kept = files_.put(version.row, *text, now()); !kept)
            return kept;
        meter_.tick();
    }
    return {};
}

} // namespace binnacle
