#include "models/version_choices_model.h"

#include "services/workspace/registry_reader.h"

#include <QStringList>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t newestOfModel = 20;

std::vector<VersionChoice> choicesIn(const std::shared_ptr<Workspace>& workspace)
{
    const RegistryReader reader(workspace);
    std::vector<VersionChoice> choices;
    const auto models = reader.models();
    if (!models)
        return choices;
    for (const auto& model : *models) {
        const auto versions = reader.versions(model.row, 0, newestOfModel);
        if (!versions)
            continue;
        for (const auto& detail : *versions) {
            QStringList where;
            for (const auto& alias : detail.aliases)
                where << QStringLiteral("@%1").arg(QString::fromStdString(alias.alias.name));
            where << QString::fromStdString(model.sourceName);
            choices.push_back(
                {model.source, model.model.name, detail.version.version,
                 QStringLiteral("%1 v%2").arg(QString::fromStdString(model.model.name),
                                              QString::fromStdString(detail.version.version)),
                 where.join(QStringLiteral(" · "))});
        }
    }
    return choices;
}

} // namespace

VersionChoicesModel::VersionChoicesModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                         QObject* parent)
    : QAbstractListModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
}

void VersionChoicesModel::reload()
{
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_](const std::stop_token&) { return choicesIn(workspace); },
        [this](std::vector<VersionChoice> choices) {
            all_ = std::move(choices);
            loaded_ = true;
            show();
            emit loaded();
        });
}

void VersionChoicesModel::setSearch(const QString& words)
{
    search_ = words;
    show();
}

void VersionChoicesModel::show()
{
    const auto words = search_.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    beginResetModel();
    shown_.clear();
    for (const auto& choice : all_)
        if (std::ranges::all_of(words, [&](const QString& word) {
                return choice.text.contains(word, Qt::CaseInsensitive) ||
                       choice.where.contains(word, Qt::CaseInsensitive);
            }))
            shown_.push_back(choice);
    endResetModel();
}

int VersionChoicesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant VersionChoicesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& choice = at(index.row());
    if (role == Qt::DisplayRole)
        return choice.text;
    if (role == WhereRole || role == Qt::ToolTipRole)
        return choice.where;
    return {};
}

} // namespace binnacle
