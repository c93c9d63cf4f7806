// What the page shows of the model and the version chosen, and how it remembers them.
#include "services/workspace/view_store.h"
#include "widgets/common/fitted_columns.h"
#include "widgets/common/labels.h"
#include "widgets/registry/alias_bar.h"
#include "widgets/registry/alias_drop_table.h"
#include "widgets/registry/lineage_view.h"
#include "widgets/registry/models_page.h"
#include "widgets/registry/version_inspector.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QPushButton>
#include <QSplitter>

namespace binnacle {

namespace {
constexpr const char* settingName = "models.page";
}

std::optional<RegisteredModelRowId> ModelsPage::currentModel() const
{
    return chosen_;
}

std::string ModelsPage::currentVersion() const
{
    return version_;
}

const RegistryRow* ModelsPage::currentRow() const
{
    const int row = chosen_ ? model_->rowOf(*chosen_) : -1;
    return row < 0 ? nullptr : &model_->at(row);
}

void ModelsPage::modelChosen()
{
    const QModelIndex current = filtered_->mapToSource(table_->currentIndex());
    if (!current.isValid())
        return;
    const RegistryRow& row = model_->at(current.row());
    if (chosen_ == row.summary.row)
        return;
    chosen_ = row.summary.row;
    version_.clear();
    // What serves comes first; where nothing does, the newest.
    wantedVersion_ = row.champion ? row.champion->version : row.summary.latestVersion;
    versions_->setModel(chosen_, row.summary.versions);
    page_->clear();
    if (!wantedVersion_.empty())
        chooseVersion(wantedVersion_);
    showLower();
    remembering_.start();
}

void ModelsPage::chooseVersion(const std::string& version)
{
    wantedVersion_ = version;
    if (!chosen_)
        return;
    version_ = version;
    page_->setVersion(*chosen_, version);
    enableActs();
    // Its row is marked as soon as the page that it stands on was read.
    const int row = versions_->rowOf(version);
    if (row < 0)
        return;
    wantedVersion_.clear();
    versionTable_->setCurrentIndex(versions_->index(row, 0));
    versionTable_->scrollTo(versions_->index(row, 0));
}

void ModelsPage::versionChosen()
{
    const QModelIndex current = versionTable_->currentIndex();
    const auto* row = versions_->at(current.row());
    if (!current.isValid() || !row || !chosen_ || row->detail.version.version == version_)
        return;
    wantedVersion_.clear();
    version_ = row->detail.version.version;
    page_->setVersion(*chosen_, version_);
    enableActs();
    remembering_.start();
}

void ModelsPage::showVersion(RegisteredModelRowId model, const std::string& version)
{
    const int row = model_->rowOf(model);
    if (row < 0) {
        chosen_ = model; // follow() finds it once the models were read
        version_ = version;
        return;
    }
    QModelIndex index = filtered_->mapFromSource(model_->index(row, 0));
    if (!index.isValid()) {
        sourceList_->setCurrentIndex(sources_->index(0));
        filtered_->setSearch({});
        index = filtered_->mapFromSource(model_->index(row, 0));
    }
    table_->setCurrentIndex(index);
    table_->scrollTo(index);
    if (!version.empty())
        chooseVersion(version);
}

// Each node of the lineage opens what it stands for.
void ModelsPage::openNode(const RegistryLineageNode& node)
{
    using Kind = RegistryLineageNode::Kind;
    switch (node.kind) {
    case Kind::Dataset:
        emit datasetRequested(*node.run, node.name, QString::fromStdString(node.digest));
        break;
    case Kind::Run:
        emit runActivated(*node.run);
        break;
    case Kind::LoggedModel:
        emit runModelRequested(*node.run, node.name);
        break;
    case Kind::Version:
        inspectorButton_->setChecked(true);
        inspector_->showSection(VersionInspector::Details);
        if (node.model != chosen_ || node.version != version_)
            showVersion(*node.model, node.version);
        break;
    case Kind::Alias:
        inspectorButton_->setChecked(true);
        inspector_->showSection(VersionInspector::History);
        break;
    case Kind::Deployment:
        break;
    }
}

void ModelsPage::setReadiness(std::map<RegisteredModelRowId, double> scores)
{
    model_->setReadiness(std::move(scores));
}

void ModelsPage::follow()
{
    updateState();
    if (!restored_)
        return;
    if (!sourceList_->currentIndex().isValid())
        sourceList_->setCurrentIndex(sources_->index(0));
    const int row = chosen_ ? model_->rowOf(*chosen_) : -1;
    if (row < 0) {
        chosen_.reset();
        version_.clear();
        page_->clear();
        versions_->setModel(std::nullopt, 0);
        if (filtered_->rowCount() > 0)
            table_->setCurrentIndex(filtered_->index(0, 0));
    } else {
        const RegistryRow& model = model_->at(row);
        const QModelIndex index = filtered_->mapFromSource(model_->index(row, 0));
        const std::string version = version_;
        if (index.isValid() && table_->currentIndex().row() != index.row())
            table_->setCurrentIndex(index);
        versions_->setModel(chosen_, model.summary.versions);
        if (!version.empty())
            chooseVersion(version);
        else if (!model.summary.latestVersion.empty())
            chooseVersion(model.champion ? model.champion->version : model.summary.latestVersion);
    }
    showLower();
}

void ModelsPage::showLower()
{
    const RegistryRow* row = currentRow();
    details_->setVisible(row != nullptr);
    enableActs();
    if (!row)
        return;
    const auto& page = page_->data();
    const QString name = QString::fromStdString(row->summary.model.name);
    lowerTitle_->setFullText(version_.empty()
                                 ? tr("%1 has no version").arg(name)
                                 : tr("Lineage of %1 %2").arg(name, versionText(version_)));
    aliases_->setAliases(row->summary.row, row->summary.aliases);
    lineage_->setVisible(page.has_value());
    if (page)
        lineage_->setLineage(page->lineage);
}

void ModelsPage::restore()
{
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_](std::stop_token) {
            return ViewStore(workspace).setting(settingName);
        },
        [this](Result<std::optional<std::string>> setting) {
            restored_ = true;
            const std::string text = setting && *setting ? **setting : std::string();
            const QJsonObject kept =
                QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
            std::vector<int> widths;
            for (const auto& width : kept[u"widths_chosen"].toArray())
                widths.push_back(width.toInt());
            columns_->setChosen(widths);
            if (kept.contains(u"sort"))
                table_->sortByColumn(
                    qBound(0, kept[u"sort"].toInt(), RegistryTableModel::ColumnCount - 1),
                    kept[u"descending"].toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
            if (!chosen_ && kept.contains(u"model")) {
                chosen_ = RegisteredModelRowId{kept[u"model"].toInteger()};
                version_ = kept[u"version"].toString().toStdString();
            }
            inspectorButton_->setChecked(kept[u"inspector"].toBool(true));
            if (model_->state() == RegistryTableModel::State::Ready)
                follow();
        });
}

void ModelsPage::remember()
{
    if (!restored_)
        return;
    QJsonObject kept;
    QJsonArray widths;
    for (const int width : columns_->chosen())
        widths.append(width);
    kept[QStringLiteral("widths_chosen")] = widths;
    kept[QStringLiteral("sort")] = table_->horizontalHeader()->sortIndicatorSection();
    kept[QStringLiteral("descending")] =
        table_->horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder;
    if (chosen_)
        kept[QStringLiteral("model")] = static_cast<qint64>(raw(*chosen_));
    kept[QStringLiteral("version")] = QString::fromStdString(version_);
    kept[QStringLiteral("inspector")] = inspectorButton_->isChecked();
    const std::string text = QJsonDocument(kept).toJson(QJsonDocument::Compact).toStdString();
    saving_.run(
        &pools_.jobs, this,
        [workspace = workspace_, text](std::stop_token) {
            return ViewStore(workspace).setSetting(settingName, text);
        },
        [](const Result<void>&) {}); // a selection that is not kept is no loss
}

} // namespace binnacle
