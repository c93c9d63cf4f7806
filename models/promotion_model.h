#pragma once

#include "models/promotion_desk.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"

#include <QAbstractListModel>

#include <memory>

namespace binnacle {

// One promotion from plan to result. Its rows are the gates; each fills as it becomes known.
class PromotionModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        TitleRole = Qt::DisplayRole,
        StateRole = Qt::UserRole + 1, // PromotionGate::State as int
        StateTextRole,
        EvidenceRole,
        RunRole, // raw RunRowId; invalid: no link
        NameRole,
    };
    enum class Phase {
        Preparing, // the plan is made
        Checking,  // gates are checked
        Ready,     // all gates are known
        Running,   // steps are taken
        Done,
        Surprised, // another holds the alias by now: nothing was changed, or it says what is so
        Failed,    // error() says why
    };

    PromotionModel(std::shared_ptr<PromotionDesk> desk, WorkerPools& pools,
                   QObject* parent = nullptr);
    ~PromotionModel() override;

    void prepare(const PromotionRequest& request);
    void prepareAgain() { prepare(request_); } // after a surprise or a failure
    const PromotionRequest& request() const { return request_; }
    void execute(const PromotionConsent& consent);
    void undo(); // what was done

    Phase phase() const { return phase_; }
    const PromotionPlan& plan() const { return plan_; }
    const PromotionOutcome& outcome() const { return outcome_; }
    const Error& error() const { return error_; }
    bool undone() const { return undone_; }
    QStringList blocking() const; // names of the gates that block
    int known() const;            // gates that are known
    QString stepText() const { return step_; }
    int stepsDone() const { return stepsDone_; }
    int steps() const { return steps_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void phaseChanged();
    void progressed();

private:
    void enter(Phase phase);
    void fail(const Error& error);
    void check();
    void takeGate(const PromotionGate& gate, std::uint64_t turn);
    void takeStep(int done, int of, const QString& step, std::uint64_t turn);

    std::shared_ptr<PromotionDesk> desk_;
    WorkerPools& pools_;
    PromotionRequest request_;
    PromotionPlan plan_;
    PromotionOutcome outcome_;
    Error error_;
    Phase phase_ = Phase::Preparing;
    QString step_;
    int stepsDone_ = 0, steps_ = 0;
    bool undone_ = false;
    std::uint64_t turn_ = 0;
    LatestOnly asked_; // preparing and checking: closing the dialog ends them
};

} // namespace binnacle
