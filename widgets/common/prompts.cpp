#include "widgets/common/prompts.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace binnacle {

namespace {

QString cancelText()
{
    return QCoreApplication::translate("Prompts", "Cancel");
}

// A dialog with a title, a body and buttons; deletes itself.
class Question : public QDialog
{
public:
    Question(QWidget* parent, const QString& title) : QDialog(parent)
    {
        setAttribute(Qt::WA_DeleteOnClose);
        setWindowModality(Qt::WindowModal);
        setWindowTitle(title);
        column = new QVBoxLayout(this);
        column->setContentsMargins(spacing::xl, spacing::xl, spacing::xl, spacing::l);
        column->setSpacing(spacing::m);
        auto* head = new TextLabel(title, TextRole::Normal, this);
        head->setFont(titleFont());
        head->setTextFormat(Qt::PlainText);
        head->setWordWrap(true);
        column->addWidget(head);
        setMinimumWidth(400);
    }

    void addText(const QString& text)
    {
        auto* body = new TextLabel(text, TextRole::Muted, this);
        body->setTextFormat(Qt::PlainText);
        body->setWordWrap(true);
        column->addWidget(body);
    }

    void addButtons(const QString& action, ButtonRole role, bool cancel)
    {
        auto* row = new QHBoxLayout;
        row->addStretch();
        QPushButton* no = nullptr;
        if (cancel) {
            no = makeButton(cancelText(), {}, ButtonRole::Secondary, this);
            no->setObjectName(QStringLiteral("promptCancel"));
            connect(no, &QPushButton::clicked, this, &QDialog::reject);
            row->addWidget(no);
        }
        auto* yes = makeButton(action, {}, role, this);
        yes->setObjectName(QStringLiteral("promptAccept"));
        connect(yes, &QPushButton::clicked, this, &QDialog::accept);
        row->addWidget(yes);
        column->addSpacing(spacing::s);
        column->addLayout(row);
        auto* preset = role == ButtonRole::Danger && no ? no : yes;
        preset->setDefault(true);
        preset->setFocus();
    }

    QVBoxLayout* column;
};

void openChosen(QFileDialog* dialog, std::function<void(QString)> answer)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, std::move(answer));
    dialog->open();
}

} // namespace

void DialogPrompts::confirm(QWidget* parent, const Confirmation& question,
                            std::function<void()> accepted)
{
    auto* dialog = new Question(parent, question.title);
    dialog->addText(question.text);
    dialog->addButtons(question.action,
                       question.dangerous ? ButtonRole::Danger : ButtonRole::Primary, true);
    QObject::connect(dialog, &QDialog::accepted, dialog, std::move(accepted));
    dialog->open();
}

void DialogPrompts::askText(QWidget* parent, const QString& title, const QString& label,
                            const QString& initial, std::function<void(QString)> answer)
{
    auto* dialog = new Question(parent, title);
    if (!label.isEmpty())
        dialog->addText(label);
    auto* field = new QLineEdit(initial, dialog);
    field->setAccessibleName(label.isEmpty() ? title : label);
    field->setObjectName(QStringLiteral("promptText"));
    field->selectAll();
    dialog->column->addWidget(field);
    dialog->addButtons(QCoreApplication::translate("Prompts", "OK"), ButtonRole::Primary, true);
    QObject::connect(field, &QLineEdit::returnPressed, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [field, answer = std::move(answer)] { answer(field->text()); });
    dialog->open();
    field->setFocus();
}

void DialogPrompts::openFolder(QWidget* parent, const QString& title,
                               std::function<void(QString)> answer)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    openChosen(dialog, std::move(answer));
}

void DialogPrompts::openFile(QWidget* parent, const QString& title, const QString& filter,
                             std::function<void(QString)> answer)
{
    auto* dialog = new QFileDialog(parent, title, {}, filter);
    dialog->setFileMode(QFileDialog::ExistingFile);
    openChosen(dialog, std::move(answer));
}

void DialogPrompts::saveFile(QWidget* parent, const QString& title, const QString& suggested,
                             const QString& filter, std::function<void(QString)> answer)
{
    auto* dialog = new QFileDialog(parent, title, {}, filter);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(suggested);
    openChosen(dialog, std::move(answer));
}

void DialogPrompts::tell(QWidget* parent, const QString& title, const QString& text)
{
    auto* dialog = new Question(parent, title);
    dialog->addText(text);
    dialog->addButtons(QCoreApplication::translate("Prompts", "Close"), ButtonRole::Secondary,
                       false);
    dialog->open();
}

} // namespace binnacle
