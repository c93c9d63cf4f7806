#pragma once

#include "services/domain/run.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle::bench {

// The same numbers on every machine and library (splitmix64).
class Random
{
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    double unit(); // [0, 1)
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

private:
    std::uint64_t state_;
};

struct RunShape
{
    int params = 30;
    int metrics = 20;
    int tags = 4;
};

// Runs as trainings write them: metrics that scatter (one in a hundred of them missing, a few
// NaN), params of few and of many values, names of two words, tags of a team and a note.
// The first metrics are "val_accuracy" and "val_loss", the first params "lr" and "model".
class RunGenerator
{
public:
    RunGenerator(RunShape shape, std::uint64_t seed);

    // The n-th run of an experiment; the same for the same seed, whatever was made before.
    Run run(std::int64_t experiment, std::int64_t number) const;
    static std::string experimentId(std::int64_t experiment) { return std::to_string(experiment); }

private:
    RunShape shape_;
    std::uint64_t seed_;
    std::vector<std::string> metricKeys_, paramKeys_, tagKeys_;
};

} // namespace binnacle::bench
