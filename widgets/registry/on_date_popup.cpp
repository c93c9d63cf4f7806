#include "widgets/registry/on_date_popup.h"

#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/registry/registry_delegates.h"

#include <QBoxLayout>
#include <QDateEdit>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace binnacle {

OnDatePopup::OnDatePopup(std::shared_ptr<Workspace> workspace, WorkerPools& pools, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , model_(new RegistryDateModel(std::move(workspace), pools, this))
    , date_(new QDateEdit(QDate::currentDate(), this))
    , search_(new SearchField(tr("Search models"), this))
    , table_(new QTableView(this))
    , note_(new TextLabel({}, TextRole::Muted, this))
{
    setObjectName(QStringLiteral("onDatePopup"));
    setProperty("card", true);
    setFixedSize(560, 420);
    date_->setObjectName(QStringLiteral("onDate"));
    date_->setAccessibleName(tr("Date"));
    date_->setCalendarPopup(true);
    date_->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    date_->setMaximumDate(QDate::currentDate());
    search_->setObjectName(QStringLiteral("onDateSearch"));
    note_->setObjectName(QStringLiteral("onDateNote"));
    note_->setWordWrap(true);
    auto* proxy = new QSortFilterProxyModel(this);
    proxy->setSourceModel(model_);
    proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    proxy->setFilterKeyColumn(-1);
    table_->setObjectName(QStringLiteral("onDateTable"));
    table_->setAccessibleName(tr("Who held which alias"));
    table_->setModel(proxy);
    table_->setItemDelegate(new DateCellDelegate(table_));
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->horizontalHeader()->setSectionResizeMode(RegistryDateModel::Model,
                                                     QHeaderView::Stretch);
    table_->setColumnWidth(RegistryDateModel::Alias, 160);
    table_->setColumnWidth(RegistryDateModel::Version, 70);
    table_->setColumnWidth(RegistryDateModel::Certainty, 100);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::s);
    row->addWidget(new TextLabel(tr("At the end of"), TextRole::Muted, this));
    row->addWidget(date_);
    row->addWidget(search_, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::l, spacing::m, spacing::l, spacing::m);
    column->setSpacing(spacing::s);
    column->addLayout(row);
    column->addWidget(table_, 1);
    column->addWidget(note_);
    connect(date_, &QDateEdit::dateChanged, this, &OnDatePopup::ask);
    connect(search_, &QLineEdit::textChanged, proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(model_, &RegistryDateModel::answered, this, [this] {
        note_->setText(model_->rowCount() == 0
                           ? tr("No alias is known to have been held then.")
                           : tr("As Binnacle saw it in its mirrors, and by what it did itself."));
    });
    connect(model_, &RegistryDateModel::failed, this,
            [this](const Error& error) { note_->setText(error.message); });
}

void OnDatePopup::popUp(QWidget* below)
{
    const QPoint corner = below->mapToGlobal(QPoint(below->width() - width(), below->height() + 4));
    move(corner);
    show();
    date_->setFocus();
    ask();
}

void OnDatePopup::setDate(const QDate& date)
{
    date_->setDate(date);
}

void OnDatePopup::ask()
{
    const qint64 end = date_->date().addDays(1).startOfDay().toMSecsSinceEpoch() - 1;
    model_->ask(qMin(end, QDateTime::currentMSecsSinceEpoch()));
}

} // namespace binnacle
