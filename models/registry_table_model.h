#pragma once

#include "models/registry_rows.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// What is in production: one row for each registered model of each registry. Reads itself again
// when the workspace changes; rows that stay are changed in place.
class RegistryTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        Model,
        Champion,
        Since,
        Metric,
        Aliases,
        Deployed,
        Truth,
        Readiness,
        SourceName,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole + 1,
        SearchRole,  // what a search looks at, lower case
        SourceRole,  // raw SourceId
        SecondRole,  // the muted words behind the display text
        PillsRole,   // QStringList of the aliases beside the champion's
        ReachedRole, // whether the source answered when it was last asked
        ScoreRole,   // readiness, 0 … 1; invalid: not known
        ModelRole,   // raw RegisteredModelRowId
        // Of a cell: the aliases that it stands for, as its pills do; empty: it is not about one.
        CellAliasesRole,
    };
    enum class State { Loading, Ready, Failed };

    RegistryTableModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                       QObject* parent = nullptr);

    void reload();
    State state() const { return state_; }
    const Error& error() const { return error_; }
    const RegistryRow& at(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    int rowOf(RegisteredModelRowId model) const; // -1: not here
    // Scores by row of registered_model, as the readiness board computes them.
    void setReadiness(std::map<RegisteredModelRowId, double> scores);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // A row stands for the newest version of its model, which can be dragged onto an alias.
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

signals:
    void loaded();    // after each reading of the models; their champions follow
    void completed(); // champions, too

private:
    void take(std::vector<RegistryRow> rows);
    void readRest();
    QVariant text(const RegistryRow& row, int column) const;
    static QString deployedText(const RegistryRow& row);
    static QString truthText(const RegistryRow& row);
    QVariant sortKey(const RegistryRow& row, int column) const;
    QString toolTip(const RegistryRow& row, int column) const;

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    std::vector<RegistryRow> rows_;
    std::map<RegisteredModelRowId, double> scores_;
    State state_ = State::Loading;
    Error error_;
    LatestOnly asked_, rest_;
    QTimer later_, aging_;
};

// Search and source over the table; sorted by SortRole.
class RegistryFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit RegistryFilterModel(QObject* parent = nullptr);
    void setSearch(const QString& text); // every word must be found
    void setSource(std::optional<qint64> source);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QStringList words_;
    std::optional<qint64> source_;
};

} // namespace binnacle
