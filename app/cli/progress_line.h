#pragma once

#include "services/sync/sync_progress.h"

#include <QString>

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

private:
    QString subject_;
    bool terminal_ = false;
};

} // namespace binnacle::cli
