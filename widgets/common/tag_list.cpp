#include "widgets/common/tag_list.h"

#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLineEdit>

#include <algorithm>

namespace binnacle {

namespace {
constexpr std::size_t mostShown = 100;
}

TagList::TagList(QWidget* parent)
    : QWidget(parent)
    , adding_(new QWidget(this))
    , key_(new QLineEdit(this))
    , value_(new QLineEdit(this))
{
    key_->setObjectName(QStringLiteral("tagKey"));
    value_->setObjectName(QStringLiteral("tagValue"));
    key_->setAccessibleName(tr("Tag"));
    value_->setAccessibleName(tr("Value"));
    key_->setPlaceholderText(tr("Tag"));
    value_->setPlaceholderText(tr("Value"));
    auto* add = makeButton({}, QStringLiteral("plus"), ButtonRole::Secondary, this);
    add->setObjectName(QStringLiteral("tagAdd"));
    add->setFixedWidth(36);
    add->setToolTip(tr("Add the tag"));
    add->setAccessibleName(add->toolTip());
    auto* row = new QHBoxLayout(adding_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(key_, 2);
    row->addWidget(value_, 3);
    row->addWidget(add);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(adding_);
    connect(add, &QPushButton::clicked, this, &TagList::submit);
    connect(key_, &QLineEdit::returnPressed, value_, qOverload<>(&QWidget::setFocus));
    connect(value_, &QLineEdit::returnPressed, this, &TagList::submit);
}

void TagList::submit()
{
    if (key_->text().trimmed().isEmpty()) {
        key_->setFocus();
        return;
    }
    emit tagSet(key_->text(), value_->text());
    key_->clear();
    value_->clear();
}

void TagList::setTags(const std::vector<KeyValue>& tags, bool editable,
                      const std::vector<std::string>& pending)
{
    delete rows_;
    rows_ = new QWidget(this);
    auto* grid = new QGridLayout(rows_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 3);
    static_cast<QBoxLayout*>(layout())->insertWidget(0, rows_);
    int row = 0;
    for (const auto& tag : tags) {
        if (tag.key.starts_with("mlflow."))
            continue;
        if (row == static_cast<int>(mostShown)) {
            grid->addWidget(
                new TextLabel(tr("and more: see the columns of the table"), TextRole::Muted, rows_),
                row, 0, 1, 3);
            break;
        }
        addRow(row++, tag, editable,
               std::find(pending.begin(), pending.end(), tag.key) != pending.end());
    }
    rows_->setVisible(row > 0);
    adding_->setVisible(editable);
    if (row == 0 && !editable) {
        grid->addWidget(new TextLabel(tr("No tags"), TextRole::Muted, rows_), 0, 0);
        rows_->show();
    }
}

void TagList::addRow(int row, const KeyValue& tag, bool editable, bool pending)
{
    auto* grid = static_cast<QGridLayout*>(rows_->layout());
    const QString key = QString::fromStdString(tag.key);
    auto* name = new ElidedLabel(key, TextRole::Muted, rows_);
    auto* value = new ElidedLabel(QString::fromStdString(tag.value), TextRole::Normal, rows_);
    value->setObjectName(QStringLiteral("tag:") + key);
    grid->addWidget(name, row, 0);
    grid->addWidget(value, row, 1);
    auto* tail = new QHBoxLayout;
    tail->setSpacing(2);
    if (pending) {
        auto* clock = new QLabel(rows_);
        clock->setObjectName(QStringLiteral("pending:") + key);
        clock->setPixmap(icon(QStringLiteral("clock"), Theme::current().warning).pixmap(14, 14));
        clock->setToolTip(tr("Waits for the source."));
        tail->addWidget(clock);
    }
    if (editable) {
        auto* remove = makeButton({}, QStringLiteral("x"), ButtonRole::Quiet, rows_);
        remove->setObjectName(QStringLiteral("removeTag:") + key);
        remove->setFixedSize(24, 24);
        remove->setStyleSheet(QStringLiteral("padding: 0"));
        remove->setIconSize({13, 13});
        remove->setToolTip(tr("Take the tag %1 away").arg(key));
        remove->setAccessibleName(remove->toolTip());
        connect(remove, &QPushButton::clicked, this, [this, key] { emit tagRemoved(key); });
        tail->addWidget(remove);
    }
    grid->addLayout(tail, row, 2);
    grid->setRowMinimumHeight(row, 24);
}

} // namespace binnacle
