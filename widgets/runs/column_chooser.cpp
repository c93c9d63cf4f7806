#include "widgets/runs/column_chooser.h"

#include "models/number_text.h"
#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QTabBar>

namespace binnacle {

namespace {

constexpr int rowHeight = 28;
constexpr QSize popupSize(420, 460);

class ColumnDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        painter->setFont(option.font);
        const bool current = option.state.testFlag(QStyle::State_Selected) ||
                             option.state.testFlag(QStyle::State_MouseOver);
        if (current)
            painter->fillRect(option.rect, theme.accentBackground);
        QRect room = option.rect.adjusted(12, 0, -12, 0);
        if (index.data(Qt::CheckStateRole).toInt() == Qt::Checked)
            icon(QStringLiteral("check"), theme.accentText)
                .paint(painter, room.left(), room.top() + 6, 16, 16);
        room.setLeft(room.left() + 24);
        const QFontMetrics metrics(option.font);
        painter->setPen(theme.mutedText);
        const QString runs = index.data(ColumnChooserModel::RunsRole).toString();
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, runs);
        const QString kind = index.data(ColumnChooserModel::KindRole).toString();
        QRect kindRoom(room.right() - 130, room.top(), 70, room.height());
        painter->drawText(kindRoom, Qt::AlignLeft | Qt::AlignVCenter, kind);
        room.setRight(kindRoom.left() - 8);
        painter->setPen(theme.text);
        painter->drawText(
            room, Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(index.data().toString(), Qt::ElideMiddle, room.width()));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {100, rowHeight};
    }
};

const std::optional<RunColumn::Kind> kindsInOrder[] = {std::nullopt, RunColumn::Kind::Metric,
                                                       RunColumn::Kind::Param, RunColumn::Kind::Tag,
                                                       RunColumn::Kind::Attribute};

} // namespace

ColumnChooser::ColumnChooser(Mode mode, std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                             QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , mode_(mode)
    , model_(new ColumnChooserModel(std::move(engine), pools, this))
    , search_(new SearchField(tr("Search columns"), this))
    , kinds_(new QTabBar(this))
    , list_(new QListView(this))
    , count_(new TextLabel({}, TextRole::Muted, this))
{
    setObjectName(mode == Mode::Many ? QStringLiteral("columnChooser")
                                     : QStringLiteral("groupChooser"));
    setProperty("card", true);
    search_->setObjectName(QStringLiteral("columnSearch"));
    list_->setObjectName(QStringLiteral("columnList"));
    for (const QString& text :
         {tr("All"), tr("Metrics"), tr("Params"), tr("Tags"), tr("Attributes")})
        kinds_->addTab(text);
    kinds_->setDrawBase(false);
    kinds_->setExpanding(false);
    list_->setModel(model_);
    list_->setItemDelegate(new ColumnDelegate(list_));
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setFrameShape(QFrame::NoFrame);

    auto* last = makeButton(mode == Mode::Many ? tr("Default columns") : tr("Do not group"), {},
                            ButtonRole::Link, this);
    auto* foot = new QHBoxLayout;
    foot->addWidget(count_, 1);
    foot->addWidget(last);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 10, 1, 6);
    layout->setSpacing(4);
    for (QWidget* widget : {static_cast<QWidget*>(search_), static_cast<QWidget*>(kinds_)}) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(10, 0, 10, 0);
        row->addWidget(widget);
        layout->addLayout(row);
    }
    layout->addWidget(list_, 1);
    foot->setContentsMargins(12, 0, 12, 0);
    layout->addLayout(foot);
    resize(popupSize);

    search_->installEventFilter(this);
    connect(search_, &QLineEdit::textChanged, model_, &ColumnChooserModel::setSearch);
    connect(kinds_, &QTabBar::currentChanged, this,
            [this](int tab) { model_->setKind(kindsInOrder[tab]); });
    connect(model_, &ColumnChooserModel::loaded, this, &ColumnChooser::tellCount);
    connect(model_, &ColumnChooserModel::toggled, this, &ColumnChooser::toggled);
    connect(list_, &QListView::clicked, this, &ColumnChooser::choose);
    connect(last, &QPushButton::clicked, this, [this] {
        hide();
        emit mode_ == Mode::Many ? resetRequested() : cleared();
    });
}

void ColumnChooser::popUp(QWidget* below, const RunQuery& scope, const ColumnList& shown)
{
    model_->setScope(scope);
    model_->setShown(shown);
    search_->clear();
    model_->setSearch({});
    QPoint at = below->mapToGlobal(QPoint(below->width() - width(), below->height() + 4));
    const QRect screen = below->screen()->availableGeometry();
    at.setX(qBound(screen.left() + 4, at.x(), screen.right() - width() - 4));
    at.setY(qBound(screen.top() + 4, at.y(), qMax(screen.top() + 4, screen.bottom() - height())));
    move(at);
    show();
    search_->setFocus();
}

void ColumnChooser::choose(const QModelIndex& index)
{
    if (mode_ == Mode::One) {
        const RunColumn column = model_->columnAt(index.row());
        hide();
        emit picked(column);
        return;
    }
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    model_->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void ColumnChooser::tellCount()
{
    const int count = model_->rowCount();
    count_->setText(count == 0 ? tr("No column of that name")
                               : tr("%1 columns").arg(countText(count)));
}

bool ColumnChooser::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != search_ || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const int row = list_->currentIndex().row();
    switch (key->key()) {
    case Qt::Key_Down:
        list_->setCurrentIndex(model_->index(qMin(row + 1, model_->rowCount() - 1)));
        return true;
    case Qt::Key_Up:
        list_->setCurrentIndex(model_->index(qMax(row - 1, 0)));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (model_->rowCount() > 0)
            choose(row >= 0 ? list_->currentIndex() : model_->index(0));
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace binnacle
