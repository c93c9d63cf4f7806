#include "services/workspace/run_digest.h"

#include "services/workspace/field_digest.h"

#include <bit>

namespace binnacle {

std::int64_t digestOf(const Run& run)
{
    std::uint64_t sum = FieldDigest()
                            .add(run.id)
                            .add(run.name)
                            .add(run.experimentId)
                            .add(run.userId)
                            .add(run.artifactUri)
                            .add(static_cast<std::int64_t>(run.status))
                            .add(static_cast<std::int64_t>(run.lifecycle))
                            .add(run.startTime)
                            .add(run.endTime)
                            .value();
    // Addition makes the order of the entries irrelevant.
    for (const auto& [key, value] : run.params)
        sum += FieldDigest().add("p").add(key).add(value).value();
    for (const auto& [key, value] : run.tags)
        sum += FieldDigest().add("t").add(key).add(value).value();
    for (const auto& [key, point] : run.metrics)
        sum += FieldDigest()
                   .add("m")
                   .add(key)
                   .add(point.step)
                   .add(point.timestamp)
                   .add(std::bit_cast<std::uint64_t>(point.value))
                   .value();
    for (const auto& dataset : run.datasets)
        sum += FieldDigest()
                   .add("d")
                   .add(dataset.name)
                   .add(dataset.digest)
                   .add(dataset.sourceType)
                   .add(dataset.source)
                   .add(dataset.schema)
                   .add(dataset.profile)
                   .add(dataset.context)
                   .value();
    for (const auto& model : run.models)
        sum += FieldDigest()
                   .add("l")
                   .add(model.modelId)
                   .add(model.step)
                   .add(std::uint64_t{model.output})
                   .value();
    return std::bit_cast<std::int64_t>(sum);
}

} // namespace binnacle
