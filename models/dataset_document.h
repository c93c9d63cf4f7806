#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/data/dataset_open.h"
#include "services/workspace/dataset_store.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>

namespace binnacle {

// One dataset that a person works on: its first rows at once, then all of it, then which version
// it is. Text files are read whole in the background, and until then the preview stands.
class DatasetDocument : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Closed,
        Opening, // nothing to show yet
        Preview, // the first rows; the rest is being read, or was stopped
        Ready,   // all of it
        Failed,  // error() says why
    };

    DatasetDocument(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                    QObject* parent = nullptr);
    ~DatasetDocument() override;

    void open(const DatasetAddress& address);
    void close();
    void stopReading(); // the preview stays
    void readOn();      // after stopReading()

    State state() const { return state_; }
    bool isReading() const { return reading_.busy(); }
    double readShare() const { return share_->load(); } // 0 … 1
    const Error& error() const { return error_; }
    bool needsEncoding() const; // it failed because the text is no UTF-8
    // The tables of an SQLite file, where one of them must be named.
    const std::vector<std::string>& tables() const { return tables_; }
    const DatasetAddress& address() const { return address_; } // as it was asked for
    const std::shared_ptr<const Dataset>& data() const { return data_; }
    // Nothing: not known yet.
    const std::optional<DataVersionRow>& version() const { return version_; }
    // Keeps the profile with the version: JSON.
    void keepProfile(const std::string& profile);
    std::shared_ptr<Workspace> workspace() const { return workspace_; }

signals:
    void stateChanged();
    void readingChanged(); // share, begin, end
    void versionKnown();
    void troubled(const QString& sentence); // the version could not be kept

private:
    struct Opened
    {
        std::shared_ptr<const Dataset> data;
        std::optional<DataVersionRow> version;
    };
    void take(Result<Opened> opened, bool whole);
    void fail(const Error& error);
    void learnVersion();
    void keep(); // the version, as seen now
    void setState(State state);
    void letGo(); // of the data, on a worker: closing an engine may take a while

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    DatasetAddress address_;
    State state_ = State::Closed;
    Error error_;
    std::vector<std::string> tables_;
    std::shared_ptr<const Dataset> data_;
    std::optional<DataVersionRow> version_;
    std::shared_ptr<std::atomic<double>> share_ = std::make_shared<std::atomic<double>>(0);
    LatestOnly opening_, reading_, digesting_;
    QTimer clock_; // passes the share on
};

// Lets go of something big on a worker thread.
template <class T>
void letGoOn(QThreadPool& pool, std::shared_ptr<T> thing)
{
    if (thing)
        pool.start([thing = std::move(thing)]() mutable { thing.reset(); });
}

} // namespace binnacle
