#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"

#include <QAbstractListModel>

#include <memory>
#include <set>
#include <vector>

namespace binnacle {

// Runs of the whole workspace that fit some words or a filter, newest first: to choose from. Only
// the first `shownRuns` are shown; how many there are is told.
class FoundRunsModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { RunRole = Qt::UserRole + 1, WhereRole, TakenRole };
    static constexpr std::size_t shownRuns = 200;

    FoundRunsModel(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                   QObject* parent = nullptr);

    void search(const QString& text);
    // Runs that are taken already: told by TakenRole.
    void setTaken(std::set<RunRowId> runs);
    qint64 found() const { return static_cast<qint64>(all_.size()); }
    const std::vector<RunRowId>& all() const { return all_; }
    QString problem() const { return problem_; }
    bool busy() const { return slot_.busy(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

signals:
    void searched();

private:
    struct Row
    {
        RunRowId run{};
        QString name, where;
    };
    struct Answer
    {
        std::vector<RunRowId> all;
        std::vector<Row> rows;
    };
    static Result<Answer> read(RunQueryEngine& engine, const std::string& text,
                               const std::stop_token& stop);

    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    std::vector<RunRowId> all_;
    std::vector<Row> rows_;
    std::set<RunRowId> taken_;
    QString problem_;
    LatestOnly slot_;
};

} // namespace binnacle
