#include "services/workspace/registry_digest.h"

#include "services/workspace/field_digest.h"

#include <bit>

namespace binnacle {

namespace {

std::uint64_t sumOf(const std::vector<KeyValue>& tags)
{
    std::uint64_t sum = 0;
    for (const auto& [key, value] : tags)
        sum += FieldDigest().add("t").add(key).add(value).value();
    return sum;
}

std::int64_t notZero(std::uint64_t sum)
{
    return sum == 0 ? 1 : std::bit_cast<std::int64_t>(sum);
}

} // namespace

std::int64_t digestOf(const RegisteredModel& model)
{
    std::uint64_t sum = FieldDigest()
                            .add(model.name)
                            .add(model.description)
                            .add(model.creationTime)
                            .add(model.lastUpdateTime)
                            .value();
    sum += sumOf(model.tags);
    for (const auto& [name, version] : model.aliases)
        sum += FieldDigest().add("a").add(name).add(version).value();
    return notZero(sum);
}

std::int64_t digestOf(const ModelVersion& version)
{
    const std::uint64_t sum = FieldDigest()
                                  .add(version.version)
                                  .add(version.userId)
                                  .add(version.stage)
                                  .add(version.description)
                                  .add(version.source)
                                  .add(version.runId)
                                  .add(version.runLink)
                                  .add(version.loggedModelId)
                                  .add(version.status)
                                  .add(version.statusMessage)
                                  .add(version.creationTime)
                                  .add(version.lastUpdateTime)
                                  .value();
    return notZero(sum + sumOf(version.tags));
}

} // namespace binnacle
