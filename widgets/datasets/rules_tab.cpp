#include "widgets/datasets/rules_tab.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/prompts.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"
#include "widgets/common/version_picker.h"
#include "widgets/datasets/rules_editor.h"
#include "widgets/datasets/work_bar.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTableWidget>

#include <utility>

namespace binnacle {

namespace {

constexpr int resultWidth = 84, ruleWidth = 240, examplesHeight = 190;

class ResultDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        paintRowBackground(painter, option);
        const auto text = index.data().toString();
        if (index.column() == DatasetRulesModel::Outcome) {
            using State = DatasetRulesModel::ResultState;
            const auto state = static_cast<State>(index.data(DatasetRulesModel::StateRole).toInt());
            paintPill(painter, cellRoom(option), text,
                      state == State::Holds   ? Tone::Good
                      : state == State::Fails ? Tone::Bad
                                              : Tone::Warning,
                      option.font);
        } else {
            paintCellText(painter, cellRoom(option), text,
                          index.column() == DatasetRulesModel::Rule ? Theme::current().text
                                                                    : Theme::current().mutedText);
        }
        painter->restore();
    }
};

void setUpTable(QTableView* table)
{
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setMouseTracking(true);
    table->setWordWrap(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

class ExampleDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        paintRowBackground(painter, option);
        paintCell(painter, option, index);
        painter->restore();
    }
};

} // namespace

