#include "widgets/drift/drift_reports_view.h"

#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"
#include "widgets/drift/drift_delegates.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace binnacle {

void setUpDriftTable(QTableView* table, const char* name, const QString& title, int rowHeight)
{
    table->setObjectName(QLatin1String(name));
    table->setAccessibleName(title);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setMouseTracking(true);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(rowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);
}

DriftReportsView::DriftReportsView(DriftReportsModel* reports, QWidget* parent)
    : QWidget(parent)
    , reports_(reports)
    , comparison_(new DriftComparisonModel(this))
    , table_(new QTableView(this))
    , changes_(new QTableView(this))
    , summary_(new TextLabel({}, TextRole::Normal, this))
    , lower_(new QWidget(this))
    , open_(makeButton(tr("Open"), QStringLiteral("folder-open"), ButtonRole::Secondary, this))
    , compare_(
          makeButton(tr("Compare two"), QStringLiteral("columns-3"), ButtonRole::Secondary, this))
    , remove_(makeButton(tr("Remove…"), QStringLiteral("trash-2"), ButtonRole::Quiet, this))
    , stack_(new QStackedWidget(this))
    , empty_(new EmptyState(this))
{
    open_->setObjectName(QStringLiteral("driftOpenKept"));
    compare_->setObjectName(QStringLiteral("driftCompareKept"));
    compare_->setToolTip(tr("Choose two reports with Ctrl"));
    remove_->setObjectName(QStringLiteral("driftRemoveKept"));
    setUpDriftTable(table_, "driftReports", tr("Kept reports"), spacing::rowHeight);
    table_->setModel(reports_);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setItemDelegate(new DriftListDelegate(DriftReportsModel::Verdict, table_));
    table_->setColumnWidth(DriftReportsModel::When, 120);
    table_->setColumnWidth(DriftReportsModel::Data, 260);
    table_->setColumnWidth(DriftReportsModel::Verdict, 140);
    setUpDriftTable(changes_, "driftChanges", tr("Comparison of two reports"), spacing::rowHeight);
    changes_->setModel(comparison_);
    changes_->setItemDelegate(new DriftListDelegate(DriftComparisonModel::Change, changes_));
    changes_->setColumnWidth(DriftComparisonModel::Name, 180);
    changes_->setColumnWidth(DriftComparisonModel::Earlier, 120);
    changes_->setColumnWidth(DriftComparisonModel::Later, 120);
    summary_->setObjectName(QStringLiteral("driftChangeSummary"));
    summary_->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    empty_->show(EmptyState::Kind::Empty,
                 tr("No report is kept yet. Compare two datasets, then "
                    "keep the report."),
                 {}, QStringLiteral("save"));
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    auto* below = new QVBoxLayout(lower_);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(0);
    below->addWidget(new Line(Qt::Horizontal, lower_));
    below->addWidget(summary_);
    below->addWidget(changes_, 1);
    lower_->hide();
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    bar->setSpacing(spacing::s);
    bar->addWidget(open_);
    bar->addWidget(compare_);
    bar->addStretch(1);
    bar->addWidget(remove_);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addLayout(bar);
    rows->addWidget(stack_, 1);
    rows->addWidget(lower_, 1);
    setFocusProxy(table_);
    const auto openFirst = [this] {
        if (const auto chosen = chosenRows(); !chosen.empty())
            emit openRequested(reports_->at(chosen.front()).id);
    };
    connect(open_, &QPushButton::clicked, this, openFirst);
    connect(table_, &QTableView::activated, this, openFirst);
    connect(compare_, &QPushButton::clicked, this, [this] {
        if (const auto chosen = chosenRows(); chosen.size() == 2) // the newest is above
            emit compareRequested(reports_->at(chosen.back()).id, reports_->at(chosen.front()).id);
    });
    connect(remove_, &QPushButton::clicked, this, [this] {
        if (const auto chosen = chosenRows(); chosen.size() == 1)
            emit removeRequested(chosen.front());
    });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &DriftReportsView::update);
    connect(reports_, &DriftReportsModel::loaded, this, &DriftReportsView::update);
    update();
}

std::vector<int> DriftReportsView::chosenRows() const
{
    std::vector<int> rows;
    for (const auto& index : table_->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::ranges::sort(rows);
    return rows;
}

void DriftReportsView::update()
{
    const auto count = chosenRows().size();
    open_->setEnabled(count == 1);
    remove_->setEnabled(count == 1);
    compare_->setEnabled(count == 2);
    stack_->setCurrentIndex(reports_->rowCount() > 0 ? 0 : 1);
}

void DriftReportsView::showComparison(const DriftDocument& earlier, const DriftDocument& later)
{
    using Kind = DriftComparisonModel::Kind;
    comparison_->setReports(earlier.report, later.report);
    summary_->setText(tr("%1 newly drifted, %2 recovered, %3 still drifted; share %4 → %5")
                          .arg(comparison_->count(Kind::NewlyDrifted))
                          .arg(comparison_->count(Kind::Recovered))
                          .arg(comparison_->count(Kind::StillDrifted))
                          .arg(earlier.report.shareDrifted, 0, 'f', 2)
                          .arg(later.report.shareDrifted, 0, 'f', 2));
    lower_->show();
}

} // namespace binnacle
