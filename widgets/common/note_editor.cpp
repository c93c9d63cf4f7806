#include "widgets/common/note_editor.h"

#include "widgets/common/buttons.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace binnacle {

NoteEditor::NoteEditor(QWidget* parent, Size size)
    : QWidget(parent)
    , edit_(new QPlainTextEdit(this))
    , overtaken_(new QLabel(this))
    , buttons_(new QWidget(this))
    , invitation_(tr("What did this run teach?"))
{
    overtaken_->setObjectName(QStringLiteral("noteOvertaken"));
    overtaken_->setWordWrap(true);
    overtaken_->hide();
    edit_->setObjectName(QStringLiteral("noteEdit"));
    edit_->setAccessibleName(tr("Note"));
    edit_->setTabChangesFocus(true);
    if (size == Size::Small)
        edit_->setFixedHeight(84);
    setFocusProxy(edit_);
    auto* save = makeButton(tr("Save note"), {}, ButtonRole::Secondary, this);
    save->setObjectName(QStringLiteral("noteSave"));
    auto* revert = makeButton(tr("Revert"), {}, ButtonRole::Link, this);
    auto* row = new QHBoxLayout(buttons_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(revert);
    row->addWidget(save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(edit_);
    layout->addWidget(overtaken_);
    layout->addWidget(buttons_);
    buttons_->hide();
    connect(edit_, &QPlainTextEdit::textChanged, this, &NoteEditor::showButtons);
    connect(revert, &QPushButton::clicked, this, [this] { edit_->setPlainText(stored_); });
    connect(save, &QPushButton::clicked, this, [this] {
        stored_ = edit_->toPlainText();
        showButtons();
        emit saved(stored_);
    });
}

void NoteEditor::focusText()
{
    edit_->setFocus();
    edit_->moveCursor(QTextCursor::End);
}

void NoteEditor::setNote(const QString& text, bool editable, bool sameRun)
{
    edit_->setReadOnly(!editable);
    edit_->setPlaceholderText(editable ? invitation_ : tr("No note"));
    const bool keep = sameRun && isDirty();
    if (keep && text != stored_) {
        constexpr int shown = 200;
        overtaken_->setText(
            text.isEmpty()
                ? tr("Its source removed the note meanwhile.")
                : tr("Its source changed the note meanwhile, to “%1”. Saving replaces that.")
                      .arg(text.left(shown)));
        overtaken_->show();
    }
    stored_ = text;
    if (!keep && edit_->toPlainText() != text)
        edit_->setPlainText(text);
    showButtons();
}

void NoteEditor::showButtons()
{
    buttons_->setVisible(!edit_->isReadOnly() && isDirty());
    if (!isDirty())
        overtaken_->hide();
}

} // namespace binnacle
