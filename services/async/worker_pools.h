#pragma once

#include <QThreadPool>

namespace binnacle {

// The thread pools of the program, owned by the composition root. Waits for its work at the end.
class WorkerPools
{
public:
    WorkerPools()
    {
        readers.setMaxThreadCount(4);
        jobs.setMaxThreadCount(16); // mostly waiting for a network or a disk
    }
    ~WorkerPools()
    {
        jobs.waitForDone();
        readers.waitForDone();
    }
    WorkerPools(const WorkerPools&) = delete;
    WorkerPools& operator=(const WorkerPools&) = delete;

    QThreadPool readers; // short reads of the workspace: what a view shows
    QThreadPool jobs;    // long work: a sync of one source, a download, an export
};

} // namespace binnacle