RulesTab::RulesTab(std::shared_ptr<Workspace> workspace, WorkerPools& pools, QWidget* parent)
    : QWidget(parent)
    , workspace_(std::move(workspace))
    , pools_(pools)
    , model_(new DatasetRulesModel(workspace_, pools, this))
    , prompts_(std::make_shared<DialogPrompts>())
    , editor_(new RulesEditor(this))
    , fault_(new TextLabel({}, TextRole::Bad, this))
    , summary_(new TextLabel({}, TextRole::Normal, this))
    , exampleHead_(new SectionLabel({}, this))
    , open_(makeButton(tr("Open…"), QStringLiteral("folder-open"), ButtonRole::Secondary, this))
    , save_(makeButton(tr("Save…"), QStringLiteral("save"), ButtonRole::Secondary, this))
    , learn_(makeButton(tr("Learn from this dataset"), QStringLiteral("list-checks"),
                        ButtonRole::Secondary, this))
    , run_(makeButton(tr("Run"), QStringLiteral("play"), ButtonRole::Primary, this))
    , attach_(makeButton(tr("Attach to a model version…"), QStringLiteral("package"),
                         ButtonRole::Secondary, this))
    , goTo_(makeButton(tr("Go there"), {}, ButtonRole::Link, this))
    , work_(new WorkBar(QStringLiteral("rulesWork"), this))
    , history_(new QComboBox(this))
    , table_(new QTableView(this))
    , examples_(new QTableWidget(this))
    , empty_(new EmptyState(this))
    , stack_(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("rulesTab"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(makeEditor());
    splitter->addWidget(makeResults());
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({460, 640});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(work_);
    column->addWidget(splitter, 1);
    connectParts();
    showFault();
    showWork();
    showResults();
    showHistory();
}

QWidget* RulesTab::makeEditor()
{
    auto* part = new QWidget(this);
    open_->setObjectName(QStringLiteral("rulesOpen"));
    save_->setObjectName(QStringLiteral("rulesSave"));
    learn_->setObjectName(QStringLiteral("rulesLearn"));
    run_->setObjectName(QStringLiteral("rulesRun"));
    fault_->setObjectName(QStringLiteral("rulesFault"));
    fault_->setWordWrap(true);
    fault_->setTextFormat(Qt::PlainText);
    goTo_->setObjectName(QStringLiteral("rulesGoTo"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::s);
    row->addWidget(open_);
    row->addWidget(save_);
    row->addWidget(learn_);
    row->addStretch(1);
    row->addWidget(run_);
    auto* below = new QHBoxLayout;
    below->addWidget(fault_, 1);
    below->addWidget(goTo_, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    column->setSpacing(spacing::s);
    column->addLayout(row);
    column->addWidget(editor_, 1);
    column->addLayout(below);
    return part;
}

QWidget* RulesTab::makeResults()
{
    auto* part = new QWidget(this);
    summary_->setObjectName(QStringLiteral("rulesSummary"));
    history_->setObjectName(QStringLiteral("rulesHistory"));
    history_->setAccessibleName(tr("Earlier checks of this version"));
    attach_->setObjectName(QStringLiteral("rulesAttach"));
    table_->setObjectName(QStringLiteral("rulesResults"));
    table_->setAccessibleName(tr("Results"));
    table_->setModel(model_);
    table_->setItemDelegate(new ResultDelegate(table_));
    setUpTable(table_);
    table_->setColumnWidth(DatasetRulesModel::Outcome, resultWidth);
    table_->setColumnWidth(DatasetRulesModel::Rule, ruleWidth);
    examples_->setObjectName(QStringLiteral("rulesExamples"));
    examples_->setAccessibleName(tr("Rows that fail"));
    examples_->setItemDelegate(new ExampleDelegate(examples_));
    setUpTable(examples_);
    examples_->setFixedHeight(examplesHeight);
    empty_->setObjectName(QStringLiteral("rulesEmpty"));
    auto* results = new QWidget(part);
    auto* inside = new QVBoxLayout(results);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
    inside->addWidget(table_, 1);
    exampleHead_->setIndent(10);
    exampleHead_->setMinimumHeight(spacing::xl);
    inside->addWidget(exampleHead_);
    inside->addWidget(examples_);
    stack_->addWidget(results);
    stack_->addWidget(empty_);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(10, spacing::s, spacing::m, spacing::s);
    row->setSpacing(spacing::s);
    row->addWidget(summary_, 1);
    row->addWidget(history_);
    row->addWidget(attach_);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(stack_, 1);
    return part;
}

void RulesTab::connectParts()
{
    connect(editor_, &QPlainTextEdit::textChanged, this, [this] {
        if (!setting_)
            model_->setText(editor_->toPlainText());
    });
    connect(model_, &DatasetRulesModel::textReplaced, this, [this] {
        const QScopedValueRollback setting(setting_, true);
        editor_->setPlainText(model_->text());
    });
    connect(model_, &DatasetRulesModel::faultChanged, this, &RulesTab::showFault);
    connect(model_, &DatasetRulesModel::workChanged, this, &RulesTab::showWork);
    connect(model_, &DatasetRulesModel::resultsChanged, this, &RulesTab::showResults);
    connect(model_, &DatasetRulesModel::historyChanged, this, &RulesTab::showHistory);
    connect(model_, &DatasetRulesModel::told, this, &RulesTab::told);
    connect(work_, &WorkBar::triggered, model_, &DatasetRulesModel::cancel);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &RulesTab::showExamples);
    connect(history_, &QComboBox::activated, this, [this](int row) { model_->showCheck(row); });
    connect(goTo_, &QPushButton::clicked, this, [this] {
        if (model_->fault() && model_->fault()->place)
            editor_->goTo(*model_->fault()->place);
    });
    connect(open_, &QPushButton::clicked, this, [this] {
        prompts_->openFile(this, tr("Open rules"), tr("Rules (*.yaml *.yml);;All files (*)"),
                           [this](const QString& file) { model_->openFile(file); });
    });
    connect(save_, &QPushButton::clicked, this, [this] {
        prompts_->saveFile(this, tr("Save rules"), QStringLiteral("rules.yaml"),
                           tr("Rules (*.yaml *.yml)"),
                           [this](const QString& file) { model_->saveFile(file); });
    });
    connect(learn_, &QPushButton::clicked, model_, &DatasetRulesModel::learn);
    connect(run_, &QPushButton::clicked, model_, &DatasetRulesModel::run);
    connect(attach_, &QPushButton::clicked, this, &RulesTab::attach);
    connect(empty_, &EmptyState::actionTriggered, model_, &DatasetRulesModel::learn);
}

void RulesTab::showFault()
{
    const auto& fault = model_->fault();
    editor_->setFault(fault ? fault->place : std::nullopt);
    fault_->setRole(fault ? TextRole::Bad : TextRole::Muted);
    fault_->setText(fault                      ? fault->sentence
                    : model_->ruleCount() == 0 ? QString()
                    : model_->ruleCount() == 1 ? tr("1 rule")
                                               : tr("%1 rules").arg(model_->ruleCount()));
    goTo_->setVisible(fault && fault->place);
    showWork();
}

void RulesTab::showWork()
{
    const bool busy = model_->isBusy();
    work_->show(busy ? model_->job() : QString(), busy ? model_->share() : -1, tr("Cancel"));
    const bool ready = model_->hasDataset() && !busy;
    learn_->setEnabled(ready);
    run_->setEnabled(ready && !model_->fault() && model_->ruleCount() > 0);
    save_->setEnabled(!model_->text().isEmpty());
    attach_->setEnabled(ready && model_->hasResults());
    if (!model_->hasResults())
        empty_->show(EmptyState::Kind::Empty,
                     !model_->hasDataset()
                         ? tr("Rules can be tried when the dataset is read to its end.")
                     : model_->fault() ? tr("The rules can be run when their fault is mended.")
                     : model_->ruleCount() > 0
                         ? tr("Run the rules to see which rows fail them.")
                         : tr("Rules say what must be true of the data. A first proposal can be "
                              "learnt from this dataset, to be edited."),
                     model_->hasDataset() && model_->text().isEmpty() && !busy ? tr("Learn rules")
                                                                               : QString(),
                     QStringLiteral("list-checks"));
}

void RulesTab::showResults()
{
    stack_->setCurrentIndex(model_->hasResults() ? 0 : 1);
    const int failed = model_->failed();
    summary_->setText(!model_->hasResults() ? QString()
                      : failed == 0
                          ? tr("All %1 rules hold").arg(model_->rowCount())
                          : tr("%1 of %2 rules fail").arg(failed).arg(model_->rowCount()));
    summary_->setRole(failed == 0 ? TextRole::Good : TextRole::Bad);
    if (model_->hasResults())
        table_->selectRow(0);
    showExamples();
    showWork();
}

void RulesTab::showExamples()
{
    const int row = table_->currentIndex().row();
    const bool any = row >= 0 && row < model_->rowCount() &&
                     !model_->results()[static_cast<std::size_t>(row)].examples.empty();
    examples_->setVisible(any);
    exampleHead_->setVisible(any);
    examples_->clear();
    if (!any)
        return;
    const auto& result = model_->results()[static_cast<std::size_t>(row)];
    exampleHead_->setText(tr("%1 of the %2 rows that fail")
                              .arg(result.examples.size())
                              .arg(countText(result.failed)));
    examples_->setColumnCount(static_cast<int>(result.exampleColumns.size()));
    examples_->setRowCount(static_cast<int>(result.examples.size()));
    QStringList titles;
    for (const auto& name : result.exampleColumns)
        titles << QString::fromStdString(name);
    examples_->setHorizontalHeaderLabels(titles);
    for (int i = 0; i < examples_->rowCount(); ++i)
        for (int k = 0; k < examples_->columnCount(); ++k) {
            const auto& cell =
                result.examples[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)];
            examples_->setItem(
                i, k, new QTableWidgetItem(cell ? QString::fromStdString(*cell) : missingText()));
        }
}

void RulesTab::showHistory()
{
    const QSignalBlocker quiet(history_);
    history_->clear();
    for (const auto& check : model_->history())
        history_->addItem(QStringLiteral("%1 · %2").arg(check.passed ? tr("Passed") : tr("Failed"),
                                                        relativeTime(check.createdAt)));
    history_->setVisible(history_->count() > 0);
    history_->setCurrentIndex(std::max(0, model_->shownCheck()));
}

void RulesTab::attach()
{
    auto* picker = new VersionPicker(workspace_, pools_, this);
    connect(picker, &VersionPicker::chosen, model_, &DatasetRulesModel::attach);
    picker->popUp(attach_);
}

} // namespace binnacle
