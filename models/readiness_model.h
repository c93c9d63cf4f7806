#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/domain/identifiers.h"
#include "services/domain/result.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// One item of the life-cycle checklist of a model.
struct ReadinessLine
{
    enum class State { Met, NotMet, NotKnown };
    QString key, phase, title;
    State state = State::NotKnown;
    QString evidence;            // one sentence
    std::optional<RunRowId> run; // where it is seen
    bool byHand = false;         // ticked by a person, with `note`
    QString note, byUser;
    bool operator==(const ReadinessLine&) const = default;
};

struct ReadinessBoard
{
    RegisteredModelRowId model{};
    QString name, registry;
    double score = 0;                 // 0 … 1
    QString next;                     // what to do next; empty: nothing
    std::vector<ReadinessLine> lines; // by phase, in the order of the life cycle
    bool operator==(const ReadinessBoard&) const = default;
};

// Where boards come from. Blocks; any worker thread.
class ReadinessSource
{
public:
    virtual ~ReadinessSource() = default;
    virtual Result<std::vector<ReadinessBoard>> boards(std::stop_token stop) = 0; // by name
    // `done` nullopt: what was ticked by hand is forgotten.
    virtual Result<void> tick(RegisteredModelRowId model, const QString& item,
                              std::optional<bool> done, const QString& note) = 0;
};

// The boards as a tree: a model is chosen, its phases are the rows, their items below.
class ReadinessModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role {
        StateRole = Qt::UserRole + 1, // ReadinessLine::State as int; invalid: a phase
        StateTextRole,
        EvidenceRole,
        KeyRole,
        RunRole,
        ByHandRole,
        MetRole,   // of a phase: how many are met
        TotalRole, // of a phase
    };

    ReadinessModel(std::shared_ptr<ReadinessSource> source, WorkerPools& pools,
                   QObject* parent = nullptr);

    void reload();
    void reloadSoon();
    bool isLoaded() const { return loaded_; }
    const std::vector<ReadinessBoard>& boards() const { return boards_; }
    std::map<RegisteredModelRowId, double> scores() const;
    void setModel(std::optional<RegisteredModelRowId> model);
    const ReadinessBoard* board() const;                       // of the model chosen
    const ReadinessLine* line(const QModelIndex& index) const; // nullptr: a phase
    void tick(const QString& item, std::optional<bool> done, const QString& note);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void loaded();
    void failed(const binnacle::Error& error);

private:
    struct Phase
    {
        QString name;
        std::vector<std::size_t> lines;
    };
    void arrange();
    std::shared_ptr<ReadinessSource> source_;
    WorkerPools& pools_;
    std::vector<ReadinessBoard> boards_;
    std::optional<RegisteredModelRowId> model_;
    std::vector<Phase> phases_;
    bool loaded_ = false;
    LatestOnly asked_;
    QTimer later_;
};

} // namespace binnacle
