#pragma once

#include "services/async/deliver.h"
#include "services/async/mailbox.h"
#include "services/async/worker_pools.h"
#include "services/data/profile/profiler.h"

#include <QAbstractListModel>
#include <QTimer>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace binnacle {

// Which columns are still to be profiled; those in sight go first. Thread-safe.
class ProfilePlan
{
public:
    explicit ProfilePlan(std::vector<std::string> columns);
    void setVisible(std::size_t first, std::size_t last);
    // The next few; empty: all are taken.
    std::vector<std::string> next();

private:
    std::mutex mutex_;
    std::vector<std::string> columns_;
    std::vector<bool> taken_;
    std::size_t first_ = 0, last_ = 0;
};

// The profile of a dataset, one row for each column, as far as it is known: worked out in the
// background, what is in sight first, at last what is true of the whole table.
class DatasetProfileModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { TypeRole = Qt::UserRole, KnownRole };
    enum class State { Empty, Idle, Running, Stopped, Known, Failed };

    explicit DatasetProfileModel(WorkerPools& pools, QObject* parent = nullptr);
    ~DatasetProfileModel() override;

    // Shows the columns and, where one was kept, their profile. Begins nothing.
    void setDataset(std::shared_ptr<const Dataset> data, bool sameData);
    void setKept(const std::string& profile); // JSON; what can not be read is worked out again
    void start();                             // nothing where all is known
    void stop();
    void clear();
    void setVisible(int first, int last); // rows in sight

    State state() const { return state_; }
    const Error& error() const { return error_; }
    int known() const { return known_; }
    double share() const;                        // 0 … 1
    const ColumnProfile* profile(int row) const; // nullptr: not known yet
    const DataColumn& column(int row) const { return columns_[static_cast<std::size_t>(row)]; }
    const std::optional<TableProfile>& table() const { return table_; }
    qint64 rows() const { return rows_; }
    DatasetProfile whole() const; // what is known
    std::vector<std::string> constantColumns() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void stateChanged();
    void tableKnown();
    void completed(); // everything was worked out just now: it can be kept

private:
    struct Letter
    {
        std::optional<ColumnProfile> column;
        std::optional<TableProfile> table;
    };
    void fetch();
    void finished(const Result<void>& done);
    void take(ColumnProfile profile);

    WorkerPools& pools_;
    std::shared_ptr<const Dataset> data_;
    std::vector<DataColumn> columns_;
    std::vector<std::optional<ColumnProfile>> profiles_;
    std::optional<TableProfile> table_;
    qint64 rows_ = 0;
    int known_ = 0;
    State state_ = State::Empty;
    Error error_;
    std::shared_ptr<ProfilePlan> plan_;
    std::shared_ptr<Mailbox<Letter>> letters_;
    int visibleFirst_ = 0, visibleLast_ = 0;
    LatestOnly running_;
    QTimer clock_;
};

} // namespace binnacle
