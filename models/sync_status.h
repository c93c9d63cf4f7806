#pragma once

#include "services/sync/sync_progress.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

namespace binnacle {

// The one running job that the status bar shows.
struct JobText
{
    bool active = false;
    QString text;         // "Mirroring histories  6,204 of 10,000"
    double fraction = -1; // 0 to 1; -1: not known
    QString timeLeft;     // "40 s left"; empty: not known
    QString details;      // one line for each source at work
    bool operator==(const JobText&) const = default;
};

// The job of several passes as one: histories count together, the time left is the longest.
JobText describeJob(const std::vector<SyncProgress>& passes,
                    const std::function<QString(SourceId)>& nameOf);

// Gathers the progress of all sources; `changed` comes at most ten times a second.
class SyncStatus : public QObject
{
    Q_OBJECT
public:
    explicit SyncStatus(std::function<QString(SourceId)> nameOf, QObject* parent = nullptr);
    const JobText& job() const { return job_; }

public slots:
    void note(const binnacle::SyncProgress& progress);

signals:
    void changed(const binnacle::JobText& job);

private:
    void publish();
    std::function<QString(SourceId)> nameOf_;
    QHash<qint64, SyncProgress> passes_;
    JobText job_;
    QTimer frame_;
};

} // namespace binnacle
