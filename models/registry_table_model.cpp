#include "models/registry_table_model.h"

#include "models/dragged_version.h"
#include "models/number_text.h"
#include "models/relative_time.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr int reloadInterval = 150; // ms
constexpr int agingInterval = 20'000;

QString text8(const std::string& text)
{
    return QString::fromStdString(text);
}

QStringList otherAliases(const RegistryRow& row)
{
    QStringList pills;
    for (const auto& state : row.summary.aliases) {
        if (row.champion && state.alias.name == row.champion->heldBy)
            continue;
        pills << QStringLiteral("%1 %2").arg(text8(state.alias.name),
                                             versionText(state.alias.version));
    }
    return pills;
}

QStringList cellAliases(const RegistryRow& row, int column)
{
    QStringList names;
    if (column == RegistryTableModel::Champion || column == RegistryTableModel::Since) {
        const bool byAlias = row.champion && row.champion->since;
        names << (byAlias ? text8(row.champion->heldBy) : QStringLiteral("champion"));
    } else if (column == RegistryTableModel::Aliases) {
        for (const auto& state : row.summary.aliases)
            if (!row.champion || state.alias.name != row.champion->heldBy)
                names << text8(state.alias.name);
    }
    return names;
}

QString searchText(const RegistryRow& row)
{
    QString text = text8(row.summary.model.name) + u' ' + text8(row.summary.sourceName) + u' ' +
                   text8(row.summary.model.description);
    for (const auto& alias : row.summary.aliases)
        text += u' ' + text8(alias.alias.name) + u' ' + versionText(alias.alias.version);
    for (const auto& tag : row.summary.model.tags)
        text += u' ' + text8(tag.key) + u' ' + text8(tag.value);
    if (row.champion)
        text += u' ' + text8(row.champion->runName);
    return text.toLower();
}

bool sameModels(const std::vector<RegistryRow>& a, const std::vector<RegistryRow>& b)
{
    return std::ranges::equal(
        a, b, {}, [](const RegistryRow& row) { return row.summary.row; },
        [](const RegistryRow& row) { return row.summary.row; });
}

} // namespace

RegistryTableModel::RegistryTableModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                       QObject* parent)
    : QAbstractTableModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, &RegistryTableModel::reload);
    const auto soon = [this] {
        if (!later_.isActive())
            later_.start();
    };
    connect(&workspace_->events(), &WorkspaceEvents::registryChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::rolloutsChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::sourcesChanged, this, soon);
    aging_.setInterval(agingInterval);
    connect(&aging_, &QTimer::timeout, this, [this] {
        if (!rows_.empty())
            emit dataChanged(index(0, Since), index(rowCount() - 1, Since));
    });
    aging_.start();
}

void RegistryTableModel::reload()
{
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_](std::stop_token) { return readRegistryRows(workspace); },
        [this](Result<std::vector<RegistryRow>> rows) {
            if (!rows) {
                state_ = State::Failed;
                error_ = rows.error();
                emit loaded();
                return;
            }
            take(std::move(*rows));
        });
}

