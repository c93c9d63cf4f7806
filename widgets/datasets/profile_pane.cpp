#include "widgets/datasets/profile_pane.h"

#include "models/dataset_profile_text.h"
#include "models/number_text.h"
#include "widgets/charts/item_chart.h"
#include "widgets/charts/matrix_picture.h"
#include "widgets/common/fact_grid.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"
#include "widgets/datasets/profile_card_delegate.h"
#include "widgets/datasets/work_bar.h"

#include <QBoxLayout>
#include <QEvent>
#include <QListView>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStringList>
#include <QTabBar>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr int leastMap = 280;

MatrixScene sceneOf(const TableProfile& table)
{
    MatrixScene scene;
    const auto size = table.correlated.size();
    for (const auto& name : table.correlated)
        scene.names.push_back(QString::fromStdString(name));
    for (std::size_t i = 0; i < size; ++i)
        for (std::size_t k = 0; k < size; ++k) {
            const double r = table.correlation[i * size + k];
            scene.cells.push_back(
                {r, QStringList{QStringLiteral("%1 × %2").arg(scene.names[i], scene.names[k]),
                                QStringLiteral("r\t%1").arg(std::isfinite(r) ? numberText(r)
                                                                             : missingText())}});
        }
    return scene;
}

QString joinedNames(const std::vector<std::string>& names)
{
    QStringList list;
    for (const auto& name : names)
        list << QString::fromStdString(name);
    return list.join(QStringLiteral(", "));
}

} // namespace

ProfilePane::ProfilePane(DatasetProfileModel& model, QWidget* parent)
    : QWidget(parent)
    , model_(model)
    , tabs_(new QTabBar(this))
    , stack_(new QStackedWidget(this))
    , cards_(new QListView(this))
    , work_(new WorkBar(QStringLiteral("profileWork"), this))
    , correlation_(new ItemChart(this))
    , correlationNote_(new TextLabel({}, TextRole::Muted, this))
{
    setObjectName(QStringLiteral("profilePane"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setMinimumWidth(280);
    setMaximumWidth(520);
    tabs_->setObjectName(QStringLiteral("profileTabs"));
    tabs_->setAccessibleName(tr("Profile"));
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);
    tabs_->addTab(tr("Columns"));
    tabs_->addTab(tr("Table"));
    cards_->setObjectName(QStringLiteral("profileCards"));
    cards_->setAccessibleName(tr("Profile of each column"));
    cards_->setModel(&model_);
    cards_->setItemDelegate(new ProfileCardDelegate(model_, cards_));
    cards_->setFrameShape(QFrame::NoFrame);
    cards_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    cards_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    cards_->setResizeMode(QListView::Adjust);
    cards_->viewport()->installEventFilter(this);
    stack_->addWidget(cards_);
    stack_->addWidget(makeTable());
    auto* head = new QHBoxLayout;
    head->setContentsMargins(spacing::s, spacing::xs, spacing::s, 0);
    head->addWidget(tabs_);
    head->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(work_);
    column->addWidget(stack_, 1);
    connect(tabs_, &QTabBar::currentChanged, stack_, &QStackedWidget::setCurrentIndex);
    connect(work_, &WorkBar::triggered, this, [this] {
        if (model_.state() == DatasetProfileModel::State::Running)
            model_.stop();
        else
            model_.start();
    });
    connect(&model_, &DatasetProfileModel::stateChanged, this, &ProfilePane::updateState);
    connect(&model_, &DatasetProfileModel::tableKnown, this, &ProfilePane::showTable);
    connect(&model_, &DatasetProfileModel::dataChanged, cards_, &QListView::doItemsLayout);
    connect(cards_->verticalScrollBar(), &QScrollBar::valueChanged, this,
            &ProfilePane::tellVisible);
    connect(cards_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (!marking_ && index.isValid())
                    emit columnChosen(index.row());
            });
    updateState();
    showTable();
}

