#include "widgets/datasets/data_tab.h"

#include "models/dataset_link.h"
#include "models/number_text.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/datasets/dataset_filter_edit.h"
#include "widgets/datasets/dataset_grid.h"
#include "widgets/datasets/faults_panel.h"
#include "widgets/datasets/work_bar.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QStackedWidget>

#include <algorithm>

namespace binnacle {

namespace {
constexpr int columnSearchWidth = 200, choiceHeight = 220;
const auto otherEncoding = "latin-1";
} // namespace

DataTab::DataTab(DatasetDocument& document, WorkerPools& pools, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , model_(new DatasetTableModel(pools, this))
    , filter_(new DatasetFilterEdit(pools, this))
    , filterError_(new TextLabel({}, TextRole::Bad, this))
    , columnSearch_(new SearchField(tr("Find a column"), this))
    , onlyThese_(new ChipToggle(tr("Only these"), this))
    , count_(new TextLabel({}, TextRole::Muted, this))
    , reading_(new WorkBar(QStringLiteral("datasetReading"), this))
    , querying_(new WorkBar(QStringLiteral("datasetQuery"), this))
    , faults_(new FaultsPanel(this))
    , grid_(new DatasetGrid(*model_, this))
    , empty_(new EmptyState(this))
    , choice_(makeChoice())
    , stack_(new QStackedWidget(this))
{
    auto* placeholder = new QWidget(this);
    placeholder->setAutoFillBackground(true);
    placeholder->setBackgroundRole(QPalette::Base);
    auto* middle = new QVBoxLayout(placeholder);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->addStretch(1);
    middle->addWidget(empty_, 1000);
    middle->addWidget(choice_, 0, Qt::AlignHCenter);
    middle->addStretch(1);
    empty_->setObjectName(QStringLiteral("datasetEmpty"));
    stack_->addWidget(grid_);
    stack_->addWidget(placeholder);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(faults_);
    column->addWidget(reading_);
    column->addWidget(querying_);
    column->addWidget(stack_, 1);
    setFocusProxy(grid_);
    connect(&document_, &DatasetDocument::stateChanged, this, &DataTab::documentChanged);
    connect(&document_, &DatasetDocument::readingChanged, this, &DataTab::showWork);
    connect(&document_, &DatasetDocument::versionKnown, this, &DataTab::showCount);
    connect(model_, &DatasetTableModel::stateChanged, this, &DataTab::showState);
    connect(model_, &DatasetTableModel::queryProgressed, this, &DataTab::showWork);
    connect(model_, &DatasetTableModel::filterFailed, this, [this](const QString& sentence) {
        queryError_ = sentence;
        filterError_->setText(sentence);
        filterError_->show();
    });
    connect(grid_, &DatasetGrid::columnChosen, this, &DataTab::columnChosen);
    connect(reading_, &WorkBar::triggered, this, [this] {
        if (document_.isReading())
            document_.stopReading();
        else
            document_.readOn();
    });
    connect(querying_, &WorkBar::triggered, model_, &DatasetTableModel::cancelQuery);
    connect(empty_, &EmptyState::actionTriggered, this, &DataTab::emptyTriggered);
    documentChanged();
}

QWidget* DataTab::makeBar()
{
    auto* bar = new QWidget(this);
    bar->setAutoFillBackground(true);
    bar->setBackgroundRole(QPalette::Base);
    filterError_->setObjectName(QStringLiteral("datasetFilterError"));
    filterError_->setWordWrap(true);
    filterError_->setTextFormat(Qt::PlainText);
    filterError_->hide();
    columnSearch_->setObjectName(QStringLiteral("datasetColumnSearch"));
    columnSearch_->setFixedWidth(columnSearchWidth);
    onlyThese_->setObjectName(QStringLiteral("datasetOnlyThese"));
    onlyThese_->setToolTip(tr("Show only the columns that are found"));
    count_->setObjectName(QStringLiteral("datasetCount"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::s);
    row->addWidget(columnSearch_);
    row->addWidget(onlyThese_);
    row->addStretch(1);
    row->addWidget(count_);
    auto* column = new QVBoxLayout(bar);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    column->setSpacing(spacing::xs);
    column->addWidget(filter_);
    column->addWidget(filterError_);
    column->addLayout(row);
    connect(filter_, &FilterLine::applied, this, [this](const QString& text) {
        queryError_.clear();
        filterError_->hide();
        model_->setFilter(text.trimmed().toStdString());
    });
    connect(filter_, &FilterLine::errorChanged, this, [this](const QString& sentence) {
        filterError_->setText(sentence.isEmpty() ? queryError_ : sentence);
        filterError_->setVisible(!filterError_->text().isEmpty());
    });
    connect(columnSearch_, &QLineEdit::textChanged, this, [this] { searchColumns(false); });
    connect(columnSearch_, &QLineEdit::returnPressed, this, [this] { searchColumns(true); });
    connect(onlyThese_, &QAbstractButton::toggled, this, [this] { searchColumns(false); });
    return bar;
}

QWidget* DataTab::makeChoice()
{
    auto* choice = new QWidget(this);
    tables_ = new QComboBox(choice);
    tables_->setObjectName(QStringLiteral("datasetTables"));
    tables_->setAccessibleName(tr("Table"));
    tables_->setMinimumWidth(220);
    auto* open =
        makeButton(tr("Open the table"), QStringLiteral("table"), ButtonRole::Primary, choice);
    open->setObjectName(QStringLiteral("datasetOpenTable"));
    auto* row = new QHBoxLayout(choice);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(tables_);
    row->addWidget(open);
    connect(open, &QPushButton::clicked, this, [this] {
        auto address = document_.address();
        address.table = tables_->currentText().toStdString();
        emit reopenRequested(address);
    });
    choice->hide();
    return choice;
}

// The same dataset read further keeps its filter, order and place.
void DataTab::documentChanged()
{
    using State = DatasetDocument::State;
    const auto& dataset = document_.data();
    if (dataset != shown_) {
        const bool same = dataset && shownAddress_ == document_.address() && shown_;
        shown_ = dataset;
        shownAddress_ = document_.address();
        if (!same) {
            queryError_.clear();
            filter_->setFilter({});
            columnSearch_->clear();
            onlyThese_->setChecked(false);
        }
        filter_->setDataset(dataset);
        if (dataset)
            model_->setDataset(dataset, document_.state() == State::Preview, same);
        else
            model_->clear();
    }
    if (document_.state() == State::Failed && dataset)
        faults_->setFailure(tr("Only the first rows are shown: %1").arg(document_.error().message));
    else
        faults_->setReport(dataset ? dataset->report : DatasetReport(),
                           dataset && dataset->files.size() > 1);
    showState();
}

void DataTab::showState()
{
    using State = DatasetDocument::State;
    const bool failed = document_.state() == State::Failed && !document_.data();
    const bool chooses = failed && !document_.tables().empty();
    choice_->setVisible(chooses);
    empty_->setMaximumHeight(chooses ? choiceHeight : QWIDGETSIZE_MAX);
    if (chooses && tables_->count() == 0)
        for (const auto& table : document_.tables())
            tables_->addItem(QString::fromStdString(table));
    if (!chooses)
        tables_->clear();
    const bool rows = model_->state() == DatasetTableModel::State::Ready;
    const bool none = rows && model_->total() == 0;
    stack_->setCurrentIndex(rows && !none && !failed ? 0 : 1);
    if (document_.state() == State::Closed)
        empty_->show(EmptyState::Kind::Empty,
                     tr("Open CSV, Parquet, JSON lines or SQLite, a file or a folder of them. "
                        "They can be dropped here as well."),
                     tr("Open a file…"), QStringLiteral("database"));
    else if (chooses)
        empty_->show(EmptyState::Kind::Empty, tr("Which table of the file is to be opened?"), {},
                     QStringLiteral("table"));
    else if (failed)
        empty_->show(EmptyState::Kind::Failed, document_.error().message,
                     document_.needsEncoding() ? tr("Read it as Latin-1") : tr("Try again"));
    else if (none && !model_->query().filter.empty())
        empty_->show(EmptyState::Kind::Empty, tr("No row fits the filter."), tr("Show all rows"),
                     QStringLiteral("search"));
    else if (none)
        empty_->show(EmptyState::Kind::Empty, tr("There are columns, but no row."), {},
                     QStringLiteral("table"));
    else if (model_->state() == DatasetTableModel::State::Failed)
        empty_->show(EmptyState::Kind::Failed, model_->error().message, tr("Try again"));
    else if (!rows)
        empty_->show(EmptyState::Kind::Loading,
                     tr("Opening %1").arg(datasetTitle(document_.address())));
    showWork();
    showCount();
    if (rows)
        searchColumns(false);
}

void DataTab::showWork()
{
    using State = DatasetDocument::State;
    if (document_.state() == State::Preview && document_.isReading())
        reading_->show(tr("These are the first rows; all of it is being read. Then it can be "
                          "sorted and filtered."),
                       document_.readShare(), tr("Stop"));
    else if (document_.state() == State::Preview)
        reading_->show(tr("These are the first rows only."), -1, tr("Read all of it"));
    else
        reading_->show({}, -1, {});
    const bool asks = model_->isQuerying() && !model_->query().isPlain() && !model_->isPreview();
    if (asks)
        querying_->show(model_->query().filter.empty() ? tr("Sorting all rows")
                                                       : tr("Filtering all rows"),
                        model_->queryShare(), tr("Stop"));
    else
        querying_->show({}, -1, {});
}

void DataTab::showCount()
{
    QString text;
    const auto total = model_->total();
    const auto all = model_->totalUnfiltered();
    if (total && all && *total != *all)
        text = tr("%1 of %2 rows").arg(countText(*total), countText(*all));
    else if (total)
        text = *total == 1 ? tr("1 row") : tr("%1 rows").arg(countText(*total));
    else if (document_.version())
        text = tr("%1 rows").arg(countText(document_.version()->rows));
    count_->setText(text);
    count_->setVisible(!text.isEmpty());
}

void DataTab::searchColumns(bool goOn)
{
    const auto text = columnSearch_->text().trimmed();
    const auto found = text.isEmpty() ? std::vector<int>() : model_->columnsLike(text);
    const bool limited = onlyThese_->isChecked() && !text.isEmpty();
    onlyThese_->setEnabled(!text.isEmpty());
    grid_->setShownColumns(found, limited);
    emit columnsShown(found, limited);
    if (found.empty())
        return;
    const int current = grid_->view()->currentIndex().column();
    const auto next = std::ranges::upper_bound(found, current);
    if (goOn)
        grid_->showColumn(next == found.end() ? found.front() : *next);
    else if (std::ranges::find(found, current) == found.end())
        grid_->showColumn(found.front());
}

void DataTab::showColumn(int column)
{
    grid_->showColumn(column);
}

void DataTab::emptyTriggered()
{
    if (document_.state() == DatasetDocument::State::Closed) {
        emit openRequested();
        return;
    }
    if (document_.state() == DatasetDocument::State::Failed) {
        auto address = document_.address();
        if (document_.needsEncoding())
            address.encoding = otherEncoding;
        emit reopenRequested(address);
        return;
    }
    filter_->setFilter({});
    model_->setFilter({});
}

} // namespace binnacle