void RegistryTableModel::take(std::vector<RegistryRow> rows)
{
    for (auto& row : rows) {
        if (const auto score = scores_.find(row.summary.row); score != scores_.end())
            row.readiness = score->second;
        // What was read of the runs stays in sight until it is read again.
        const int before = rowOf(row.summary.row);
        if (before < 0)
            continue;
        const RegistryRow& old = at(before);
        if (old.championKnown && !row.champion && old.champion && !old.champion->since)
            row.champion = old.champion;
        else if (old.champion && row.champion && old.champion->version == row.champion->version) {
            row.champion->runName = old.champion->runName;
            row.champion->run = old.champion->run;
            row.champion->metric = old.champion->metric;
        }
    }
    if (sameModels(rows, rows_)) {
        rows_ = std::move(rows);
        if (!rows_.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    } else {
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
    }
    state_ = State::Ready;
    emit loaded();
    readRest();
}

void RegistryTableModel::readRest()
{
    rest_.run(
        &pools_.readers, this,
        [workspace = workspace_,
         rows = rows_](std::stop_token stop) mutable -> Result<std::vector<RegistryRow>> {
            if (auto read = readChampions(workspace, rows, stop); !read)
                return failure(read.error());
            return std::move(rows);
        },
        [this](Result<std::vector<RegistryRow>> rows) {
            if (!rows || !sameModels(*rows, rows_))
                return; // the models stand there all the same
            for (std::size_t i = 0; i < rows_.size(); ++i) {
                rows_[i].champion = std::move((*rows)[i].champion);
                rows_[i].championKnown = true;
            }
            if (!rows_.empty())
                emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
            emit completed();
        });
}

int RegistryTableModel::rowOf(RegisteredModelRowId model) const
{
    const auto found = std::ranges::find_if(
        rows_, [&](const RegistryRow& row) { return row.summary.row == model; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void RegistryTableModel::setReadiness(std::map<RegisteredModelRowId, double> scores)
{
    scores_ = std::move(scores);
    for (auto& row : rows_) {
        const auto score = scores_.find(row.summary.row);
        row.readiness = score == scores_.end() ? std::nullopt : std::optional(score->second);
    }
    if (!rows_.empty())
        emit dataChanged(index(0, Readiness), index(rowCount() - 1, Readiness));
}

int RegistryTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RegistryTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RegistryTableModel::text(const RegistryRow& row, int column) const
{
    const auto& champion = row.champion;
    switch (column) {
    case Model:
        return text8(row.summary.model.name);
    case Champion:
        return champion ? versionText(champion->version) : missingText();
    case Since:
        return champion && champion->since
                   ? sinceText(*champion->since, QDateTime::currentMSecsSinceEpoch())
                   : missingText();
    case Metric:
        return champion && champion->metric ? numberText(champion->metric->point.value)
                                            : missingText();
    case Aliases: {
        const QStringList pills = otherAliases(row);
        return pills.isEmpty() ? missingText() : pills.join(QStringLiteral(", "));
    }
    case Deployed:
        return deployedText(row);
    case Truth:
        return truthText(row);
    case Readiness:
        return row.readiness ? QStringLiteral("%1 %").arg(qRound(*row.readiness * 100))
                             : missingText();
    case SourceName:
        return text8(row.summary.sourceName);
    default:
        return {};
    }
}

QString RegistryTableModel::deployedText(const RegistryRow& row)
{
    QStringList places;
    for (const auto& deployment : row.deployments)
        places.append(
            QStringLiteral("%1 %2").arg(text8(deployment.target), versionText(deployment.version)));
    return places.isEmpty() ? missingText() : places.join(QStringLiteral(", "));
}

// What serves against what the registry says.
QString RegistryTableModel::truthText(const RegistryRow& row)
{
    if (row.deployments.empty())
        return row.sourceReached ? tr("Not deployed") : tr("Out of reach");
    if (std::ranges::any_of(row.deployments, &Deployment::inRollout))
        return tr("In rollout");
    for (const auto& deployment : row.deployments) {
        if (!row.champion || deployment.version != row.champion->version)
            return tr("%1 serves").arg(versionText(deployment.version));
    }
    return tr("As it serves");
}

QVariant RegistryTableModel::sortKey(const RegistryRow& row, int column) const
{
    const auto& champion = row.champion;
    switch (column) {
    case Champion:
        return champion ? QVariant(text8(champion->version).toLongLong()) : QVariant();
    case Since:
        return champion && champion->since ? QVariant::fromValue<qint64>(champion->since->since)
                                           : QVariant();
    case Metric:
        return champion && champion->metric ? QVariant(champion->metric->point.value) : QVariant();
    case Readiness:
        return row.readiness ? QVariant(*row.readiness) : QVariant();
    case Aliases:
        return static_cast<int>(otherAliases(row).size());
    default:
        return text(row, column);
    }
}

QString RegistryTableModel::toolTip(const RegistryRow& row, int column) const
{
    const auto& champion = row.champion;
    switch (column) {
    case Champion:
        return champion
                   ? tr("%1 holds %2").arg(versionText(champion->version), text8(champion->heldBy))
                   : tr("No version holds champion, production or prod.");
    case Since:
        return champion && champion->since ? sinceDetail(*champion->since) : QString();
    case Metric:
        return champion && champion->metric
                   ? QStringLiteral("%1 = %2").arg(text8(champion->metric->key),
                                                   exactNumber(champion->metric->point.value))
                   : QString();
    case Deployed:
    case Truth:
        return row.deployments.empty()
                   ? tr("No deployment of this model is known here.\nAs of %1")
                         .arg(exactTime(row.summary.confirmedAt))
                   : tr("%1\nAs its newest rollout left it.").arg(deployedText(row));
    case Readiness:
        return row.readiness ? tr("Share of the life-cycle items that are met") : QString();
    default:
        return text(row, column).toString();
    }
}

QVariant RegistryTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RegistryRow& row = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(
            headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
            text(row, column).toString());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (column == Metric ? Qt::AlignRight : Qt::AlignLeft)));
    case SortRole:
        return sortKey(row, column);
    case SearchRole:
        return searchText(row);
    case SourceRole:
        return QVariant::fromValue<qint64>(raw(row.summary.source));
    case SecondRole:
        if (column == Champion && row.champion)
            return text8(row.champion->runName);
        if (column == Metric && row.champion && row.champion->metric)
            return text8(row.champion->metric->key);
        return {};
    case PillsRole:
        return column == Aliases ? QVariant(otherAliases(row)) : QVariant();
    case ReachedRole:
        return column == Truth ? QVariant(row.sourceReached) : QVariant();
    case ModelRole:
        return QVariant::fromValue<qint64>(raw(row.summary.row));
    case CellAliasesRole:
        return cellAliases(row, column);
    case ScoreRole:
        return column == Readiness && row.readiness ? QVariant(*row.readiness) : QVariant();
    default:
        return {};
    }
}

