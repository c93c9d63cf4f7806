#include "widgets/datasets/dataset_list_pane.h"

#include "models/dataset_link.h"
#include "widgets/common/icons.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/search_field.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>

namespace binnacle {

namespace {

constexpr int rowHeight = 46, headHeight = 34, side = 14;

class ListDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        return {120, index.data(DatasetListModel::HeadRole).toBool() ? headHeight : rowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        if (index.data(DatasetListModel::HeadRole).toBool()) {
            painter->setFont(sectionFont());
            paintCellText(painter, option.rect.adjusted(side, 8, -side, 0), index.data().toString(),
                          theme.mutedText);
            painter->restore();
            return;
        }
        paintRowBackground(painter, option);
        const bool closed = !index.data(DatasetListModel::ReasonRole).toString().isEmpty();
        const auto state = index.data(DatasetListModel::StateRole).toString();
        const QRect room = option.rect.adjusted(side, 5, -side, -6);
        QRect upper(room.left(), room.top(), room.width(), room.height() / 2);
        if (!state.isEmpty()) {
            const int width = pillSize(state, option.font).width();
            paintPill(painter, QRect(upper.right() - width + 1, upper.top(), width, upper.height()),
                      state,
                      index.data(DatasetListModel::PassedRole).toBool() ? Tone::Good : Tone::Bad,
                      option.font);
            upper.setRight(upper.right() - width - 8);
        }
        QFont name = option.font;
        name.setWeight(option.state.testFlag(QStyle::State_Selected) ? QFont::DemiBold
                                                                     : QFont::Medium);
        painter->setFont(name);
        paintCellText(painter, upper, index.data().toString(),
                      closed ? theme.mutedText : theme.text);
        QFont small = option.font;
        small.setPixelSize(12);
        painter->setFont(small);
        const QRect lower(room.left(), room.top() + room.height() / 2, room.width(),
                          room.height() / 2);
        paintCellText(painter, lower,
                      closed ? index.data(DatasetListModel::ReasonRole).toString()
                             : index.data(DatasetListModel::DetailRole).toString(),
                      closed ? theme.faintText : theme.mutedText);
        painter->restore();
    }
};

} // namespace

DatasetListPane::DatasetListPane(DatasetListModel& model, QWidget* parent)
    : QWidget(parent)
    , model_(model)
    , search_(new SearchField(tr("Search datasets"), this))
    , list_(new QListView(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setMinimumWidth(180);
    setMaximumWidth(380);
    search_->setObjectName(QStringLiteral("datasetSearch"));
    list_->setObjectName(QStringLiteral("datasetList"));
    list_->setAccessibleName(tr("Datasets"));
    list_->setModel(&model_);
    list_->setItemDelegate(new ListDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setMouseTracking(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(spacing::m, 0, spacing::m, 0);
    row->addWidget(search_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, spacing::s, 0, 0);
    column->setSpacing(spacing::xs);
    column->addLayout(row);
    column->addWidget(list_, 1);
    connect(search_, &QLineEdit::textChanged, &model_, &DatasetListModel::setSearch);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (!marking_ && index.isValid())
                    take(index.row());
            });
    connect(list_, &QListView::activated, this,
            [this](const QModelIndex& index) { take(index.row()); });
    connect(list_, &QListView::customContextMenuRequested, this, &DatasetListPane::openMenu);
    connect(&model_, &DatasetListModel::modelReset, this, [this] { showCurrent(shown_); });
}

void DatasetListPane::take(int row)
{
    if (const auto address = model_.address(row)) {
        if (address->path != shown_.path || address->table != shown_.table)
            emit chosen(*address);
        return;
    }
    const auto reason = model_.index(row).data(DatasetListModel::ReasonRole).toString();
    if (!reason.isEmpty())
        emit refused(reason);
}

void DatasetListPane::showCurrent(const DatasetAddress& address)
{
    const QScopedValueRollback marking(marking_, true);
    shown_ = address;
    const int row = model_.rowOf(address);
    if (row >= 0)
        list_->setCurrentIndex(model_.index(row));
    else
        list_->setCurrentIndex({});
}

void DatasetListPane::openMenu(const QPoint& at)
{
    const int row = list_->indexAt(at).row();
    if (row < 0)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("datasetMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto address = model_.address(row)) {
        menu->addAction(icon(QStringLiteral("folder-open")), tr("Open"), this,
                        [this, row] { take(row); });
        menu->addAction(icon(QStringLiteral("copy")), tr("Copy link"), this,
                        [address] { QApplication::clipboard()->setText(datasetLink(*address)); });
    }
    if (const auto run = model_.run(row))
        menu->addAction(icon(QStringLiteral("flask-conical")), tr("Go to the newest run"), this,
                        [this, run] { emit runRequested(*run); });
    if (model_.wasOpened(row))
        menu->addAction(icon(QStringLiteral("eye-off")), tr("Take out of the list"), this,
                        [this, row] { model_.forget(row); });
    menu->popup(list_->viewport()->mapToGlobal(at));
}

} // namespace binnacle
