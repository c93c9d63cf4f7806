#pragma once

#include "tests/bench/common/gui_watch.h"

#include <filesystem>
#include <string>
#include <vector>

namespace binnacle::bench {

struct PageScene
{
    std::string name;
    std::filesystem::path file;
    double sinceProcessStart = 0; // ms at the beginning of main()
    bool limits = true;           // the goals of 100,000 runs hold
};

// Opens the page on the workspace and works with it. The workspace is left as it was.
std::vector<Row> measurePage(WatchedApplication& application, const PageScene& scene);

} // namespace binnacle::bench
