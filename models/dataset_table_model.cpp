#include "models/dataset_table_model.h"

#include "models/dataset_document.h"
#include "models/number_text.h"

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {

constexpr qint64 previewRows = 1000;
constexpr int cellsOfPage = 25'000;
constexpr std::size_t pagesKept = 24;
constexpr int shareInterval = 100; // ms

} // namespace

DatasetTableModel::DatasetTableModel(WorkerPools& pools, QObject* parent)
    : QAbstractTableModel(parent), pools_(pools)
{
    clock_.setInterval(shareInterval);
    connect(&clock_, &QTimer::timeout, this, &DatasetTableModel::queryProgressed);
}

DatasetTableModel::~DatasetTableModel()
{
    letGoOn(pools_.jobs, std::exchange(view_, nullptr));
    letGoOn(pools_.jobs, std::exchange(data_, nullptr));
}

void DatasetTableModel::clear()
{
    opening_.cancel();
    clock_.stop();
    beginResetModel();
    forgetPages();
    columns_.clear();
    shown_ = 0;
    first_ = 0;
    letGoOn(pools_.jobs, std::exchange(view_, nullptr));
    letGoOn(pools_.jobs, std::exchange(data_, nullptr));
    query_ = {};
    state_ = State::Empty;
    endResetModel();
    emit stateChanged();
}

void DatasetTableModel::setDataset(std::shared_ptr<const Dataset> data, bool preview, bool sameData)
{
    if (!sameData)
        clear();
    letGoOn(pools_.jobs, std::exchange(data_, std::move(data)));
    preview_ = preview;
    if (!view_)
        state_ = State::Loading;
    openView();
}

void DatasetTableModel::openView()
{
    if (!data_)
        return;
    share_ = std::make_shared<std::atomic<double>>(0);
    // Of a preview, the rows as they stand.
    const auto query = preview_ ? TableQuery() : query_;
    opening_.run(
        &pools_.jobs, this,
        [data = data_, query, share = share_](std::stop_token stop) {
            return TableView::open(*data, query,
                                   {std::move(stop), [share](double part) { *share = part; }});
        },
        [this](Result<std::shared_ptr<TableView>> view) { takeView(std::move(view)); });
    clock_.start();
    emit stateChanged();
}

void DatasetTableModel::takeView(Result<std::shared_ptr<TableView>> view)
{
    clock_.stop();
    if (view) {
        showView(std::move(*view));
        return;
    }
    if (view_) { // what was shown before stays
        emit filterFailed(view.error().message);
        emit stateChanged();
        return;
    }
    state_ = State::Failed;
    error_ = view.error();
    emit stateChanged();
}

void DatasetTableModel::showView(std::shared_ptr<TableView> view)
{
    forgetPages();
    letGoOn(pools_.jobs, std::exchange(view_, std::move(view)));
    state_ = State::Ready;
    previewed_ = previewRows;
    const bool sameColumns = columns_ == view_->columns();
    if (!sameColumns) {
        beginResetModel();
        columns_ = view_->columns();
        shown_ = 0;
        endResetModel();
    }
    setWindow(first_, rows_);
    emit stateChanged();
}

void DatasetTableModel::setFilter(const std::string& expression)
{
    if (query_.filter == expression)
        return;
    query_.filter = expression;
    if (!preview_)
        openView();
}

void DatasetTableModel::setSort(const std::vector<TableSort>& sort)
{
    if (query_.sort == sort)
        return;
    query_.sort = sort;
    if (columnCount() > 0)
        emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (!preview_)
        openView();
}

void DatasetTableModel::toggleSort(int column, bool add)
{
    if (column < 0 || column >= columnCount())
        return;
    const auto& name = columns_[static_cast<std::size_t>(column)].name;
    auto sort = query_.sort;
    const auto found = std::ranges::find(sort, name, &TableSort::column);
    if (found == sort.end()) {
        if (!add)
            sort.clear();
        sort.push_back({name, false});
    } else if (!found->descending) {
        found->descending = true;
        if (!add)
            sort = {*found};
    } else {
        sort.erase(found);
        if (!add)
            sort.clear();
    }
    setSort(sort);
}

void DatasetTableModel::cancelQuery()
{
    if (!opening_.busy())
        return;
    opening_.cancel();
    clock_.stop();
    emit stateChanged();
}

std::optional<qint64> DatasetTableModel::total() const
{
    return view_ && view_->count() ? std::optional<qint64>(*view_->count()) : std::nullopt;
}

std::optional<qint64> DatasetTableModel::totalUnfiltered() const
{
    return data_ && data_->rows ? std::optional<qint64>(*data_->rows) : std::nullopt;
}

qint64 DatasetTableModel::reachable() const
{
    return total().value_or(previewed_);
}

const std::vector<DataColumn>& DatasetTableModel::columns() const
{
    return columns_;
}

std::vector<int> DatasetTableModel::columnsLike(const QString& text) const
{
    std::vector<int> found;
    if (view_)
        for (const auto column : view_->columnsLike(text.toStdString()))
            found.push_back(static_cast<int>(column));
    return found;
}

int DatasetTableModel::windowRows() const
{
    return static_cast<int>(std::clamp<qint64>(reachable() - first_, 0, rows_));
}

