#include "models/dataset_profile_model.h"

#include "models/dataset_document.h"
#include "models/dataset_profile_text.h"
#include "services/data/profile/profile_json.h"

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {
constexpr int fetchInterval = 60; // ms
constexpr std::size_t visibleBatch = 6, batch = 24;
} // namespace

ProfilePlan::ProfilePlan(std::vector<std::string> columns)
    : columns_(std::move(columns)), taken_(columns_.size(), false)
{
}

void ProfilePlan::setVisible(std::size_t first, std::size_t last)
{
    const std::scoped_lock lock(mutex_);
    first_ = first;
    last_ = last;
}

std::vector<std::string> ProfilePlan::next()
{
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> names;
    const auto take = [&](std::size_t from, std::size_t to, std::size_t most) {
        for (auto i = from; i < std::min(to, columns_.size()) && names.size() < most; ++i)
            if (!taken_[i]) {
                taken_[i] = true;
                names.push_back(columns_[i]);
            }
    };
    take(first_, last_ + 1, visibleBatch);
    if (names.empty())
        take(0, columns_.size(), batch);
    return names;
}

DatasetProfileModel::DatasetProfileModel(WorkerPools& pools, QObject* parent)
    : QAbstractListModel(parent), pools_(pools)
{
    clock_.setInterval(fetchInterval);
    connect(&clock_, &QTimer::timeout, this, &DatasetProfileModel::fetch);
}

DatasetProfileModel::~DatasetProfileModel()
{
    letGoOn(pools_.jobs, std::exchange(data_, nullptr));
}

void DatasetProfileModel::clear()
{
    running_.cancel();
    clock_.stop();
    beginResetModel();
    letGoOn(pools_.jobs, std::exchange(data_, nullptr));
    columns_.clear();
    profiles_.clear();
    table_.reset();
    rows_ = 0;
    known_ = 0;
    state_ = State::Empty;
    endResetModel();
    emit stateChanged();
    emit tableKnown();
}

void DatasetProfileModel::setDataset(std::shared_ptr<const Dataset> data, bool sameData)
{
    if (sameData && data_ && columns_ == data->columns) {
        letGoOn(pools_.jobs, std::exchange(data_, std::move(data)));
        return;
    }
    clear();
    beginResetModel();
    data_ = std::move(data);
    columns_ = data_->columns;
    profiles_.assign(columns_.size(), std::nullopt);
    state_ = State::Idle;
    endResetModel();
    emit stateChanged();
}

void DatasetProfileModel::setKept(const std::string& profile)
{
    auto kept = readProfileJson(profile);
    if (!kept || kept->columns.size() != columns_.size())
        return;
    for (auto& column : kept->columns)
        take(std::move(column));
    table_ = std::move(kept->table);
    rows_ = kept->rows;
    if (known_ == rowCount() && table_)
        state_ = State::Known;
    emit stateChanged();
    emit tableKnown();
}

void DatasetProfileModel::start()
{
    if (!data_ || state_ == State::Known || state_ == State::Running)
        return;
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (!profiles_[i])
            missing.push_back(columns_[i].name);
    plan_ = std::make_shared<ProfilePlan>(std::move(missing));
    letters_ = std::make_shared<Mailbox<Letter>>();
    setVisible(visibleFirst_, visibleLast_);
    state_ = State::Running;
    running_.run(
        &pools_.jobs, this,
        [data = data_, plan = plan_, letters = letters_,
         hasTable = table_.has_value()](const std::stop_token& stop) -> Result<void> {
            for (auto names = plan->next(); !names.empty(); names = plan->next()) {
                ProfileOptions options;
                options.columns = std::move(names);
                options.stop = stop;
                options.column = [&](const ColumnProfile& column) { letters->put({column, {}}); };
                if (auto done = profileDataset(*data, options); !done)
                    return failure(done.error());
            }
            if (hasTable)
                return {};
            auto table = profileTable(*data, {stop, {}});
            if (!table)
                return failure(table.error());
            letters->put({{}, std::move(*table)});
            return {};
        },
        [this](const Result<void>& done) { finished(done); });
    clock_.start();
    emit stateChanged();
}

