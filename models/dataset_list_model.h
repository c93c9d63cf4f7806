#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/data/dataset.h"
#include "services/workspace/dataset_inputs.h"
#include "services/workspace/dataset_store.h"

#include <QAbstractListModel>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// The datasets of the workspace: those that were opened here, last seen first, then those that
// mirrored runs name as their inputs. Two rows are heads of these sections: they can not be chosen.
class DatasetListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        HeadRole = Qt::UserRole, // bool
        DetailRole,              // the second line
        StateRole,               // "Passed", "Failed"; empty
        PassedRole,              // bool
        ReasonRole,              // why it can not be opened; empty: it can
    };
    enum class State { Loading, Ready, Failed };

    DatasetListModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                     QObject* parent = nullptr);

    void reload();
    void reloadSoon();
    // All words, in names and paths.
    void setSearch(const QString& words);
    void forget(int row); // only out of the list, with its checks
    State state() const { return state_; }
    const Error& error() const { return error_; }
    int datasets() const; // without heads; before the search

    // Nothing: a head, or it can not be opened.
    std::optional<DatasetAddress> address(int row) const;
    int rowOf(const DatasetAddress& address) const; // -1: not in the list
    std::optional<RunRowId> run(int row) const;     // that used it last
    bool wasOpened(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void loaded();

private:
    struct Entry
    {
        bool head = false;
        QString name, detail, tip, state, reason;
        bool passed = false;
        bool opened = false;
        DatasetAddress address;
        std::optional<RunRowId> run;

        bool operator==(const Entry&) const = default;
    };
    struct Entries
    {
        std::vector<Entry> opened, inputs;
    };
    static Entry entryOf(const KnownDataset& known);
    static Entry entryOf(const RunInputRow& input);
    static Result<Entries> read(const std::shared_ptr<Workspace>& workspace);
    void show();
    const Entry& at(int row) const { return rows_[static_cast<std::size_t>(row)]; }

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    Entries all_;
    std::vector<Entry> rows_;
    QString search_;
    State state_ = State::Loading;
    Error error_;
    LatestOnly asked_;
    QTimer later_;
};

} // namespace binnacle
