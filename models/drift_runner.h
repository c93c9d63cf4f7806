#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/data/drift_run.h"
#include "services/data/window_run.h"
#include "services/drift/drift_report_json.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>

namespace binnacle {

// What a run of the page is asked for.
struct DriftRequest
{
    std::string reference, current; // files, folders or patterns
    DriftRunOptions options;        // choices, share, correction; the rest is filled in
    bool overTime = false;          // windows of the current data as well
    WindowChoice window;
    bool together = false; // and all numeric columns together
    bool save = false;     // digests of the data are computed as well: a pass over the files
};

// Runs drift on a worker: columns are told as they become known, in batches of a frame; a cancel is
// answered at once, the work itself ends within 0.5 s.
class DriftRunner : public QObject
{
    Q_OBJECT
public:
    explicit DriftRunner(WorkerPools& pools, QObject* parent = nullptr);
    ~DriftRunner() override;

    void start(DriftRequest request); // in place of one that runs
    void cancel();
    bool isRunning() const { return live_ != nullptr; }
    double progress() const;                        // 0 … 1
    const QString& stage() const { return stage_; } // what is being done: "Reading the reference"

signals:
    void progressed();
    void columnsKnown(const std::vector<binnacle::ColumnDrift>& columns);
    void finished(const binnacle::DriftDocument& document);
    void failed(const binnacle::Error& error);
    void cancelled();

private:
    struct Live; // what worker and GUI thread share
    void drain();
    std::shared_ptr<Live> live_;
    WorkerPools& pools_;
    LatestOnly running_;
    QTimer frame_;
    QString stage_;
};

} // namespace binnacle
