#include "models/readiness_model.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr int reloadInterval = 300; // ms
constexpr quintptr phaseMark = 0;   // the id of a phase; of an item: its phase + 1

QString stateText(ReadinessLine::State state)
{
    switch (state) {
    case ReadinessLine::State::Met:
        return ReadinessModel::tr("Met");
    case ReadinessLine::State::NotMet:
        return ReadinessModel::tr("Not met");
    case ReadinessLine::State::NotKnown:
        break;
    }
    return ReadinessModel::tr("Not known");
}

} // namespace

ReadinessModel::ReadinessModel(std::shared_ptr<ReadinessSource> source, WorkerPools& pools,
                               QObject* parent)
    : QAbstractItemModel(parent), source_(std::move(source)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, &ReadinessModel::reload);
}

void ReadinessModel::reloadSoon()
{
    if (!later_.isActive())
        later_.start();
}

void ReadinessModel::reload()
{
    asked_.run(
        &pools_.readers, this,
        [source = source_](std::stop_token stop) { return source->boards(stop); },
        [this](Result<std::vector<ReadinessBoard>> boards) {
            if (!boards) {
                emit failed(boards.error());
                return;
            }
            loaded_ = true;
            if (*boards != boards_) {
                beginResetModel();
                boards_ = std::move(*boards);
                arrange();
                endResetModel();
            }
            emit loaded();
        });
}

std::map<RegisteredModelRowId, double> ReadinessModel::scores() const
{
    std::map<RegisteredModelRowId, double> scores;
    for (const auto& board : boards_)
        scores[board.model] = board.score;
    return scores;
}

void ReadinessModel::setModel(std::optional<RegisteredModelRowId> model)
{
    if (model == model_)
        return;
    beginResetModel();
    model_ = model;
    arrange();
    endResetModel();
}

void ReadinessModel::arrange()
{
    phases_.clear();
    const ReadinessBoard* shown = board();
    if (!shown)
        return;
    for (std::size_t i = 0; i < shown->lines.size(); ++i) {
        const QString& name = shown->lines[i].phase;
        auto phase = std::ranges::find(phases_, name, &Phase::name);
        if (phase == phases_.end())
            phase = phases_.insert(phases_.end(), {name, {}});
        phase->lines.push_back(i);
    }
}

const ReadinessBoard* ReadinessModel::board() const
{
    if (!model_)
        return nullptr;
    const auto found = std::ranges::find(boards_, *model_, &ReadinessBoard::model);
    return found == boards_.end() ? nullptr : &*found;
}

const ReadinessLine* ReadinessModel::line(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == phaseMark)
        return nullptr;
    const Phase& phase = phases_[index.internalId() - 1];
    return &board()->lines[phase.lines[static_cast<std::size_t>(index.row())]];
}

void ReadinessModel::tick(const QString& item, std::optional<bool> done, const QString& note)
{
    if (!model_)
        return;
    deliver(onPool(&pools_.jobs, [source = source_, model = *model_, item, done,
                                  note] { return source->tick(model, item, done, note); }),
            this, [this](Result<void> written) {
                if (!written)
                    emit failed(written.error());
                else
                    reload();
            });
}

QModelIndex ReadinessModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : phaseMark);
}

QModelIndex ReadinessModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == phaseMark)
        return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, phaseMark);
}

int ReadinessModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(phases_.size());
    if (parent.internalId() != phaseMark || parent.column() != 0)
        return 0;
    return static_cast<int>(phases_[static_cast<std::size_t>(parent.row())].lines.size());
}

int ReadinessModel::columnCount(const QModelIndex&) const
{
    return 1;
}

QVariant ReadinessModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ReadinessLine* item = line(index);
    if (!item) {
        const Phase& phase = phases_[static_cast<std::size_t>(index.row())];
        const auto met = std::ranges::count_if(phase.lines, [&](std::size_t i) {
            return board()->lines[i].state == ReadinessLine::State::Met;
        });
        switch (role) {
        case Qt::DisplayRole:
            return phase.name;
        case MetRole:
            return static_cast<int>(met);
        case TotalRole:
            return static_cast<int>(phase.lines.size());
        default:
            return {};
        }
    }
    switch (role) {
    case Qt::DisplayRole:
        return item->title;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2. %3")
            .arg(item->title, stateText(item->state), item->evidence);
    case StateRole:
        return static_cast<int>(item->state);
    case StateTextRole:
        return item->byHand && item->state == ReadinessLine::State::Met ? tr("Ticked")
                                                                        : stateText(item->state);
    case Qt::ToolTipRole:
    case EvidenceRole: {
        if (!item->byHand)
            return item->evidence;
        const QString by = item->byUser.isEmpty() ? tr("by hand") : tr("by %1").arg(item->byUser);
        return item->note.isEmpty() ? by : QStringLiteral("%1 · %2").arg(item->note, by);
    }
    case KeyRole:
        return item->key;
    case RunRole:
        return item->run ? QVariant::fromValue<qint64>(raw(*item->run)) : QVariant();
    case ByHandRole:
        return item->byHand;
    default:
        return {};
    }
}

} // namespace binnacle