QVariant RegistryTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (section == Metric ? Qt::AlignRight : Qt::AlignLeft)));
    if (role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {
        QT_TR_NOOP("Model"),       QT_TR_NOOP("Champion"),      QT_TR_NOOP("Since"),
        QT_TR_NOOP("Main metric"), QT_TR_NOOP("Other aliases"), QT_TR_NOOP("Deployed to"),
        QT_TR_NOOP("Truth"),       QT_TR_NOOP("Readiness"),     QT_TR_NOOP("Source")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

Qt::ItemFlags RegistryTableModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() && !at(index.row()).summary.latestVersion.empty()
               ? flags | Qt::ItemIsDragEnabled
               : flags;
}

QStringList RegistryTableModel::mimeTypes() const
{
    return {DraggedVersion::mimeType};
}

QMimeData* RegistryTableModel::mimeData(const QModelIndexList& indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    const ModelSummary& model = at(indexes.front().row()).summary;
    return DraggedVersion{model.row, text8(model.latestVersion)}.mimeData(text8(model.model.name));
}

RegistryFilterModel::RegistryFilterModel(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(RegistryTableModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(false);
    setDynamicSortFilter(true);
}

void RegistryFilterModel::setSearch(const QString& text)
{
    words_ = text.toLower().split(u' ', Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

void RegistryFilterModel::setSource(std::optional<qint64> source)
{
    source_ = source;
    invalidateRowsFilter();
}

bool RegistryFilterModel::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (source_ && index.data(RegistryTableModel::SourceRole).toLongLong() != *source_)
        return false;
    if (words_.isEmpty())
        return true;
    const QString text = index.data(RegistryTableModel::SearchRole).toString();
    return std::ranges::all_of(words_, [&](const QString& word) { return text.contains(word); });
}

// What is missing stands below, whichever way the column is sorted.
bool RegistryFilterModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const bool noLeft = !left.data(sortRole()).isValid();
    const bool noRight = !right.data(sortRole()).isValid();
    if (noLeft != noRight)
        return noRight == (sortOrder() == Qt::AscendingOrder);
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace binnacle
