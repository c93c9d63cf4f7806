#include "widgets/run/name_field.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

namespace binnacle {

NameField::NameField(const ObjectNames& names, QWidget* parent)
    : QWidget(parent)
    , label_(new ElidedLabel({}, TextRole::Normal, this))
    , edit_(new QLineEdit(this))
    , button_(makeButton({}, QStringLiteral("pencil"), ButtonRole::Quiet, this))
{
    label_->setObjectName(QLatin1String(names.label));
    label_->setFont(titleFont());
    edit_->setObjectName(QLatin1String(names.edit));
    edit_->setAccessibleName(tr("Name"));
    edit_->hide();
    edit_->installEventFilter(this);
    button_->setObjectName(QLatin1String(names.button));
    button_->setToolTip(tr("Rename (F2)"));
    button_->setAccessibleName(tr("Rename"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(label_, 1);
    row->addWidget(edit_, 1);
    row->addWidget(button_);
    connect(button_, &QPushButton::clicked, this, &NameField::startRename);
    connect(edit_, &QLineEdit::returnPressed, this, [this] {
        const QString name = edit_->text();
        stopRename();
        if (name != label_->fullText())
            emit renamed(name);
    });
}

void NameField::setName(const QString& name)
{
    label_->setFullText(name);
}

void NameField::setEditable(bool editable)
{
    button_->setVisible(editable);
}

void NameField::startRename()
{
    if (!button_->isVisibleTo(this))
        return;
    edit_->setText(label_->fullText());
    label_->hide();
    edit_->show();
    edit_->setFocus();
    edit_->selectAll();
}

void NameField::stopRename()
{
    edit_->hide();
    label_->show();
}

bool NameField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != edit_ || !edit_->isVisible())
        return QWidget::eventFilter(watched, event);
    const bool escape =
        (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (event->type() == QEvent::FocusOut)
        stopRename();
    if (!escape)
        return QWidget::eventFilter(watched, event);
    event->accept(); // it means the field, not the page around it
    if (event->type() == QEvent::KeyPress) {
        button_->setFocus();
        stopRename();
    }
    return true;
}

} // namespace binnacle
