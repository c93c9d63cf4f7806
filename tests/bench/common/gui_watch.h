#pragma once

#include "tests/bench/common/bench_report.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <ctime>

// What benchmarks of windows share. Header only: benchmarks without a window link no widgets.
namespace binnacle::bench {

// Processor time of this thread.
inline double threadMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Times every event that the GUI thread handles: what a person feels is the longest one.
class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        if (depth_ > 0)
            return QApplication::notify(receiver, event);
        ++depth_;
        const StopWatch watch;
        const double work = threadMilliseconds();
        const bool handled = QApplication::notify(receiver, event);
        longest_ = std::max(longest_, watch.milliseconds());
        longestWork_ = std::max(longestWork_, threadMilliseconds() - work);
        --depth_;
        return handled;
    }
    void startWatching() { longest_ = longestWork_ = 0; }
    double longestMilliseconds() const { return longest_; } // as felt
    // Processor time alone: what it is where nothing else runs on the machine.
    double longestWork() const { return longestWork_; }

private:
    int depth_ = 0;
    double longest_ = 0, longestWork_ = 0;
};

// Handles events until the condition holds. false: not within this time (ms).
template <class Condition>
bool await(Condition condition, int most = 120'000)
{
    QElapsedTimer since;
    since.start();
    while (!condition() && since.elapsed() < most)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 5);
    return condition();
}

} // namespace binnacle::bench
