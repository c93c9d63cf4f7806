#include "models/found_runs_model.h"

#include "models/comparison_columns.h"

namespace binnacle {

FoundRunsModel::FoundRunsModel(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                               QObject* parent)
    : QAbstractListModel(parent), engine_(std::move(engine)), pools_(pools)
{
}

// As a filter where it is one, else as words.
Result<FoundRunsModel::Answer> FoundRunsModel::read(RunQueryEngine& engine, const std::string& text,
                                                    const std::stop_token& stop)
{
    RunQuery query;
    const bool filter = text.find_first_of("<>=") != std::string::npos;
    (filter ? query.filter : query.freeText) = text;
    auto ordering = engine.run(query, stop);
    if (!ordering)
        return failure(ordering.error());
    Answer answer;
    answer.all = std::move(ordering->rows);
    const auto shown = std::span(answer.all).first(std::min(shownRuns, answer.all.size()));
    const std::vector<RunColumn> columns = {{RunColumn::Kind::Attribute, "source"},
                                            {RunColumn::Kind::Attribute, "experiment_name"}};
    const auto cells = engine.cells(shown, columns, stop);
    if (!cells)
        return failure(cells.error());
    for (const auto& row : *cells)
        answer.rows.push_back({row.head.row, QString::fromStdString(row.head.name),
                               tr("%1 · %2").arg(textOf(row.cells[0]), textOf(row.cells[1]))});
    return answer;
}

void FoundRunsModel::search(const QString& text)
{
    slot_.run(
        &pools_.readers, this,
        [engine = engine_, words = text.trimmed().toStdString()](const std::stop_token& stop) {
            return read(*engine, words, stop);
        },
        [this](Result<Answer> answer) {
            if (!answer && answer.error().kind == Error::Kind::Cancelled)
                return;
            beginResetModel();
            problem_ = answer ? QString() : answer.error().message;
            if (answer) {
                all_ = std::move(answer->all);
                rows_ = std::move(answer->rows);
            }
            endResetModel();
            emit searched();
        });
}

void FoundRunsModel::setTaken(std::set<RunRowId> runs)
{
    taken_ = std::move(runs);
    if (!rows_.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {TakenRole, Qt::AccessibleTextRole});
}

int FoundRunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant FoundRunsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    const bool taken = taken_.contains(row.run);
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::ToolTipRole:
        return tr("%1\n%2").arg(row.name, row.where);
    case Qt::AccessibleTextRole:
        return taken ? tr("%1, compared").arg(row.name) : row.name;
    case RunRole:
        return static_cast<qlonglong>(raw(row.run));
    case WhereRole:
        return row.where;
    case TakenRole:
        return taken;
    default:
        return {};
    }
}

} // namespace binnacle
