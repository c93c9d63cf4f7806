#include "models/registry_date_model.h"

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

constexpr QLatin1String stageMark("stage:");

QString heldName(const std::string& alias)
{
    const QString name = QString::fromStdString(alias);
    return name.startsWith(stageMark)
               ? RegistryDateModel::tr("stage %1").arg(name.mid(stageMark.size()))
               : name;
}

} // namespace

RegistryDateModel::RegistryDateModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                     QObject* parent)
    : QAbstractTableModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
}

void RegistryDateModel::ask(qint64 time)
{
    time_ = time;
    using Rows = std::vector<Row>;
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_, time](std::stop_token stop) -> Result<Rows> {
            const RegistryReader reader(workspace);
            const auto models = reader.models();
            if (!models)
                return failure(models.error());
            std::map<std::string, int> sameName;
            for (const auto& model : *models)
                ++sameName[model.model.name];
            Rows rows;
            for (const auto& model : *models) {
                if (stop.stop_requested())
                    return failure(cancelledError());
                auto held = reader.holdersAt(model.row, time);
                if (!held)
                    return failure(held.error());
                QString name = QString::fromStdString(model.model.name);
                if (sameName[model.model.name] > 1)
                    name += QStringLiteral(" · ") + QString::fromStdString(model.sourceName);
                for (auto& entry : *held)
                    rows.push_back({name, std::move(entry)});
            }
            return rows;
        },
        [this](Result<Rows> rows) {
            if (!rows) {
                emit failed(rows.error());
                return;
            }
            beginResetModel();
            rows_ = std::move(*rows);
            endResetModel();
            emit answered();
        });
}

int RegistryDateModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RegistryDateModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RegistryDateModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == CertainRole)
        return row.held.certain;
    if (role == Qt::ToolTipRole && index.column() == Certainty)
        return row.held.certain
                   ? tr("A mirror or an act of Binnacle before and after that day agree.")
                   : tr("It may have changed between two mirrors around that day, before the first "
                        "of "
                        "them, or since the last.");
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Model:
        return row.model;
    case Alias:
        return heldName(row.held.alias);
    case Version:
        return versionText(row.held.version);
    default:
        return row.held.certain ? tr("Certain") : tr("Uncertain");
    }
}

QVariant RegistryDateModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Model"), QT_TR_NOOP("Alias"),
                                         QT_TR_NOOP("Version"), QT_TR_NOOP("Known")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