QWidget* ProfilePane::makeTable()
{
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("profileTable"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    tablePart_ = new QWidget(scroll);
    tablePart_->setBackgroundRole(QPalette::Base);
    tablePart_->setAutoFillBackground(true);
    tableColumn_ = new QVBoxLayout(tablePart_);
    tableColumn_->setContentsMargins(14, spacing::m, 14, spacing::m);
    tableColumn_->setSpacing(spacing::s);
    correlation_->setObjectName(QStringLiteral("correlationMap"));
    correlation_->setAccessibleName(tr("Correlation of numeric columns"));
    correlationNote_->setObjectName(QStringLiteral("correlationNote"));
    correlationNote_->setWordWrap(true);
    tableColumn_->addWidget(new SectionLabel(tr("Correlation (Pearson)"), tablePart_));
    tableColumn_->addWidget(correlation_);
    tableColumn_->addWidget(correlationNote_);
    tableColumn_->addStretch(1);
    scroll->setWidget(tablePart_);
    return scroll;
}

void ProfilePane::showTable()
{
    delete facts_;
    facts_ = new FactGrid(tablePart_);
    facts_->setObjectName(QStringLiteral("profileFacts"));
    tableColumn_->insertWidget(0, facts_);
    const auto& table = model_.table();
    if (model_.known() > 0)
        facts_->add(tr("Rows"), countText(model_.rows()));
    facts_->add(tr("Columns"), countText(model_.rowCount()));
    if (table && table->duplicateRows)
        facts_->add(tr("Duplicate rows"), QStringLiteral("%1 (%2)").arg(
                                              countText(*table->duplicateRows),
                                              percentText(*table->duplicateRows, model_.rows())));
    if (table) {
        const auto constant = model_.constantColumns();
        facts_->add(tr("Constant columns"), constant.empty() ? tr("None") : joinedNames(constant));
    }
    const bool any = table && table->correlated.size() > 1;
    correlation_->setVisible(any);
    if (any) {
        auto picture = std::make_shared<MatrixPicture>(sceneOf(*table));
        const auto least = picture->leastSize(correlation_->font());
        correlation_->setFixedHeight(std::max(leastMap, static_cast<int>(least.height())));
        correlation_->setPicture(std::move(picture));
        correlationNote_->setText(
            tr("Rows where one of the two is missing are left out of a pair."));
    } else {
        correlation_->setPicture(nullptr);
        correlationNote_->setText(table ? tr("There are no two columns of numbers.")
                                        : tr("Not known yet."));
    }
}

void ProfilePane::setWaiting(const QString& sentence)
{
    waiting_ = sentence;
    updateState();
}

void ProfilePane::updateState()
{
    using State = DatasetProfileModel::State;
    const auto far = tr("%1 of %2 columns").arg(model_.known()).arg(model_.rowCount());
    switch (model_.state()) {
    case State::Running:
        work_->show(model_.known() == model_.rowCount() ? tr("Looking at the whole table")
                                                        : tr("Profile: %1").arg(far),
                    model_.share(), tr("Cancel"));
        break;
    case State::Stopped:
        work_->show(tr("Stopped at %1").arg(far), -1, tr("Go on"));
        break;
    case State::Failed:
        work_->show(model_.error().message, -1, tr("Try again"));
        break;
    case State::Idle:
        work_->show(waiting_, -1, {});
        break;
    default:
        work_->show({}, -1, {});
    }
    tellVisible();
}

bool ProfilePane::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        tellVisible();
    return QWidget::eventFilter(watched, event);
}

void ProfilePane::tellVisible()
{
    const QRect room = cards_->viewport()->rect();
    const auto first = cards_->indexAt(QPoint(room.center().x(), 1));
    const auto last = cards_->indexAt(QPoint(room.center().x(), room.height() - 2));
    model_.setVisible(std::max(0, first.row()),
                      last.isValid() ? last.row() : std::max(0, first.row()) + 8);
}

void ProfilePane::showColumn(int column)
{
    const QScopedValueRollback marking(marking_, true);
    const auto index = model_.index(column);
    cards_->setCurrentIndex(index);
    cards_->scrollTo(index);
}

void ProfilePane::setShownColumns(const std::vector<int>& columns, bool limited)
{
    std::vector<bool> shown(static_cast<std::size_t>(model_.rowCount()), !limited);
    for (const int column : columns)
        if (column < model_.rowCount())
            shown[static_cast<std::size_t>(column)] = true;
    for (int row = 0; row < model_.rowCount(); ++row)
        cards_->setRowHidden(row, !shown[static_cast<std::size_t>(row)]);
}

} // namespace binnacle
