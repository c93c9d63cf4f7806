#include "models/dataset_versions_model.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "services/data/dataset_open.h"

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {

constexpr int shareInterval = 100; // ms
constexpr qsizetype shortDigest = 10, shortCommit = 7;

std::vector<std::string> keyColumns(const QString& text)
{
    std::vector<std::string> columns;
    for (const auto& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (const auto name = part.trimmed(); !name.isEmpty())
            columns.push_back(name.toStdString());
    return columns;
}

struct Side
{
    std::optional<DatasetVersion> version; // nothing: as it is now
    DatasetAddress address;
};

Result<Dataset> openSide(const std::shared_ptr<DuckDbEngine>& engine, const Side& side,
                         const QString& folder, const QueryOptions& options)
{
    auto address = side.address;
    if (side.version) {
        auto placed = placeVersion(*side.version, folder.toStdString(), options.stop);
        if (!placed)
            return failure(placed.error());
        address.path = std::move(*placed);
    }
    return openDataset(engine, address, OpenDepth::Whole, options);
}

} // namespace

DatasetVersionsModel::DatasetVersionsModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                           QObject* parent)
    : QAbstractTableModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
    clock_.setInterval(shareInterval);
    connect(&clock_, &QTimer::timeout, this, &DatasetVersionsModel::comparisonChanged);
}

void DatasetVersionsModel::setDataset(const DatasetAddress& address)
{
    if (address == address_)
        return;
    asked_.cancel();
    cancel();
    beginResetModel();
    address_ = address;
    versions_.clear();
    seen_.clear();
    state_ = State::Empty;
    endResetModel();
    comparison_.reset();
    common_.clear();
    folder_.reset();
    emit stateChanged();
    emit comparisonChanged();
}

void DatasetVersionsModel::load()
{
    if (address_.path.empty() || state_ == State::Loading || state_ == State::Ready)
        return;
    state_ = State::Loading;
    emit stateChanged();
    asked_.run(
        &pools_.jobs, this,
        [workspace = workspace_,
         path = address_.path](const std::stop_token& stop) -> Result<Found> {
            auto versions = datasetVersions(path, stop);
            if (!versions)
                return failure(versions.error());
            Found found{std::move(*versions), {}};
            if (const auto known = DatasetStore(workspace).versions(path))
                for (const auto& version : *known)
                    found.seen.insert(version.digest);
            return found;
        },
        [this](Result<Found> found) {
            if (!found) {
                state_ = State::Failed;
                error_ = found.error();
                emit stateChanged();
                return;
            }
            beginResetModel();
            versions_ = std::move(found->versions);
            seen_ = std::move(found->seen);
            state_ = State::Ready;
            endResetModel();
            emit stateChanged();
        });
}

bool DatasetVersionsModel::isAvailable(int row) const
{
    return row == 0 || (row > 0 && row < rowCount() && at(row).available);
}

QString DatasetVersionsModel::keeper() const
{
    if (versions_.empty())
        return {};
    return versions_.front().keeper == DatasetVersion::Keeper::Dvc ? QStringLiteral("DVC")
                                                                   : QStringLiteral("git");
}

QString DatasetVersionsModel::shortName(int row) const
{
    return row == 0 ? tr("now")
                    : QStringLiteral("%1 (%2)").arg(
                          QString::fromStdString(at(row).commit).left(shortCommit),
                          relativeTime(at(row).time));
}

void DatasetVersionsModel::compare(int first, int second, const QString& key)
{
    if (first == second || std::min(first, second) < 0 || std::max(first, second) >= rowCount())
        return;
    const int older = std::max(first, second);
    const int newer = std::min(first, second);
    const auto side = [this](int row) {
        return Side{row == 0 ? std::nullopt : std::optional(at(row)), address_};
    };
    if (!folder_)
        folder_ = std::make_shared<QTemporaryDir>();
    share_ = std::make_shared<std::atomic<double>>(0);
    compared_ = tr("%1 → %2").arg(shortName(older), shortName(newer));
    using Compared = std::pair<DatasetComparison, std::vector<std::string>>;
    comparing_.run(
        &pools_.jobs, this,
        [before = side(older), after = side(newer), folder = folder_, columns = keyColumns(key),
         share = share_](const std::stop_token& stop) -> Result<Compared> {
            auto engine = DuckDbEngine::open();
            if (!engine)
                return failure(engine.error());
            const auto part = [share](double from, double to) {
                return [share, from, to](double done) { *share = from + (to - from) * done; };
            };
            auto old = openSide(*engine, before, folder->path(), {stop, part(0, 0.3)});
            if (!old)
                return failure(old.error());
            auto fresh = openSide(*engine, after, folder->path(), {stop, part(0.3, 0.6)});
            if (!fresh)
                return failure(fresh.error());
            auto comparison = compareDatasets(*old, *fresh, columns, {stop, part(0.6, 1)});
            if (!comparison)
                return failure(comparison.error());
            std::vector<std::string> common;
            for (const auto& column : old->columns)
                if (fresh->column(column.name))
                    common.push_back(column.name);
            return Compared{std::move(*comparison), std::move(common)};
        },
        [this](Result<Compared> compared) {
            clock_.stop();
            if (compared) {
                comparison_ = std::move(compared->first);
                common_ = std::move(compared->second);
            } else if (compared.error().kind != Error::Kind::Cancelled) {
                comparison_.reset();
                emit failed(compared.error().message);
            }
            emit comparisonChanged();
        });
    clock_.start();
    emit comparisonChanged();
}

void DatasetVersionsModel::cancel()
{
    if (!comparing_.busy())
        return;
    comparing_.cancel();
    clock_.stop();
    emit comparisonChanged();
}

int DatasetVersionsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || state_ != State::Ready ? 0 : static_cast<int>(versions_.size()) + 1;
}

int DatasetVersionsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DatasetVersionsModel::text(int row, int column) const
{
    if (row == 0)
        return column == When   ? tr("Now")
               : column == What ? tr("The files as they are")
                                : QString();
    const auto& version = at(row);
    switch (column) {
    case When:
        return relativeTime(version.time);
    case What:
        return QString::fromStdString(version.subject);
    case Who:
        return QString::fromStdString(version.author);
    case Digest:
        return QString::fromStdString(version.digest).left(shortDigest);
    case Size:
        return version.size < 0 ? missingText()
               : version.files > 1
                   ? tr("%1 in %2 files").arg(bytesText(version.size), countText(version.files))
                   : bytesText(version.size);
    default:
        return !version.available               ? tr("Not fetched")
               : seen_.contains(version.digest) ? tr("Here, opened before")
                                                : tr("Here");
    }
}

QVariant DatasetVersionsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        if (row == 0)
            return QString::fromStdString(address_.path);
        return index.column() == When ? QVariant(exactTime(at(row).time))
                                      : QVariant(tr("Commit %1\nDigest %2")
                                                     .arg(QString::fromStdString(at(row).commit),
                                                          QString::fromStdString(at(row).digest)));
    case AvailableRole:
        return isAvailable(row);
    default:
        return {};
    }
}

QVariant DatasetVersionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("When"), QT_TR_NOOP("Commit"),
                                         QT_TR_NOOP("Who"),  QT_TR_NOOP("Digest"),
                                         QT_TR_NOOP("Size"), QT_TR_NOOP("Bytes")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
