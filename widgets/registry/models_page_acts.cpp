// What a person can do with models and versions: promote, go back, undo, delete.
#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/notice_bar.h"
#include "widgets/registry/alias_bar.h"
#include "widgets/registry/models_page.h"
#include "widgets/registry/on_date_popup.h"
#include "widgets/registry/promotion_dialog.h"
#include "widgets/registry/version_inspector.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QTableView>

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

QList<PageCommand> ModelsPage::commands()
{
    QList<PageCommand> commands{{tr("On a date: who held which alias"), QStringLiteral("history"),
                                 [this] { onDate_->popUp(onDateButton_); }}};
    if (!desk_ || !chosen_)
        return commands;
    if (!version_.empty())
        commands.append({tr("Promote…"), QStringLiteral("arrow-up"), [this] {
                             promote(QString::fromStdString(version_), QStringLiteral("champion"));
                         }});
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
