#pragma once

#include "tests/bench/common/bench_report.h"

#include <QApplication>

#include <filesystem>
#include <string>
#include <vector>

namespace binnacle::bench {

// Times every event that the GUI thread handles: what a person feels is the longest one.
class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;
    void startWatching() { longest_ = longestWork_ = 0; }
    double longestMilliseconds() const { return longest_; } // as felt
    // Processor time alone: what it is where nothing else runs on the machine.
    double longestWork() const { return longestWork_; }

private:
    int depth_ = 0;
    double longest_ = 0, longestWork_ = 0;
};

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
