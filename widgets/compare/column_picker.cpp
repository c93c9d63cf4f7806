#include "widgets/compare/column_picker.h"

#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QListView>
#include <QScreen>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace binnacle {

namespace {
constexpr QSize pickerSize(280, 320);
} // namespace

ColumnPicker::ColumnPicker(std::vector<ComparisonModel::ColumnChoice> choices, bool numericOnly,
                           bool optional, bool several, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , model_(new ColumnChoicesModel(this))
    , found_(new QSortFilterProxyModel(this))
    , search_(new SearchField(tr("Search columns"), this))
    , list_(new QListView(this))
    , several_(several)
{
    setObjectName(QStringLiteral("columnPicker"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    resize(pickerSize);
    model_->setChoices(std::move(choices), numericOnly, optional && !several, several);
    found_->setSourceModel(model_);
    found_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    list_->setModel(found_);
    list_->setUniformItemSizes(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setAccessibleName(tr("Columns"));
    list_->setFocusProxy(search_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::s, spacing::s, spacing::s, spacing::s);
    column->setSpacing(spacing::xs);
    column->addWidget(search_);
    column->addWidget(list_, 1);
    search_->installEventFilter(this);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        found_->setFilterFixedString(text);
        list_->setCurrentIndex(found_->index(0, 0));
    });
    connect(list_, &QListView::clicked, this, &ColumnPicker::take);
    connect(model_, &ColumnChoicesModel::chosenChanged, this,
            [this] { emit this->chosen(model_->chosen()); });
    list_->setCurrentIndex(found_->index(0, 0));
}

void ColumnPicker::setChosen(std::vector<RunColumn> chosen)
{
    model_->setChosen(std::move(chosen));
}

void ColumnPicker::popUp(QWidget* field)
{
    const QRect screen = field->screen()->availableGeometry();
    QPoint at = field->mapToGlobal(QPoint(0, field->height() + 2));
    at.setX(std::min(at.x(), screen.right() - width()));
    if (at.y() + height() > screen.bottom())
        at.setY(std::max(screen.top(), field->mapToGlobal(QPoint(0, 0)).y() - height() - 2));
    move(at);
    show();
    search_->setFocus();
}

void ColumnPicker::take(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    if (several_) {
        const bool ticked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        found_->setData(index, ticked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        return;
    }
    const auto column =
        columnFromText(index.data(ColumnChoicesModel::TextRole).toString().toStdString());
    emit chosen(column ? std::vector<RunColumn>{*column} : std::vector<RunColumn>{});
    close();
}

bool ColumnPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int row = list_->currentIndex().row();
    switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Up: {
        const int next = std::clamp(row + (key == Qt::Key_Down ? 1 : -1), 0,
                                    std::max(0, found_->rowCount() - 1));
        list_->setCurrentIndex(found_->index(next, 0));
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        take(list_->currentIndex());
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace binnacle
