#include "models/outbox_list_model.h"

#include "models/number_text.h"
#include "services/domain/run.h"
#include "services/workspace/run_reader.h"

#include <QCoreApplication>

#include <algorithm>
#include <unordered_map>

namespace binnacle {

namespace {

constexpr int gatherMilliseconds = 60;

QString say(const char* text)
{
    return QCoreApplication::translate("OutboxListModel", text);
}

QString valueText(const std::optional<std::string>& value)
{
    return value ? QString::fromStdString(*value).simplified() : missingText();
}

// Edits with the names of their runs; the id where the run is not mirrored any more.
Result<std::vector<OutboxListModel::Row>> readRows(const std::shared_ptr<Workspace>& workspace)
{
    auto edits = OutboxStore(workspace).list();
    if (!edits)
        return failure(edits.error());
    std::vector<RunRowId> runs;
    for (const Edit& edit : *edits)
        runs.push_back(edit.run);
    std::sort(runs.begin(), runs.end());
    runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
    std::unordered_map<std::int64_t, RunDetail> details;
    const RunReader reader(workspace);
    for (const RunRowId run : runs) {
        if (auto detail = reader.detail(run))
            details.emplace(raw(run), std::move(*detail));
    }
    std::vector<OutboxListModel::Row> rows;
    for (Edit& edit : *edits) {
        OutboxListModel::Row row;
        const auto found = details.find(raw(edit.run));
        row.runName = found == details.end() ? edit.runId : found->second.run.name;
        row.sourceName = found == details.end() ? std::string() : found->second.sourceName;
        row.edit = std::move(edit);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

QString editText(const Edit& edit)
{
    switch (edit.kind) {
    case Edit::Kind::Rename:
        return say("Rename");
    case Edit::Kind::SetTag:
        return edit.key == tags::note ? say("Note")
                                      : say("Set tag %1").arg(QString::fromStdString(edit.key));
    case Edit::Kind::DeleteTag:
        return edit.key == tags::note ? say("Remove note")
                                      : say("Remove tag %1").arg(QString::fromStdString(edit.key));
    case Edit::Kind::Delete:
        return say("Delete run");
    case Edit::Kind::Restore:
        return say("Restore run");
    }
    return {};
}

QString editStateText(Edit::State state)
{
    switch (state) {
    case Edit::State::Pending:
        return say("Waiting");
    case Edit::State::Conflict:
        return say("Conflict");
    case Edit::State::Failed:
        return say("Failed");
    }
    return {};
}

OutboxListModel::OutboxListModel(QObject* parent) : QAbstractTableModel(parent)
{
    soon_.setSingleShot(true);
    soon_.setInterval(gatherMilliseconds);
    connect(&soon_, &QTimer::timeout, this, &OutboxListModel::reload);
}

void OutboxListModel::follow(std::shared_ptr<Workspace> workspace, WorkerPools& pools)
{
    workspace_ = std::move(workspace);
    pools_ = &pools;
    connect(&workspace_->events(), &WorkspaceEvents::outboxChanged, this, [this] {
        if (!soon_.isActive())
            soon_.start();
    });
    reload();
}

void OutboxListModel::reload()
{
    loading_.run(
        &pools_->readers, this,
        [workspace = workspace_](std::stop_token) { return readRows(workspace); },
        [this](auto rows) {
            if (rows)
                setRows(std::move(*rows));
            else
                emit failed(rows.error().message);
        });
}

void OutboxListModel::setRows(std::vector<Row> rows)
{
    const auto has = [&rows](EditId id) {
        return std::any_of(rows.begin(), rows.end(),
                           [id](const Row& row) { return row.edit.id == id; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (has(at(row).edit.id))
            continue;
        beginRemoveRows({}, row, row);
        rows_.erase(rows_.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        auto& wanted = rows[static_cast<std::size_t>(row)];
        if (row < rowCount() && at(row).edit.id == wanted.edit.id) {
            rows_[static_cast<std::size_t>(row)] = std::move(wanted);
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        } else {
            beginInsertRows({}, row, row);
            rows_.insert(rows_.begin() + row, std::move(wanted));
            endInsertRows();
        }
    }
    emit loaded();
}

void OutboxListModel::resolve(int row, bool keepMine)
{
    const EditId edit = at(row).edit.id;
    deliver(onPool(&pools_->readers,
                   [workspace = workspace_, edit, keepMine] {
                       return OutboxStore(workspace).resolve(edit, keepMine);
                   }),
            this, [this](const Result<void>& result) {
                if (!result)
                    emit failed(result.error().message);
            });
}

int OutboxListModel::conflicts() const
{
    return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [](const Row& row) {
        return row.edit.state != Edit::State::Pending;
    }));
}

int OutboxListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int OutboxListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString OutboxListModel::cellText(const Row& row, int column) const
{
    switch (column) {
    case RunColumnNo:
        return QString::fromStdString(row.runName);
    case ChangeColumn:
        return editText(row.edit);
    case ValueColumn:
        if (row.edit.kind == Edit::Kind::Delete || row.edit.kind == Edit::Kind::Restore)
            return {};
        return valueText(row.edit.before) + QStringLiteral(" → ") +
               (row.edit.kind == Edit::Kind::DeleteTag ? missingText() : valueText(row.edit.value));
    case StateColumn:
        return editStateText(row.edit.state);
    default:
        return {};
    }
}

QVariant OutboxListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, index.column());
    case StateRole:
        return static_cast<int>(row.edit.state);
    case EditIdRole:
        return QVariant::fromValue<qlonglong>(raw(row.edit.id));
    case SentenceRole:
    case Qt::ToolTipRole:
        if (row.edit.state == Edit::State::Conflict)
            return say("The source holds “%1” now.").arg(valueText(row.edit.serverValue));
        return QString::fromStdString(row.edit.message);
    default:
        return {};
    }
}

QVariant OutboxListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RunColumnNo:
        return say("Run");
    case ChangeColumn:
        return say("Change");
    case ValueColumn:
        return say("Before → after");
    case StateColumn:
        return say("State");
    default:
        return {};
    }
}

} // namespace binnacle
