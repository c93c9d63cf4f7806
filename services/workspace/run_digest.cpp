#include "services/workspace/run_digest.h"

#include <bit>
#include <string_view>

namespace binnacle {

namespace {

// FNV-1a (64 bit), each field with its length before it so that fields can not run together.
class Fnv
{
public:
    Fnv& add(std::string_view bytes)
    {
        add(static_cast<std::uint64_t>(bytes.size()));
        for (const char c : bytes)
            mix(static_cast<unsigned char>(c));
        return *this;
    }
    Fnv& add(std::uint64_t number)
    {
        for (int shift = 0; shift < 64; shift += 8)
            mix(static_cast<unsigned char>(number >> shift));
        return *this;
    }
    Fnv& add(std::int64_t number) { return add(static_cast<std::uint64_t>(number)); }
    Fnv& add(std::optional<std::int64_t> number)
    {
        return add(std::uint64_t{number.has_value()}).add(number.value_or(0));
    }
    std::uint64_t value() const { return hash_; }

private:
    void mix(unsigned char byte)
    {
        hash_ ^= byte;
        hash_ *= 0x100000001b3ULL;
    }
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

} // namespace

std::int64_t digestOf(const Run& run)
{
    std::uint64_t sum = Fnv()
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
        sum += Fnv().add("p").add(key).add(value).value();
    for (const auto& [key, value] : run.tags)
        sum += Fnv().add("t").add(key).add(value).value();
    for (const auto& [key, point] : run.metrics)
        sum += Fnv()
                   .add("m")
                   .add(key)
                   .add(point.step)
                   .add(point.timestamp)
                   .add(std::bit_cast<std::uint64_t>(point.value))
                   .value();
    for (const auto& dataset : run.datasets)
        sum += Fnv()
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
        sum += Fnv()
                   .add("l")
                   .add(model.modelId)
                   .add(model.step)
                   .add(std::uint64_t{model.output})
                   .value();
    return std::bit_cast<std::int64_t>(sum);
}

} // namespace binnacle