void DatasetTableModel::setWindow(qint64 first, int rows)
{
    rows_ = std::max(rows, 0);
    const auto before = first_;
    first_ = view_ ? std::clamp<qint64>(first, 0, std::max<qint64>(0, reachable() - rows_)) : first;
    const int wanted = view_ ? windowRows() : 0;
    if (wanted > shown_) {
        beginInsertRows({}, shown_, wanted - 1);
        shown_ = wanted;
        endInsertRows();
    } else if (wanted < shown_) {
        beginRemoveRows({}, wanted, shown_ - 1);
        shown_ = wanted;
        endRemoveRows();
    }
    if (shown_ > 0 && columnCount() > 0) {
        emit dataChanged(index(0, 0), index(shown_ - 1, columnCount() - 1));
        emit headerDataChanged(Qt::Vertical, 0, shown_ - 1);
    }
    if (before != first_)
        emit windowMoved();
    askPages();
}

int DatasetTableModel::pageRows() const
{
    return std::clamp(cellsOfPage / std::max(1, columnCount()), 16, 512);
}

// The first page of the window that is not there; then those around it.
void DatasetTableModel::askPages()
{
    if (!view_ || shown_ == 0)
        return;
    const int size = pageRows();
    const qint64 from = first_ / size;
    const qint64 to = (first_ + shown_ - 1) / size;
    const qint64 last = (reachable() - 1) / size;
    std::vector<qint64> wanted;
    for (auto page = from; page <= to; ++page)
        wanted.push_back(page);
    wanted.push_back(std::min(to + 1, last));
    wanted.push_back(std::max<qint64>(from - 1, 0));
    const auto next =
        std::ranges::find_if(wanted, [&](qint64 page) { return !pages_.contains(page); });
    if (next == wanted.end() || (reading_.busy() && asked_ == *next))
        return;
    asked_ = *next;
    reading_.run(
        &pools_.readers, this,
        [view = view_, page = *next, size](std::stop_token stop) {
            return view->window(page * size, size, {}, {std::move(stop), {}});
        },
        [this, page = *next](Result<TableWindow> window) { takePage(page, std::move(window)); });
}

void DatasetTableModel::takePage(qint64 page, Result<TableWindow> window)
{
    if (!window) {
        if (window.error().kind != Error::Kind::Cancelled)
            emit filterFailed(window.error().message);
        return;
    }
    const int size = pageRows();
    const auto got = static_cast<qint64>(window->rows.size());
    pages_[page] = std::move(window->rows);
    lastUsed_.push_back(page);
    while (lastUsed_.size() > pagesKept) {
        pages_.erase(lastUsed_.front());
        lastUsed_.pop_front();
    }
    if (!total() && got < size && page * size + got < previewed_) {
        previewed_ = page * size + got; // the preview ends here
        setWindow(first_, rows_);
        return;
    }
    const auto from = std::max<qint64>(page * size - first_, 0);
    const auto to = std::min<qint64>((page + 1) * size - first_, shown_) - 1;
    if (from <= to && columnCount() > 0)
        emit dataChanged(index(static_cast<int>(from), 0),
                         index(static_cast<int>(to), columnCount() - 1));
    askPages();
}

void DatasetTableModel::forgetPages()
{
    reading_.cancel();
    asked_ = -1;
    pages_.clear();
    lastUsed_.clear();
}

const std::vector<std::optional<std::string>>* DatasetTableModel::cells(qint64 row) const
{
    const auto page = pages_.find(row / pageRows());
    if (page == pages_.end())
        return nullptr;
    const auto at = static_cast<std::size_t>(row % pageRows());
    return at < page->second.size() ? &page->second[at] : nullptr;
}

int DatasetTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : shown_;
}

int DatasetTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

Qt::Alignment DatasetTableModel::alignment(const DataColumn& column)
{
    return Qt::AlignVCenter | (isNumeric(column.kind) ? Qt::AlignRight : Qt::AlignLeft);
}

QVariant DatasetTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto column = static_cast<std::size_t>(index.column());
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(alignment(columns_[column]));
    const auto* row = cells(first_ + index.row());
    if (role == PendingRole)
        return row == nullptr;
    if (!row || column >= row->size())
        return {};
    const auto& cell = (*row)[column];
    switch (role) {
    case MissingRole:
        return !cell.has_value();
    case Qt::DisplayRole:
        return cell ? QString::fromStdString(*cell) : missingText();
    case Qt::ToolTipRole:
        return cell ? QString::fromStdString(*cell) : tr("Missing");
    case Qt::AccessibleTextRole:
        return cell ? QString::fromStdString(*cell) : tr("missing");
    default:
        return {};
    }
}

QVariant DatasetTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole && section >= 0 && section < shown_
                   ? QVariant(countText(first_ + section + 1))
                   : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    const auto& column = columns_[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(column.name);
    case Qt::ToolTipRole:
        return QStringLiteral("%1\n%2").arg(QString::fromStdString(column.name),
                                            QString::fromStdString(column.type));
    case TypeRole:
        return QString::fromStdString(column.type);
    case Qt::TextAlignmentRole:
        return static_cast<int>(alignment(column));
    case SortRole: {
        const auto found = std::ranges::find(query_.sort, column.name, &TableSort::column);
        return found == query_.sort.end() ? 0 : found->descending ? -1 : 1;
    }
    default:
        return {};
    }
}

} // namespace binnacle
