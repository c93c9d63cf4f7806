#pragma once

#include "services/sync/sync_progress.h"

#include <QString>

#include <atomic>

namespace binnacle::cli {

// One line on the standard error output that is painted over; nothing where that is no terminal.
class ProgressLine
{
public:
    explicit ProgressLine(const QString& subject);
    ~ProgressLine(); // clears the line
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const SyncProgress& progress);
    void show(double share); // 0 … 1: of work that is of one kind; from any thread

private:
    QString subject_;
    bool terminal_ = false;
    std::atomic<int> shown_ = -1; // percent
};

} // namespace binnacle::cli
