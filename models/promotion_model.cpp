#include "models/promotion_model.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>

#include <algorithm>

namespace binnacle {

namespace {

QString stateText(PromotionGate::State state)
{
    switch (state) {
    case PromotionGate::State::Waiting:
        return PromotionModel::tr("Waiting");
    case PromotionGate::State::Checking:
        return PromotionModel::tr("Checking…");
    case PromotionGate::State::Passed:
        return PromotionModel::tr("Passed");
    case PromotionGate::State::PassedWithNote:
        return PromotionModel::tr("Passed, note");
    case PromotionGate::State::Blocked:
        return PromotionModel::tr("Blocked");
    case PromotionGate::State::NotApplicable:
        return PromotionModel::tr("Not asked");
    case PromotionGate::State::NotChecked:
        return PromotionModel::tr("Not checked");
    }
    return {};
}

bool isKnown(const PromotionGate& gate)
{
    return gate.state != PromotionGate::State::Waiting &&
           gate.state != PromotionGate::State::Checking;
}

} // namespace

PromotionModel::PromotionModel(std::shared_ptr<PromotionDesk> desk, WorkerPools& pools,
                               QObject* parent)
    : QAbstractListModel(parent), desk_(std::move(desk)), pools_(pools)
{
}

PromotionModel::~PromotionModel() = default;

void PromotionModel::enter(Phase phase)
{
    phase_ = phase;
    emit phaseChanged();
}

void PromotionModel::fail(const Error& error)
{
    error_ = error;
    enter(error.kind == Error::Kind::Conflict ? Phase::Surprised : Phase::Failed);
}

void PromotionModel::prepare(const PromotionRequest& request)
{
    request_ = request;
    ++turn_;
    undone_ = false;
    enter(Phase::Preparing);
    asked_.run(
        &pools_.jobs, this,
        [desk = desk_, request](std::stop_token stop) { return desk->prepare(request, stop); },
        [this](Result<PromotionPlan> plan) {
            if (!plan) {
                fail(plan.error());
                return;
            }
            beginResetModel();
            plan_ = std::move(*plan);
            request_ = plan_.request;
            endResetModel();
            check();
        });
}

void PromotionModel::check()
{
    enter(Phase::Checking);
    // The gates report from the worker: each is carried over as it is known.
    const QPointer<PromotionModel> self(this);
    const GateSink sink = [self, turn = turn_](const PromotionGate& gate) {
        QMetaObject::invokeMethod(
            qApp,
            [self, gate, turn] {
                if (self)
                    self->takeGate(gate, turn);
            },
            Qt::QueuedConnection);
    };
    asked_.run(
        &pools_.jobs, this,
        [desk = desk_, plan = plan_, sink](std::stop_token stop) {
            return desk->check(plan, sink, stop);
        },
        [this](Result<void> checked) {
            if (!checked)
                fail(checked.error());
            else
                enter(Phase::Ready);
        });
}

void PromotionModel::takeGate(const PromotionGate& gate, std::uint64_t turn)
{
    if (turn != turn_)
        return;
    const auto found = std::ranges::find(plan_.gates, gate.name, &PromotionGate::name);
    if (found == plan_.gates.end())
        return;
    *found = gate;
    const auto changed = index(static_cast<int>(found - plan_.gates.begin()));
    emit dataChanged(changed, changed);
    emit progressed();
}

void PromotionModel::execute(const PromotionConsent& consent)
{
    if (phase_ != Phase::Ready)
        return;
    stepsDone_ = steps_ = 0;
    step_.clear();
    enter(Phase::Running);
    const QPointer<PromotionModel> self(this);
    const StepSink sink = [self, turn = turn_](int done, int of, const QString& step) {
        QMetaObject::invokeMethod(
            qApp,
            [self, done, of, step, turn] {
                if (self)
                    self->takeStep(done, of, step, turn);
            },
            Qt::QueuedConnection);
    };
    // Not a LatestOnly: once begun, an act goes on to its end, whoever looks on.
    deliver(onPool(&pools_.jobs, [desk = desk_, plan = plan_, consent,
                                  sink] { return desk->execute(plan, consent, sink, {}); }),
            this, [this](Result<PromotionOutcome> outcome) {
                if (!outcome) {
                    fail(outcome.error());
                    return;
                }
                outcome_ = std::move(*outcome);
                enter(Phase::Done);
            });
}

void PromotionModel::takeStep(int done, int of, const QString& step, std::uint64_t turn)
{
    if (turn != turn_)
        return;
    stepsDone_ = done;
    steps_ = of;
    step_ = step;
    emit progressed();
}

void PromotionModel::undo()
{
    if (phase_ != Phase::Done || outcome_.act.empty())
        return;
    enter(Phase::Running);
    deliver(
        onPool(&pools_.jobs, [desk = desk_, act = outcome_.act] { return desk->undo(act, {}); }),
        this, [this](Result<PromotionOutcome> outcome) {
            if (!outcome) {
                fail(outcome.error());
                return;
            }
            outcome_ = std::move(*outcome);
            undone_ = true;
            enter(Phase::Done);
        });
}

QStringList PromotionModel::blocking() const
{
    QStringList names;
    for (const auto& gate : plan_.gates)
        if (gate.state == PromotionGate::State::Blocked)
            names << gate.name;
    return names;
}

int PromotionModel::known() const
{
    return static_cast<int>(std::ranges::count_if(plan_.gates, isKnown));
}

int PromotionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(plan_.gates.size());
}

QVariant PromotionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PromotionGate& gate = plan_.gates[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TitleRole:
        return gate.title;
    case Qt::ToolTipRole:
    case EvidenceRole:
        return gate.evidence;
    case StateRole:
        return static_cast<int>(gate.state);
    case StateTextRole:
        return stateText(gate.state);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2. %3").arg(gate.title, stateText(gate.state), gate.evidence);
    case RunRole:
        return gate.run ? QVariant::fromValue<qint64>(raw(*gate.run)) : QVariant();
    case NameRole:
        return gate.name;
    default:
        return {};
    }
}

} // namespace binnacle
