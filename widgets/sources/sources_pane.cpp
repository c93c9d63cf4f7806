#include "widgets/sources/sources_pane.h"

#include "models/number_text.h"
#include "models/source_editor.h"
#include "models/source_list_model.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/sources/source_delegate.h"

#include <QHBoxLayout>
#include <QListView>
#include <QVBoxLayout>

namespace binnacle {

SourcesPane::SourcesPane(SourceListModel& sources, SourceEditor& editor, Prompts& prompts,
                         QWidget* parent)
    : QWidget(parent)
    , sources_(sources)
    , editor_(editor)
    , prompts_(prompts)
    , list_(new QListView(this))
    , empty_(new EmptyState(this))
    , problem_(new TextLabel({}, TextRole::Bad, this))
    , sync_(makeButton(tr("Sync"), QStringLiteral("refresh-cw"), ButtonRole::Secondary, this))
    , rename_(makeButton(tr("Rename…"), QStringLiteral("pencil"), ButtonRole::Secondary, this))
    , remove_(makeButton(tr("Remove…"), QStringLiteral("trash-2"), ButtonRole::Danger, this))
{
    list_->setObjectName(QStringLiteral("sourceList"));
    list_->setAccessibleName(tr("Sources"));
    list_->setModel(&sources_);
    list_->setItemDelegate(new SourceDelegate(list_));
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setResizeMode(QListView::Adjust);
    sync_->setObjectName(QStringLiteral("sourceSync"));
    rename_->setObjectName(QStringLiteral("sourceRename"));
    remove_->setObjectName(QStringLiteral("sourceRemove"));
    auto* add = makeButton(tr("Add source…"), QStringLiteral("plus"), ButtonRole::Secondary, this);
    add->setObjectName(QStringLiteral("sourceAddMore"));
    empty_->show(EmptyState::Kind::Empty, tr("No source yet. Add one to see its runs here."),
                 tr("Add source…"), QStringLiteral("unplug"));
    problem_->setWordWrap(true);
    problem_->hide();

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::s);
    column->addWidget(list_, 1);
    column->addWidget(empty_, 1);
    column->addWidget(problem_);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::s);
    row->addWidget(sync_);
    row->addWidget(rename_);
    row->addWidget(remove_);
    row->addStretch();
    row->addWidget(add);
    column->addLayout(row);

    connect(add, &QPushButton::clicked, this, &SourcesPane::addRequested);
    connect(empty_, &EmptyState::actionTriggered, this, &SourcesPane::addRequested);
    connect(sync_, &QPushButton::clicked, this, [this] {
        if (const int current = this->row(); current >= 0)
            emit syncRequested(raw(sources_.at(current).first.id));
    });
    connect(rename_, &QPushButton::clicked, this, &SourcesPane::rename);
    connect(remove_, &QPushButton::clicked, this, &SourcesPane::remove);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &SourcesPane::refresh);
    connect(&sources_, &SourceListModel::loaded, this, &SourcesPane::refresh);
    connect(&editor_, &SourceEditor::failed, this, [this](const QString& sentence) {
        problem_->setText(sentence);
        problem_->show();
    });
    connect(&editor_, &SourceEditor::renamed, problem_, &QWidget::hide);
    refresh();
}

int SourcesPane::row() const
{
    const QModelIndex index = list_->currentIndex();
    return index.isValid() ? index.row() : -1;
}

void SourcesPane::choose(int row)
{
    if (row >= 0 && row < sources_.rowCount())
        list_->setCurrentIndex(sources_.index(row));
}

void SourcesPane::refresh()
{
    if (row() < 0 && sources_.rowCount() > 0) {
        list_->setCurrentIndex(sources_.index(0)); // comes back here
        return;
    }
    const bool some = sources_.rowCount() > 0;
    list_->setVisible(some);
    empty_->setVisible(!some);
    for (QPushButton* button : {sync_, rename_, remove_})
        button->setEnabled(row() >= 0);
}

void SourcesPane::rename()
{
    if (row() < 0)
        return;
    const Source source = sources_.at(row()).first;
    prompts_.askText(this, tr("Rename source"), tr("The name is only used here."),
                     QString::fromStdString(source.name),
                     [this, id = source.id](const QString& name) { editor_.rename(id, name); });
}

void SourcesPane::remove()
{
    if (row() < 0)
        return;
    const auto& [source, state] = sources_.at(row());
    QString text = tr("Its %1 mirrored runs leave this window. Nothing changes at %2.")
                       .arg(countText(state.runs), QString::fromStdString(source.uri));
    if (state.pendingEdits > 0)
        text += QLatin1Char(' ') +
                tr("%1 edits that wait for it are lost.").arg(countText(state.pendingEdits));
    prompts_.confirm(this,
                     {tr("Remove %1?").arg(QString::fromStdString(source.name)), text,
                      tr("Remove source"), true},
                     [this, source = source] { editor_.remove(source); });
}

} // namespace binnacle
