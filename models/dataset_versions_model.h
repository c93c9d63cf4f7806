#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/data/dataset.h"
#include "services/data/versions/dataset_comparison.h"
#include "services/data/versions/dataset_versions.h"
#include "services/workspace/dataset_store.h"

#include <QAbstractTableModel>
#include <QTemporaryDir>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace binnacle {

// The versions of a dataset: as it is now on the disk, then those that DVC or git keep, newest
// first. Two of them are compared in an engine of their own.
class DatasetVersionsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, What, Who, Digest, Size, Where, ColumnCount };
    enum Role { AvailableRole = Qt::UserRole }; // bool
    enum class State { Empty, Loading, Ready, Failed };

    DatasetVersionsModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                         QObject* parent = nullptr);

    void setDataset(const DatasetAddress& address); // an empty path: none
    void load();                                    // asks git; once for each dataset
    State state() const { return state_; }
    const Error& error() const { return error_; }
    bool isAvailable(int row) const; // its bytes are on this machine
    QString keeper() const;          // "DVC", "git"; empty: neither knows it

    // The older first, whatever the order of the rows. `key`: columns that name a row, split by
    // commas; empty: rows are not matched.
    void compare(int first, int second, const QString& key);
    void cancel();
    bool isComparing() const { return comparing_.busy(); }
    double share() const { return share_->load(); }
    const std::optional<DatasetComparison>& comparison() const { return comparison_; }
    QString comparedText() const { return compared_; } // "3 Nov, a1b2c3d → now"
    // Columns that both of the compared versions have.
    const std::vector<std::string>& commonColumns() const { return common_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void stateChanged();
    void comparisonChanged(); // begun, done
    void failed(const QString& sentence);

private:
    struct Found
    {
        std::vector<DatasetVersion> versions;
        std::set<std::string> seen; // digests
    };
    QString text(int row, int column) const;
    QString shortName(int row) const;
    const DatasetVersion& at(int row) const { return versions_[static_cast<std::size_t>(row - 1)]; }

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    DatasetAddress address_;
    std::vector<DatasetVersion> versions_; // row 0 is the file as it is now
    std::set<std::string> seen_;
    State state_ = State::Empty;
    Error error_;
    std::optional<DatasetComparison> comparison_;
    std::vector<std::string> common_;
    QString compared_;
    std::shared_ptr<QTemporaryDir> folder_; // where versions are put for reading
    std::shared_ptr<std::atomic<double>> share_ = std::make_shared<std::atomic<double>>(0);
    LatestOnly asked_, comparing_;
    QTimer clock_;
};

} // namespace binnacle
