#include "tests/bench/common/run_generator.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace binnacle::bench {

namespace {

constexpr std::array<const char*, 8> models = {"resnet18", "resnet50", "vit_b16",  "convnext_t",
                                               "gbm",      "mlp",      "logistic", "svm"};
constexpr std::array<const char*, 6> learningRates = {"0.1",   "0.05",  "0.01",
                                                      "0.005", "0.001", "0.0001"};
constexpr std::array<const char*, 12> words = {"calm",  "swift", "amber", "polar",
                                               "brisk", "lunar", "tidal", "quiet",
                                               "solar", "misty", "vivid", "rapid"};
constexpr std::array<const char*, 5> teams = {"vision", "speech", "ranking", "fraud",
                                              "visual-search"};

template <class List>
const char* pick(const List& list, Random& random)
{
    return list[static_cast<std::size_t>(random.below(list.size()))];
}

std::string numbered(const char* format, std::int64_t number)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, static_cast<long long>(number));
    return text.data();
}

std::string hexId(Random& random)
{
    std::array<char, 33> text{};
    std::snprintf(text.data(), text.size(), "%016llx%016llx",
                  static_cast<unsigned long long>(random.next()),
                  static_cast<unsigned long long>(random.next()));
    return text.data();
}

// Of every three params one has few values, one some, one nearly as many as there are runs.
std::string paramValue(std::size_t param, Random& random)
{
    if (param == 0)
        return pick(learningRates, random);
    if (param == 1)
        return pick(models, random);
    switch (param % 3) {
    case 0:
        return numbered("%.6lld", static_cast<std::int64_t>(random.next() >> 40));
    case 1:
        return std::to_string(1 << random.below(10));
    default:
        return numbered("option_%lld", static_cast<std::int64_t>(random.below(500)));
    }
}

} // namespace

std::uint64_t Random::next()
{
    state_ += 0x9E3779B97F4A7C15ULL;
    auto z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

double Random::unit()
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

RunGenerator::RunGenerator(RunShape shape, std::uint64_t seed) : shape_(shape), seed_(seed)
{
    for (int i = 0; i < shape.metrics; ++i)
        metricKeys_.push_back(i == 0   ? "val_accuracy"
                              : i == 1 ? "val_loss"
                                       : numbered("layer/norm_%04lld", i));
    for (int i = 0; i < shape.params; ++i)
        paramKeys_.push_back(i == 0 ? "lr" : i == 1 ? "model" : numbered("param_%03lld", i));
    for (int i = 0; i < shape.tags; ++i)
        tagKeys_.push_back(i == 0   ? "team"
                           : i == 1 ? std::string(tags::note)
                                    : numbered("tag_%03lld", i));
}

Run RunGenerator::run(std::int64_t experiment, std::int64_t number) const
{
    Random random(seed_ ^ (static_cast<std::uint64_t>(experiment) << 40) ^
                  static_cast<std::uint64_t>(number) * 0x100000001B3ULL);
    Run run;
    run.id = hexId(random);
    run.name = std::string(pick(words, random)) + "-" + pick(words, random) + "-" +
               std::to_string(random.below(1000));
    run.experimentId = experimentId(experiment);
    run.userId = pick(teams, random);
    run.artifactUri = "mlflow-artifacts:/" + run.experimentId + "/" + run.id + "/artifacts";
    run.status = random.below(20) == 0 ? RunStatus::Failed : RunStatus::Finished;
    run.startTime = 1'700'000'000'000 + static_cast<std::int64_t>(random.below(50'000'000'000));
    run.endTime = *run.startTime + static_cast<std::int64_t>(random.below(7'200'000));
    for (std::size_t i = 0; i < metricKeys_.size(); ++i) {
        double value = random.unit() * (i == 1 ? 4.0 : 1.0);
        const auto odd = random.below(1000);
        if (odd < 10)
            continue;
        if (odd < 12)
            value = std::numeric_limits<double>::quiet_NaN();
        run.metrics.push_back(
            {metricKeys_[i], {static_cast<std::int64_t>(random.below(300)), *run.endTime, value}});
    }
    for (std::size_t i = 0; i < paramKeys_.size(); ++i)
        run.params.push_back({paramKeys_[i], paramValue(i, random)});
    for (std::size_t i = 0; i < tagKeys_.size(); ++i) {
        if (i == 0)
            run.tags.push_back({tagKeys_[i], pick(teams, random)});
        else if (i == 1 && random.below(20) == 0)
            run.tags.push_back(
                {tagKeys_[i], "A closer look at " + std::string(pick(words, random)) + " runs"});
        else if (i > 1)
            run.tags.push_back({tagKeys_[i], pick(words, random)});
    }
    return run;
}

} // namespace binnacle::bench
