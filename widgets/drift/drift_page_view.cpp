#include "models/number_text.h"
#include "services/drift/drift_html.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/state_pill.h"
#include "widgets/drift/drift_heat_map.h"
#include "widgets/drift/drift_inspector.h"
#include "widgets/drift/drift_page.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>

// What the page shows of its report: the verdict, one column in full, what fits.

namespace binnacle {

void DriftPage::showVerdict()
{
    verdictBar_->setVisible(document_.has_value());
    if (!document_) {
        if (!runner_->isRunning()) {
            empty_->show(EmptyState::Kind::Empty,
                         tr("Choose a reference and current data above and compare them, or open "
                            "a report: Binnacle's or Evidently's JSON."),
                         tr("Open a report…"), iconName());
            columns_->setCurrentIndex(model_->rowCount() > 0 ? 0 : 1);
        } else {
            columns_->setCurrentIndex(model_->rowCount() > 0 ? 0 : 1);
        }
        return;
    }
    const auto& report = document_->report;
    columns_->setCurrentIndex(0);
    verdict_->setState(report.datasetDrift ? tr("Dataset drift") : tr("No dataset drift"),
                       report.datasetDrift ? Tone::Bad : Tone::Good);
    auto text = driftVerdict(report);
    const auto& subject = document_->subject;
    if (subject.reference.rows && subject.current.rows)
        text += tr(" · %1 and %2 rows, exact")
                    .arg(countText(*subject.reference.rows), countText(*subject.current.rows));
    verdictText_->setText(text);
    auto methods = subject.maker.empty()
                       ? tr("Methods as Evidently chooses them, by type and size; changed where "
                            "you chose another.")
                       : tr("As %1 wrote it.").arg(QString::fromStdString(subject.maker));
    if (report.corrected)
        methods += tr(" p-values corrected for their number (Benjamini–Hochberg).");
    methodsText_->setText(methods);
    togetherText_->setVisible(document_->together.has_value());
    if (const auto& together = document_->together) {
        QStringList parts;
        if (together->reconstruction)
            parts.append(
                tr("reconstruction error %1 → %2 (%3 … %4): %5")
                    .arg(together->reconstruction->referenceError, 0, 'g', 4)
                    .arg(together->reconstruction->currentError, 0, 'g', 4)
                    .arg(together->reconstruction->low, 0, 'g', 4)
                    .arg(together->reconstruction->high, 0, 'g', 4)
                    .arg(together->reconstruction->drifted ? tr("drifted") : tr("stable")));
        if (together->classifier)
            parts.append(tr("classifier AUC %1 (%2 … %3): %4")
                             .arg(together->classifier->auc.auc, 0, 'f', 3)
                             .arg(together->classifier->auc.low, 0, 'f', 3)
                             .arg(together->classifier->auc.high, 0, 'f', 3)
                             .arg(together->classifier->drifted ? tr("told apart") : tr("alike")));
        togetherText_->setText(parts.isEmpty()
                                   ? tr("Columns together: none varies.")
                                   : tr("Columns together: %1").arg(parts.join(tr("; "))));
    }
}

void DriftPage::showRow()
{
    const int row = table_->currentIndex().row();
    if (row < 0 || row >= model_->rowCount()) {
        inspector_->showNothing(tr("Choose a column to see its distributions."));
        return;
    }
    const auto& column = model_->at(row);
    inspector_->setChangeable(request_ && document_ && !runner_->isRunning(),
                              document_.has_value());
    inspector_->showColumn(column, model_->importance(column.column), model_->isTop(column.column),
                           document_ && document_->overTime ? &*document_->overTime : nullptr);
    heatMap_->setCurrent(column.column);
}

void DriftPage::updateActions()
{
    const bool has = document_.has_value();
    keep_->setEnabled(has && !kept_);
    keep_->setText(has && kept_ ? tr("Kept") : tr("Keep"));
    attach_->setEnabled(has);
    export_->setEnabled(has);
    const bool columns = tabs_->currentIndex() == ColumnsTab;
    search_->setVisible(columns);
    onlyDrifted_->setVisible(columns);
    inspector_->setVisible(tabs_->currentIndex() != ReportsTab);
}

// What a narrow window has no room for stands in the inspector as well.
void DriftPage::fitColumns()
{
    const int room = table_->viewport()->width();
    table_->setColumnHidden(DriftTableModel::Missing, room < 680);
    table_->setColumnHidden(DriftTableModel::Method, room < 560);
    table_->setColumnWidth(DriftTableModel::Name, room < 560 ? 116 : 140);
    table_->setColumnWidth(DriftTableModel::Distribution, room < 560 ? 100 : 130);
    table_->setColumnWidth(DriftTableModel::Method, room < 680 ? 100 : 150);
}

} // namespace binnacle
