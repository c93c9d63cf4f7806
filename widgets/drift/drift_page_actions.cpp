#include "services/data/drift_record.h"
#include "widgets/drift/drift_page.h"
#include "widgets/drift/drift_reports_view.h"
#include "widgets/drift/drift_target_dialog.h"

#include <QPushButton>
#include <QTableView>

// What is done with a report: opened, kept, exported, attached, compared.

namespace binnacle {

namespace {

struct OpenedReport
{
    DriftDocument document;
    DriftRunOptions options;
};

Result<OpenedReport> readKept(const std::shared_ptr<Workspace>& workspace, std::int64_t id)
{
    const auto kept = DriftReports(workspace).find(id);
    if (!kept)
        return failure(kept.error());
    auto document = driftDocumentOf(*kept);
    if (!document)
        return failure(document.error());
    return OpenedReport{std::move(*document), driftOptionsOf(kept->options)};
}

} // namespace

void DriftPage::openAsked()
{
    prompts_->openFile(this, tr("Open a drift report"), tr("Drift reports (*.json);;All files (*)"),
                       [this](const QString& file) {
                           if (!file.isEmpty())
                               openFile(file);
                       });
}

void DriftPage::openFile(const QString& file)
{
    opening_.run(
        &pools_.jobs, this, [file](std::stop_token) { return openDriftFile(file); },
        [this](Result<DriftDocument> document) {
            if (!document) {
                say(document.error().message);
                return;
            }
            kept_.reset();
            options_ = {};
            showReport(std::move(*document), false);
            showTab(ColumnsTab);
        });
}

void DriftPage::openKept(std::int64_t id)
{
    opening_.run(
        &pools_.readers, this,
        [workspace = workspace_, id](std::stop_token) { return readKept(workspace, id); },
        [this, id](Result<OpenedReport> opened) {
            if (!opened) {
                say(opened.error().message);
                return;
            }
            kept_ = id;
            options_ = std::move(opened->options);
            showReport(std::move(opened->document), false);
            showTab(ColumnsTab);
        });
}

void DriftPage::compareKept(std::int64_t earlier, std::int64_t later)
{
    using Both = std::pair<DriftDocument, DriftDocument>;
    comparing_.run(
        &pools_.readers, this,
        [workspace = workspace_, earlier, later](std::stop_token) -> Result<Both> {
            auto first = readKept(workspace, earlier);
            if (!first)
                return failure(first.error());
            auto second = readKept(workspace, later);
            if (!second)
                return failure(second.error());
            return Both{std::move(first->document), std::move(second->document)};
        },
        [this](Result<Both> both) {
            if (!both)
                say(both.error().message);
            else
                reportsView_->showComparison(both->first, both->second);
        });
}

void DriftPage::exportAsked(DriftFileForm form)
{
    if (!document_)
        return;
    static constexpr const char* names[] = {"drift.html", "drift.pdf", "drift.json"};
    static constexpr const char* filters[] = {
        QT_TR_NOOP("Web page (*.html)"), QT_TR_NOOP("PDF (*.pdf)"), QT_TR_NOOP("JSON (*.json)")};
    const auto place = static_cast<std::size_t>(form);
    prompts_->saveFile(this, tr("Export the drift report"), QLatin1String(names[place]),
                       tr(filters[place]), [this, form](const QString& file) {
                           if (file.isEmpty() || !document_)
                               return;
                           deliver(onPool(&pools_.jobs,
                                          [file, form, document = *document_] {
                                              return exportDrift(file, form, document);
                                          }),
                                   this, [this, file](Result<void> done) {
                                       say(done ? tr("Written to %1").arg(file)
                                                : done.error().message);
                                   });
                       });
}

void DriftPage::keep(std::function<void(std::int64_t)> then)
{
    if (!document_)
        return;
    if (kept_) {
        if (then)
            then(*kept_);
        return;
    }
    deliver(onPool(&pools_.jobs,
                   [workspace = workspace_, document = *document_, options = options_] {
                       return keepDrift(workspace, document, options);
                   }),
            this, [this, then = std::move(then)](Result<std::int64_t> id) {
                if (!id) {
                    say(id.error().message);
                    return;
                }
                kept_ = *id;
                updateActions();
                if (then)
                    then(*id);
            });
}

void DriftPage::askTarget(const QString& title, const QString& action, const QString& sentence,
                          std::function<void(const DriftTarget&)> chosen)
{
    if (dialog_)
        dialog_->close();
    dialog_ = new DriftTargetDialog(title, action, sentence, this);
    dialog_->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog_, &DriftTargetDialog::chosen, this, std::move(chosen));
    dialog_->open();
    deliver(onPool(&pools_.readers, [workspace = workspace_] { return driftTargets(workspace); }),
            dialog_, [dialog = dialog_](const Result<std::vector<DriftTarget>>& targets) {
                if (dialog)
                    dialog->setTargets(targets);
            });
}

void DriftPage::attachAsked()
{
    if (document_)
        askTarget(tr("Attach to a model version"), tr("Attach"),
                  tr("The report is kept and becomes evidence of the kind “drift”, which gates "
                     "read."),
                  [this](const DriftTarget& target) { attach(target); });
}

void DriftPage::attach(const DriftTarget& target)
{
    keep([this, target](std::int64_t id) {
        deliver(onPool(&pools_.jobs, [workspace = workspace_, target, document = *document_,
                                      id] { return attachDrift(workspace, target, document, id); }),
                this, [this, target](Result<void> done) {
                    if (!done) {
                        say(done.error().message);
                        return;
                    }
                    say(tr("Attached to %1 v%2.")
                            .arg(QString::fromStdString(target.name),
                                 QString::fromStdString(target.version)));
                    if (target.run && backend_ && !model_->hasImportances())
                        loadImportances(target);
                });
    });
}

void DriftPage::importancesAsked()
{
    askTarget(tr("Importances of a model version"), tr("Show"),
              tr("Feature importances or SHAP values that the version's run logged are shown "
                 "beside the drift of the same features."),
              [this](const DriftTarget& target) { loadImportances(target); });
}

void DriftPage::loadImportances(const DriftTarget& target)
{
    loading_.run(
        &pools_.jobs, this,
        [workspace = workspace_, backend = backend_, target](std::stop_token stop) {
            return importancesOf(workspace, backend, target, stop);
        },
        [this](Result<DriftImportances> found) {
            if (!found) {
                say(found.error().message);
                return;
            }
            const int row = table_->currentIndex().row();
            const auto chosen =
                row >= 0 && row < model_->rowCount() ? model_->at(row).column : std::string();
            model_->setImportances(std::move(found->shares));
            table_->setColumnHidden(DriftTableModel::Importance, false);
            if (const int now = model_->rowOf(chosen); now >= 0)
                table_->setCurrentIndex(model_->index(now, 0));
            say(tr("Importances: %1").arg(found->origin));
        });
}

} // namespace binnacle
