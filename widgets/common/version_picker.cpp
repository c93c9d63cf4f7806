#include "widgets/common/version_picker.h"

#include "widgets/common/labels.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"

#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <utility>

namespace binnacle {

namespace {

constexpr QSize popupSize(380, 340);

class ChoiceDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {120, spacing::rowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        paintRowBackground(painter, option);
        const QRect room = cellRoom(option);
        paintCellText(painter, QRect(room.left(), room.top(), room.width() / 2, room.height()),
                      index.data().toString(), Theme::current().text);
        paintCellText(painter, room.adjusted(room.width() / 2 + 8, 0, 0, 0),
                      index.data(VersionChoicesModel::WhereRole).toString(),
                      Theme::current().mutedText, Qt::AlignRight);
        painter->restore();
    }
};

} // namespace

VersionPicker::VersionPicker(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                             QWidget* parent)
    : SearchPopup(tr("Search models and versions"), popupSize, parent)
    , model_(new VersionChoicesModel(std::move(workspace), pools, this))
    , none_(new TextLabel(tr("No registered model is mirrored yet."), TextRole::Muted, this))
{
    setObjectName(QStringLiteral("versionPicker"));
    search()->setObjectName(QStringLiteral("versionSearch"));
    list()->setObjectName(QStringLiteral("versionChoices"));
    list()->setAccessibleName(tr("Model versions"));
    list()->setModel(model_);
    list()->setItemDelegate(new ChoiceDelegate(list()));
    none_->setAlignment(Qt::AlignCenter);
    none_->hide();
    column()->addWidget(none_);
    connect(search(), &QLineEdit::textChanged, model_, &VersionChoicesModel::setSearch);
    connect(model_, &VersionChoicesModel::modelReset, this, [this] {
        if (model_->rowCount() > 0)
            list()->setCurrentIndex(model_->index(0));
    });
    connect(model_, &VersionChoicesModel::loaded, this,
            [this] { none_->setVisible(model_->rowCount() == 0); });
    model_->reload();
}

void VersionPicker::take(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const VersionChoice choice = model_->at(index.row());
    close();
    emit chosen(choice);
}

} // namespace binnacle