void DatasetProfileModel::stop()
{
    if (state_ != State::Running)
        return;
    fetch();
    running_.cancel();
    clock_.stop();
    state_ = State::Stopped;
    emit stateChanged();
}

void DatasetProfileModel::setVisible(int first, int last)
{
    visibleFirst_ = first;
    visibleLast_ = last;
    if (!plan_ || first < 0 || last < first)
        return;
    // The plan holds only what was not known when it was made.
    const auto missingBefore = [&](int row) {
        return static_cast<std::size_t>(
            std::count(profiles_.begin(), profiles_.begin() + std::clamp<int>(row, 0, rowCount()),
                       std::nullopt));
    };
    if (known_ == 0)
        plan_->setVisible(static_cast<std::size_t>(first), static_cast<std::size_t>(last));
    else
        plan_->setVisible(missingBefore(first), missingBefore(last + 1));
}

void DatasetProfileModel::take(ColumnProfile profile)
{
    const auto found = std::ranges::find(columns_, profile.column.name, &DataColumn::name);
    if (found == columns_.end())
        return;
    const auto row = static_cast<std::size_t>(found - columns_.begin());
    if (!profiles_[row])
        ++known_;
    rows_ = profile.rows;
    profiles_[row] = std::move(profile);
    const auto changed = index(static_cast<int>(row));
    emit dataChanged(changed, changed);
}

void DatasetProfileModel::fetch()
{
    if (!letters_)
        return;
    bool any = false;
    for (auto& letter : letters_->take()) {
        any = true;
        if (letter.column)
            take(std::move(*letter.column));
        if (letter.table) {
            table_ = std::move(letter.table);
            emit tableKnown();
        }
    }
    if (any)
        emit stateChanged();
}

void DatasetProfileModel::finished(const Result<void>& done)
{
    fetch();
    clock_.stop();
    if (done) {
        state_ = State::Known;
        emit tableKnown();
        emit stateChanged();
        emit completed();
        return;
    }
    state_ = State::Failed;
    error_ = done.error();
    emit stateChanged();
}

double DatasetProfileModel::share() const
{
    const int all = rowCount() + 1; // the table is one more
    return static_cast<double>(known_ + (table_ ? 1 : 0)) / std::max(1, all);
}

const ColumnProfile* DatasetProfileModel::profile(int row) const
{
    if (row < 0 || row >= rowCount() || !profiles_[static_cast<std::size_t>(row)])
        return nullptr;
    return &*profiles_[static_cast<std::size_t>(row)];
}

DatasetProfile DatasetProfileModel::whole() const
{
    DatasetProfile profile;
    profile.rows = rows_;
    for (const auto& column : profiles_)
        if (column)
            profile.columns.push_back(*column);
    profile.table = table_;
    return profile;
}

std::vector<std::string> DatasetProfileModel::constantColumns() const
{
    std::vector<std::string> names;
    for (const auto& column : profiles_)
        if (column && (column->isConstant() || (column->rows > 0 && column->present() == 0)))
            names.push_back(column->column.name);
    return names;
}

int DatasetProfileModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant DatasetProfileModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(columns_[row].name);
    case TypeRole:
        return QString::fromStdString(columns_[row].type);
    case KnownRole:
        return profiles_[row].has_value();
    case Qt::AccessibleTextRole:
        return profiles_[row]
                   ? profileSentence(*profiles_[row])
                   : tr("%1, not known yet").arg(QString::fromStdString(columns_[row].name));
    case Qt::ToolTipRole:
        return profiles_[row] ? QVariant(profileTip(*profiles_[row])) : QVariant();
    default:
        return {};
    }
}

} // namespace binnacle
