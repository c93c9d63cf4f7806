#include "widgets/compare/column_picker.h"

#include "widgets/common/search_field.h"

#include <QListView>
#include <QSortFilterProxyModel>

namespace binnacle {

namespace {
constexpr QSize pickerSize(280, 320);
} // namespace

ColumnPicker::ColumnPicker(std::vector<ComparisonModel::ColumnChoice> choices, bool numericOnly,
                           bool optional, bool several, QWidget* parent)
    : SearchPopup(tr("Search columns"), pickerSize, parent)
    , model_(new ColumnChoicesModel(this))
    , found_(new QSortFilterProxyModel(this))
    , several_(several)
{
    setObjectName(QStringLiteral("columnPicker"));
    model_->setChoices(std::move(choices), numericOnly, optional && !several, several);
    found_->setSourceModel(model_);
    found_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    list()->setModel(found_);
    list()->setAccessibleName(tr("Columns"));
    connect(search(), &QLineEdit::textChanged, this, [this](const QString& text) {
        found_->setFilterFixedString(text);
        list()->setCurrentIndex(found_->index(0, 0));
    });
    connect(model_, &ColumnChoicesModel::chosenChanged, this,
            [this] { emit this->chosen(model_->chosen()); });
    list()->setCurrentIndex(found_->index(0, 0));
}

void ColumnPicker::setChosen(std::vector<RunColumn> chosen)
{
    model_->setChosen(std::move(chosen));
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

} // namespace binnacle
