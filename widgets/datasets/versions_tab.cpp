#include "widgets/datasets/versions_tab.h"

#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"
#include "widgets/datasets/work_bar.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {

class VersionDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        paintRowBackground(painter, option);
        const auto text = index.data().toString();
        if (index.column() == DatasetVersionsModel::Where && !text.isEmpty()) {
            const bool here = index.data(DatasetVersionsModel::AvailableRole).toBool();
            paintPill(painter, cellRoom(option), text, here ? Tone::Good : Tone::Neutral,
                      option.font);
        } else {
            if (index.column() == DatasetVersionsModel::Digest)
                painter->setFont(monospaceFont());
            paintCellText(painter, cellRoom(option), text,
                          index.column() == DatasetVersionsModel::What ? theme.text
                                                                       : theme.mutedText);
        }
        painter->restore();
    }
};

class ChangeDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        paintRowBackground(painter, option);
        const int kind = index.data(DatasetComparisonModel::KindRole).toInt();
        const bool changed = index.data(DatasetComparisonModel::ChangedRole).toBool();
        if (index.column() == DatasetComparisonModel::Change && kind != 0) {
            paintPill(painter, cellRoom(option), index.data().toString(),
                      kind == 1   ? Tone::Good
                      : kind == 2 ? Tone::Bad
                                  : Tone::Warning,
                      option.font);
        } else {
            if (changed) {
                QFont bold = option.font;
                bold.setWeight(QFont::DemiBold);
                painter->setFont(bold);
            }
            const bool strong = changed || index.column() == DatasetComparisonModel::Name;
            paintCellText(painter, cellRoom(option), index.data().toString(),
                          strong ? theme.text : theme.mutedText);
        }
        painter->restore();
    }
};

