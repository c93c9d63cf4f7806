// What a person can do with models and versions: promote, go back, undo, delete.
#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/row_painting.h"
#include "widgets/registry/alias_bar.h"
#include "widgets/registry/alias_drop_table.h"
#include "widgets/registry/models_page.h"
#include "widgets/registry/on_date_popup.h"
#include "widgets/registry/promotion_dialog.h"
#include "widgets/registry/version_inspector.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QStyleOptionViewItem>

#include <algorithm>

namespace binnacle {

void ModelsPage::setPrompts(std::shared_ptr<Prompts> prompts)
{
    prompts_ = std::move(prompts);
    inspector_->setPrompts(prompts_.get());
}

void ModelsPage::setDesk(std::shared_ptr<PromotionDesk> desk)
{
    desk_ = std::move(desk);
    aliases_->setDroppable(desk_ != nullptr);
    table_->setDroppable(desk_ != nullptr);
    versionTable_->setDroppable(desk_ != nullptr);
    inspector_->setEditable(desk_ != nullptr);
    enableActs();
    askUnfinished();
    emit headerChanged();
}

void ModelsPage::enableActs()
{
    const bool version = desk_ && chosen_ && !version_.empty();
    const RegistryRow* row = currentRow();
    promoteButton_->setEnabled(version);
    promoteButton_->setToolTip(version ? tr("Shows the plan; nothing is changed yet")
                                       : tr("Choose a version"));
    lastGoodButton_->setVisible(desk_ != nullptr);
    lastGoodButton_->setEnabled(desk_ && row && row->champion && row->champion->since);
}

void ModelsPage::connectActs()
{
    connect(table_, &QTableView::customContextMenuRequested, this, &ModelsPage::openModelMenu);
    connect(versionTable_, &QTableView::customContextMenuRequested, this,
            &ModelsPage::openVersionMenu);
    connect(aliases_, &AliasBar::versionRequested, this,
            [this](const QString& version) { chooseVersion(version.toStdString()); });
    connect(aliases_, &AliasBar::promoteRequested, this, &ModelsPage::promote);
    for (auto* table : {table_, versionTable_})
        connect(table, &AliasDropTable::dropped, this,
                [this](const QString& version, const QString& alias) {
                    if (alias.isEmpty())
                        askAlias(version);
                    else
                        promote(version, alias);
                });
    connect(onDateButton_, &QPushButton::clicked, this, [this] { onDate_->popUp(onDateButton_); });
    connect(promoteButton_, &QPushButton::clicked, this,
            [this] { promote(QString::fromStdString(version_), QStringLiteral("champion")); });
    connect(lastGoodButton_, &QPushButton::clicked, this, &ModelsPage::backToLastGood);
    connect(notice_, &NoticeBar::firstTriggered, this, &ModelsPage::undoLast);
    connect(unfinishedBar_, &NoticeBar::firstTriggered, this, [this] {
        if (!unfinished_.empty())
            act([id = unfinished_.front().act](PromotionDesk& desk, std::stop_token stop) {
                return desk.resume(id, stop);
            });
    });
    connect(unfinishedBar_, &NoticeBar::secondTriggered, this, [this] {
        if (!unfinished_.empty())
            act([id = unfinished_.front().act](PromotionDesk& desk, std::stop_token stop) {
                return desk.undo(id, stop);
            });
    });
}

void ModelsPage::connectInspector()
{
    connect(inspector_, &VersionInspector::runRequested, this, &ModelsPage::runActivated);
    const auto describe = [this](const std::string& version, const QString& text) {
        edit([model = *chosen_, version, text](PromotionDesk& desk, std::stop_token stop) {
            return desk.describe(model, version, text, stop);
        });
    };
    connect(inspector_, &VersionInspector::described, this,
            [this, describe](const QString& text) { describe(version_, text); });
    connect(inspector_, &VersionInspector::modelDescribed, this,
            [describe](const QString& text) { describe({}, text); });
    const auto setTag = [this](const QString& key, const std::optional<QString>& value) {
        edit([model = *chosen_, version = version_, key, value](PromotionDesk& desk,
                                                                std::stop_token stop) {
            return desk.setTag(model, version, key, value, stop);
        });
    };
    connect(inspector_, &VersionInspector::tagSet, this,
            [setTag](const QString& key, const QString& value) { setTag(key, value); });
    connect(inspector_, &VersionInspector::tagRemoved, this,
            [setTag](const QString& key) { setTag(key, std::nullopt); });
    connect(inspector_, &VersionInspector::aliasWanted, this,
            [this] { askAlias(QString::fromStdString(version_)); });
    connect(inspector_, &VersionInspector::aliasRemoved, this, &ModelsPage::removeAlias);
}

QList<PageCommand> ModelsPage::commands()
{
    QList<PageCommand> commands{{tr("On a date: who held which alias"), QStringLiteral("history"),
                                 [this] { onDate_->popUp(onDateButton_); }},
                                {tr("Register a model of a folder…"), QStringLiteral("package"),
                                 [this] { emit registerFolderRequested(); }}};
    if (!desk_ || !chosen_)
        return commands;
    if (!version_.empty())
        commands.append({tr("Promote…"), QStringLiteral("arrow-up"), [this] {
                             promote(QString::fromStdString(version_), QStringLiteral("champion"));
                         }});
    if (!version_.empty())
        commands.append({tr("Set an alias…"), QStringLiteral("tag"),
                         [this] { askAlias(QString::fromStdString(version_)); }});
    commands.append({tr("Back to the last good version"), QStringLiteral("undo-2"),
                     [this] { backToLastGood(); }});
    return commands;
}

PromotionDialog* ModelsPage::promotionDialog() const
{
    return findChild<PromotionDialog*>();
}

void ModelsPage::promote(const QString& version, const QString& alias)
{
    if (!desk_ || !chosen_ || version.isEmpty() || promotionDialog())
        return;
    auto* dialog = new PromotionDialog(desk_, pools_, *prompts_, this);
    connect(dialog, &PromotionDialog::runRequested, this, [this, dialog](RunRowId run) {
        dialog->reject();
        emit runActivated(run);
    });
    dialog->open(PromotionRequest{*chosen_, version.toStdString(), alias.toStdString()});
}

void ModelsPage::backToLastGood()
{
    const RegistryRow* row = currentRow();
    if (!desk_ || !row || !row->champion)
        return;
    asked_.run(
        &pools_.jobs, this,
        [desk = desk_, model = *chosen_, alias = row->champion->heldBy](std::stop_token stop) {
            return desk->lastGood(model, alias, stop);
        },
        [this](Result<PromotionRequest> request) {
            if (!request) {
                lastAct_.clear();
                notice_->show(request.error().message);
                return;
            }
            promote(QString::fromStdString(request->version),
                    QString::fromStdString(request->alias));
        });
}

void ModelsPage::deleteVersion()
{
    const RegistryRow* row = currentRow();
    if (!desk_ || !row || version_.empty())
        return;
    const QString name = QString::fromStdString(row->summary.model.name);
    prompts_->confirm(this,
                      {tr("Delete %1 %2?").arg(name, versionText(version_)),
                       tr("The version goes from %1; its run stays. This cannot be undone.")
                           .arg(QString::fromStdString(row->summary.sourceName)),
                       tr("Delete"), true},
                      [this, model = *chosen_, version = version_] {
                          act([model, version](PromotionDesk& desk, std::stop_token stop) {
                              return desk.deleteVersion(model, version, stop);
                          });
                      });
}

// What says “in production” is promoted to, through its gates; another alias is set at once.
void ModelsPage::askAlias(const QString& version)
{
    if (!desk_ || !chosen_ || version.isEmpty())
        return;
    prompts_->askText(
        this, tr("Set an alias of %1").arg(versionText(version.toStdString())), tr("Alias"), {},
        [this, version, model = *chosen_](const QString& text) {
            const QString alias = text.trimmed();
            if (isProductionAlias(alias)) {
                promote(version, alias);
            } else if (!alias.isEmpty()) {
                act([model, alias, version](PromotionDesk& desk, std::stop_token stop) {
                    return desk.setAlias(model, alias.toStdString(), version.toStdString(), stop);
                });
            }
        });
}

void ModelsPage::removeAlias(const QString& alias)
{
    const RegistryRow* row = currentRow();
    if (!desk_ || !row)
        return;
    prompts_->confirm(
        this,
        {tr("Take the alias %1 away?").arg(alias),
         tr("No version of %1 holds it then, and whoever asks for it gets none. It can be undone.")
             .arg(QString::fromStdString(row->summary.model.name)),
         tr("Take away"), true},
        [this, alias, model = *chosen_] {
            act([model, alias](PromotionDesk& desk, std::stop_token stop) {
                return desk.setAlias(model, alias.toStdString(), std::nullopt, stop);
            });
        });
}

std::optional<QString> ModelsPage::aliasOfModelCell(const DraggedVersion& dragged,
                                                    const QModelIndex& index,
                                                    const QPoint& place) const
{
    const auto model = index.data(RegistryTableModel::ModelRole).toLongLong();
    const QStringList names = index.data(RegistryTableModel::CellAliasesRole).toStringList();
    if (model != raw(dragged.model))
        return std::nullopt;
    QString alias;
    if (index.column() == RegistryTableModel::Aliases) {
        QStyleOptionViewItem cell;
        cell.rect = table_->visualRect(index);
        const int pill =
            pillAt(cellRoom(cell), index.data(RegistryTableModel::PillsRole).toStringList(),
                   table_->font(), place.x());
        if (pill < 0)
            return QString(); // beside the pills: it is asked for
        alias = names.value(pill);
    } else {
        alias = names.value(0);
    }
    const RegistryRow* row = currentRow();
    const bool held =
        row && std::ranges::any_of(row->summary.aliases, [&](const AliasState& state) {
            return state.alias.name == alias.toStdString() &&
                   state.alias.version == dragged.version.toStdString();
        });
    return alias.isEmpty() || held ? std::nullopt : std::optional(alias);
}

std::optional<QString> ModelsPage::aliasOfVersionCell(const DraggedVersion& dragged,
                                                      const QModelIndex& index,
                                                      const QPoint& place) const
{
    const QStringList pills = index.data(RegistryVersionsModel::PillsRole).toStringList();
    if (chosen_ != dragged.model || pills.isEmpty() ||
        index.data(RegistryVersionsModel::VersionRole).toString() == dragged.version)
        return std::nullopt;
    QStyleOptionViewItem cell;
    cell.rect = versionTable_->visualRect(index);
    const int pill = pillAt(cellRoom(cell), pills, versionTable_->font(), place.x());
    return pill < 0 ? std::nullopt : std::optional(pills[pill]);
}

void ModelsPage::act(std::function<Result<PromotionOutcome>(PromotionDesk&, std::stop_token)> work)
{
    if (!desk_)
        return;
    deliver(
        onPool(&pools_.jobs, [desk = desk_, work = std::move(work)] { return work(*desk, {}); }),
        this, [this](Result<PromotionOutcome> outcome) {
            lastAct_ = outcome ? outcome->act : std::string();
            notice_->show(outcome ? outcome->sentence : outcome.error().message,
                          lastAct_.empty() ? QString() : tr("Undo"));
            askUnfinished();
        });
}

void ModelsPage::edit(std::function<Result<void>(PromotionDesk&, std::stop_token)> work)
{
    if (!desk_ || !chosen_)
        return;
    deliver(
        onPool(&pools_.jobs, [desk = desk_, work = std::move(work)] { return work(*desk, {}); }),
        this, [this](Result<void> done) {
            if (done)
                return;
            lastAct_.clear();
            notice_->show(done.error().message);
        });
}

void ModelsPage::undoLast()
{
    if (lastAct_.empty())
        return;
    notice_->hide();
    act([id = lastAct_](PromotionDesk& desk, std::stop_token stop) { return desk.undo(id, stop); });
}

void ModelsPage::askUnfinished()
{
    if (!desk_)
        return;
    deliver(onPool(&pools_.readers, [desk = desk_] { return desk->unfinished({}); }), this,
            [this](Result<std::vector<UnfinishedPromotion>> acts) {
                if (acts)
                    showUnfinished(std::move(*acts));
            });
}

void ModelsPage::showUnfinished(std::vector<UnfinishedPromotion> acts)
{
    const bool changed = acts.size() != unfinished_.size();
    unfinished_ = std::move(acts);
    if (unfinished_.empty()) {
        unfinishedBar_->hide();
    } else {
        QString text = unfinished_.front().sentence;
        if (unfinished_.size() > 1)
            text += tr(" · %1 more").arg(unfinished_.size() - 1);
        unfinishedBar_->show(text, tr("Resume"), tr("Undo"));
    }
    if (changed)
        emit unfinishedChanged(static_cast<int>(unfinished_.size()));
}

void ModelsPage::addActs(QMenu* menu)
{
    if (!desk_ || version_.empty())
        return;
    const QString version = QString::fromStdString(version_);
    auto* toAlias = menu->addMenu(tr("Promote %1 to").arg(versionText(version_)));
    toAlias->setObjectName(QStringLiteral("promoteMenu"));
    QStringList aliases{QStringLiteral("champion"), QStringLiteral("challenger")};
    if (const RegistryRow* row = currentRow()) {
        for (const auto& state : row->summary.aliases) {
            const QString name = QString::fromStdString(state.alias.name);
            if (!aliases.contains(name))
                aliases << name;
        }
    }
    for (const QString& alias : std::as_const(aliases))
        toAlias->addAction(alias, this, [this, version, alias] { promote(version, alias); });
    toAlias->addAction(tr("Another alias…"), this, [this, version] {
        prompts_->askText(this, tr("Promote to"), tr("Alias"), {},
                          [this, version](const QString& alias) {
                              if (!alias.trimmed().isEmpty())
                                  promote(version, alias.trimmed());
                          });
    });
    menu->addAction(icon(QStringLiteral("tag")), tr("Set an alias…"), this,
                    [this, version] { askAlias(version); });
    menu->addAction(icon(QStringLiteral("undo-2")), tr("Back to the last good version"), this,
                    &ModelsPage::backToLastGood)
        ->setEnabled(lastGoodButton_->isEnabled());
}

void ModelsPage::openModelMenu(const QPoint& at)
{
    if (!table_->indexAt(at).isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("modelMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addActs(menu);
    menu->addAction(icon(QStringLiteral("list-checks")), tr("Readiness"), this, [this] {
        if (chosen_)
            emit readinessRequested(*chosen_);
    });
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy name"), this, [this] {
        if (const RegistryRow* row = currentRow())
            QGuiApplication::clipboard()->setText(QString::fromStdString(row->summary.model.name));
    });
    menu->popup(table_->viewport()->mapToGlobal(at));
}

void ModelsPage::openVersionMenu(const QPoint& at)
{
    if (!versionTable_->indexAt(at).isValid() || version_.empty())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("versionMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addActs(menu);
    const auto& page = page_->data();
    menu->addAction(icon(QStringLiteral("flask-conical")), tr("Open its run"), this,
                    [this] {
                        if (page_->data() && page_->data()->run)
                            emit runActivated(page_->data()->run->row);
                    })
        ->setEnabled(page && page->run);
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy models: address"), this, [this] {
        if (const RegistryRow* row = currentRow())
            QGuiApplication::clipboard()->setText(
                QStringLiteral("models:/%1/%2")
                    .arg(QString::fromStdString(row->summary.model.name),
                         QString::fromStdString(version_)));
    });
    if (desk_) {
        menu->addSeparator();
        menu->addAction(icon(QStringLiteral("trash-2")), tr("Delete version…"), this,
                        &ModelsPage::deleteVersion)
            ->setObjectName(QStringLiteral("deleteVersion"));
    }
    menu->popup(versionTable_->viewport()->mapToGlobal(at));
}

} // namespace binnacle
