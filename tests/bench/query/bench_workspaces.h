#pragma once

#include "tests/bench/common/run_generator.h"

#include <QDir>

#include <filesystem>

namespace binnacle::bench {

// One generated workspace.
struct Scene
{
    std::string name;   // "100,000 runs"
    std::string folder; // of the data folder
    RunShape shape;
    std::int64_t experiments = 1;
    std::int64_t runsOfExperiment = 0;
    std::int64_t runs() const { return experiments * runsOfExperiment; }
};

Scene narrowScene(std::int64_t runs);      // 30 params, 20 metrics; experiments of 2,000 runs
Scene wideScene(std::int64_t experiments); // 1,500 runs × 1,500 metrics × 150 params × 50 tags

// The workspace file of the scene, made where it is not there yet (through MirrorWriter, as a sync
// does). Exits the program where that fails.
std::filesystem::path prepare(const Scene& scene, const QDir& data);

} // namespace binnacle::bench