void setUp(QTableView* table)
{
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setMouseTracking(true);
    table->setWordWrap(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace

VersionsTab::VersionsTab(std::shared_ptr<Workspace> workspace, WorkerPools& pools, QWidget* parent)
    : QWidget(parent)
    , model_(new DatasetVersionsModel(std::move(workspace), pools, this))
    , comparison_(new DatasetComparisonModel(this))
    , table_(new QTableView(this))
    , columns_(new QTableView(this))
    , hint_(new TextLabel({}, TextRole::Muted, this))
    , head_(new SectionLabel({}, this))
    , rows_(new TextLabel({}, TextRole::Normal, this))
    , keyResult_(new TextLabel({}, TextRole::Normal, this))
    , key_(new QLineEdit(this))
    , compare_(makeButton(tr("Compare"), QStringLiteral("git-branch"), ButtonRole::Primary, this))
    , work_(new WorkBar(QStringLiteral("versionsWork"), this))
    , empty_(new EmptyState(this))
    , stack_(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("versionsTab"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(makeVersions());
    splitter->addWidget(makeComparison());
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({260, 420});
    empty_->setObjectName(QStringLiteral("versionsEmpty"));
    stack_->addWidget(splitter);
    stack_->addWidget(empty_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);
    connect(model_, &DatasetVersionsModel::stateChanged, this, &VersionsTab::showState);
    connect(model_, &DatasetVersionsModel::comparisonChanged, this, &VersionsTab::showComparison);
    connect(model_, &DatasetVersionsModel::failed, this, &VersionsTab::told);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &VersionsTab::showChoice);
    connect(compare_, &QPushButton::clicked, this, &VersionsTab::compare);
    connect(key_, &QLineEdit::returnPressed, this, &VersionsTab::compare);
    connect(work_, &WorkBar::triggered, model_, &DatasetVersionsModel::cancel);
    connect(empty_, &EmptyState::actionTriggered, model_, &DatasetVersionsModel::load);
    showState();
    showComparison();
}

QWidget* VersionsTab::makeVersions()
{
    auto* part = new QWidget(this);
    table_->setObjectName(QStringLiteral("versionsTable"));
    table_->setAccessibleName(tr("Versions"));
    table_->setModel(model_);
    table_->setItemDelegate(new VersionDelegate(table_));
    table_->setSelectionMode(QAbstractItemView::MultiSelection);
    setUp(table_);
    table_->setColumnWidth(DatasetVersionsModel::When, 120);
    table_->setColumnWidth(DatasetVersionsModel::What, 320);
    table_->setColumnWidth(DatasetVersionsModel::Who, 140);
    table_->setColumnWidth(DatasetVersionsModel::Digest, 110);
    table_->setColumnWidth(DatasetVersionsModel::Size, 130);
    hint_->setObjectName(QStringLiteral("versionsHint"));
    key_->setObjectName(QStringLiteral("versionsKey"));
    key_->setAccessibleName(tr("Columns that name a row"));
    key_->setPlaceholderText(tr("Key columns, as id"));
    key_->setToolTip(tr("With a key, rows that were added, removed and changed are told"));
    key_->setFixedWidth(200);
    compare_->setObjectName(QStringLiteral("versionsCompare"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(14, spacing::s, spacing::m, spacing::s);
    row->setSpacing(spacing::s);
    row->addWidget(hint_, 1);
    row->addWidget(key_);
    row->addWidget(compare_);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(work_);
    column->addWidget(table_, 1);
    return part;
}

QWidget* VersionsTab::makeComparison()
{
    result_ = new QWidget(this);
    head_->setObjectName(QStringLiteral("comparisonHead"));
    rows_->setObjectName(QStringLiteral("comparisonRows"));
    keyResult_->setObjectName(QStringLiteral("comparisonKey"));
    for (auto* label : {head_, rows_, keyResult_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    columns_->setObjectName(QStringLiteral("comparisonColumns"));
    columns_->setAccessibleName(tr("Columns of both versions"));
    columns_->setModel(comparison_);
    columns_->setItemDelegate(new ChangeDelegate(columns_));
    columns_->setSelectionMode(QAbstractItemView::SingleSelection);
    setUp(columns_);
    columns_->setColumnWidth(DatasetComparisonModel::Name, 150);
    columns_->setColumnWidth(DatasetComparisonModel::Change, 160);
    columns_->setColumnWidth(DatasetComparisonModel::Missing, 140);
    columns_->setColumnWidth(DatasetComparisonModel::Distinct, 150);
    columns_->setColumnWidth(DatasetComparisonModel::Min, 150);
    columns_->setColumnWidth(DatasetComparisonModel::Max, 170);
    auto* facts = new QVBoxLayout;
    facts->setContentsMargins(14, spacing::m, 14, spacing::s);
    facts->setSpacing(spacing::xs);
    facts->addWidget(head_);
    facts->addWidget(rows_);
    facts->addWidget(keyResult_);
    auto* column = new QVBoxLayout(result_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(facts);
    column->addWidget(columns_, 1);
    return result_;
}

void VersionsTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    model_->load();
}

void VersionsTab::showState()
{
    using State = DatasetVersionsModel::State;
    const bool any = model_->state() == State::Ready && model_->rowCount() > 1;
    stack_->setCurrentIndex(any ? 0 : 1);
    if (model_->state() == State::Empty && isVisible())
        model_->load();
    switch (model_->state()) {
    case State::Loading:
        empty_->show(EmptyState::Kind::Loading, tr("Asking git and DVC"));
        break;
    case State::Failed:
        empty_->show(EmptyState::Kind::Empty, model_->error().message, tr("Try again"),
                     QStringLiteral("git-branch"));
        break;
    case State::Empty:
        empty_->show(EmptyState::Kind::Empty,
                     tr("Open a dataset to see the versions that DVC or git keep of it."), {},
                     QStringLiteral("git-branch"));
        break;
    case State::Ready:
        empty_->show(EmptyState::Kind::Empty,
                     tr("Neither DVC nor git keeps earlier versions of this dataset."), {},
                     QStringLiteral("git-branch"));
        break;
    }
    if (any && chosenRows().empty()) {
        table_->selectRow(0);
        table_->selectRow(1);
    }
    showChoice();
}

std::vector<int> VersionsTab::chosenRows() const
{
    std::vector<int> rows;
    for (const auto& index : table_->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void VersionsTab::showChoice()
{
    const auto rows = chosenRows();
    const bool here =
        std::ranges::all_of(rows, [this](int row) { return model_->isAvailable(row); });
    compare_->setEnabled(rows.size() == 2 && here && !model_->isComparing());
    hint_->setText(rows.size() != 2 ? tr("Choose two versions to compare, of %1 that %2 keeps.")
                                          .arg(std::max(0, model_->rowCount() - 1))
                                          .arg(model_->keeper())
                   : !here
                       ? tr("The bytes of a chosen version are not on this machine: “dvc fetch” "
                            "brings them.")
                       : tr("Two versions are chosen."));
}

void VersionsTab::compare()
{
    const auto rows = chosenRows();
    if (rows.size() == 2 && compare_->isEnabled())
        model_->compare(rows[0], rows[1], key_->text());
}

void VersionsTab::showComparison()
{
    const bool busy = model_->isComparing();
    work_->show(busy ? tr("Comparing %1").arg(model_->comparedText()) : QString(),
                busy ? model_->share() : -1, tr("Cancel"));
    showChoice();
    if (busy)
        return;
    const auto& comparison = model_->comparison();
    result_->setVisible(comparison.has_value());
    comparison_->setComparison(comparison);
    if (!comparison)
        return;
    head_->setText(model_->comparedText());
    rows_->setText(
        QStringLiteral("%1 · %2").arg(comparison_->rowsText(), comparison_->schemaText()));
    keyResult_->setText(comparison_->keyText());
    keyResult_->setVisible(!keyResult_->text().isEmpty());
}

} // namespace binnacle
