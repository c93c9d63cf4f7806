#include "widgets/sources/sources_dialog.h"

#include "models/number_text.h"
#include "models/outbox_list_model.h"
#include "models/source_list_model.h"
#include "widgets/common/theme.h"
#include "widgets/sources/outbox_pane.h"
#include "widgets/sources/sources_pane.h"

#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace binnacle {

SourcesDialog::SourcesDialog(SourceListModel& sources, OutboxListModel& edits, SourceEditor& editor,
                             Prompts& prompts, QWidget* parent)
    : QDialog(parent)
    , sources_(sources)
    , edits_(edits)
    , tabs_(new QTabWidget(this))
    , sourcesPane_(new SourcesPane(sources, editor, prompts, this))
    , outboxPane_(new OutboxPane(edits, this))
{
    setObjectName(QStringLiteral("sourcesDialog"));
    setWindowTitle(tr("Sources"));
    resize(640, 460);
    tabs_->setObjectName(QStringLiteral("sourcesTabs"));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setDrawBase(false);
    const auto framed = [this](QWidget* pane) {
        auto* frame = new QWidget(this);
        auto* layout = new QVBoxLayout(frame);
        layout->setContentsMargins(0, spacing::m, 0, 0);
        layout->addWidget(pane);
        return frame;
    };
    tabs_->addTab(framed(sourcesPane_), {});
    tabs_->addTab(framed(outboxPane_), {});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::l, spacing::s, spacing::l, spacing::l);
    column->addWidget(tabs_);
    connect(&sources_, &SourceListModel::loaded, this, &SourcesDialog::nameTabs);
    connect(&edits_, &OutboxListModel::loaded, this, &SourcesDialog::nameTabs);
    nameTabs();
}

void SourcesDialog::nameTabs()
{
    tabs_->setTabText(0, tr("Sources  %1").arg(countText(sources_.rowCount())));
    tabs_->setTabText(1, tr("Edits waiting  %1").arg(countText(edits_.rowCount())));
}

void SourcesDialog::showSource(int row)
{
    tabs_->setCurrentIndex(0);
    sourcesPane_->choose(row);
    show();
    raise();
    activateWindow();
}

void SourcesDialog::showOutbox()
{
    tabs_->setCurrentIndex(1);
    show();
    raise();
    activateWindow();
}

} // namespace binnacle
