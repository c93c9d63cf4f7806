#include "widgets/common/completion_popup.h"

#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QPainter>
#include <QStyledItemDelegate>

namespace binnacle {

namespace {

constexpr int rowHeight = 26;
constexpr int rowsShown = 9;
constexpr int detailRole = Qt::UserRole + 1;

class SuggestionDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, theme.accentBackground);
        const QString detail = index.data(detailRole).toString();
        QRect room = option.rect.adjusted(10, 0, -10, 0);
        painter->setFont(option.widget->font());
        painter->setPen(theme.mutedText);
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, detail);
        room.setRight(room.right() - painter->fontMetrics().horizontalAdvance(detail) - 12);
        painter->setFont(monospaceFont());
        painter->setPen(theme.text);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(),
                                                            Qt::ElideMiddle, room.width()));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {100, rowHeight};
    }
};

} // namespace

CompletionPopup::CompletionPopup(QWidget* editor)
    : QFrame(editor->window())
    , editor_(editor)
    , list_(new QListView(this))
    , model_(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("filterCompletion"));
    setProperty("card", true);
    setFocusPolicy(Qt::NoFocus);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setItemDelegate(new SuggestionDelegate(list_));
    list_->setModel(model_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 4, 1, 4);
    layout->addWidget(list_);
    connect(list_, &QListView::clicked, this,
            [this](const QModelIndex& index) { emit chosen(index.row()); });
    hide();
}

void CompletionPopup::showAt(const QPoint& globalTopLeft,
                             const std::vector<FilterSuggestion>& items)
{
    items_ = items;
    model_->clear();
    for (const auto& suggestion : items) {
        auto* item = new QStandardItem(suggestion.text);
        item->setData(suggestion.detail, detailRole);
        model_->appendRow(item);
    }
    if (parentWidget() != editor_->window()) // the page was put into a window meanwhile
        setParent(editor_->window());
    const int rows = qMin(rowsShown, static_cast<int>(items.size()));
    const int width = qBound(260, editor_->width() * 2 / 3, 460);
    QPoint at = parentWidget()->mapFromGlobal(globalTopLeft);
    at.setX(qBound(0, at.x(), qMax(0, parentWidget()->width() - width)));
    setGeometry(at.x(), at.y(), width, rows * rowHeight + 10);
    list_->setCurrentIndex({});
    show();
    raise();
}

void CompletionPopup::step(int by)
{
    const int count = model_->rowCount();
    if (count == 0)
        return;
    const int now = current();
    const int next = now < 0 ? (by > 0 ? 0 : count - 1) : (now + by + count) % count;
    list_->setCurrentIndex(model_->index(next, 0));
}

int CompletionPopup::current() const
{
    return list_->currentIndex().isValid() ? list_->currentIndex().row() : -1;
}

} // namespace binnacle
