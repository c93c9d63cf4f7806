#include "widgets/run/note_card.h"

#include "widgets/common/buttons.h"
#include "widgets/common/markdown_view.h"
#include "widgets/common/note_editor.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QPlainTextEdit>
#include <QStackedWidget>

namespace binnacle {

NoteCard::NoteCard(QWidget* parent)
    : Card(parent)
    , edit_(makeButton(tr("Edit"), QStringLiteral("pencil"), ButtonRole::Quiet, this))
    , pages_(new QStackedWidget(this))
    , view_(new MarkdownView(this))
    , none_(new TextLabel({}, TextRole::Muted, this))
    , editor_(new NoteEditor(this, NoteEditor::Size::Filling))
{
    edit_->setObjectName(QStringLiteral("noteToggle"));
    view_->setObjectName(QStringLiteral("noteView"));
    view_->setAccessibleName(tr("Note"));
    none_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    none_->setWordWrap(true);
    pages_->addWidget(none_);
    pages_->addWidget(view_);
    pages_->addWidget(editor_);
    pages_->setMinimumHeight(120);
    auto* head = new QHBoxLayout;
    head->addWidget(new SectionLabel(tr("Note"), this), 1);
    head->addWidget(edit_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::l, spacing::m, spacing::l, spacing::m);
    column->setSpacing(spacing::s);
    column->addLayout(head);
    column->addWidget(pages_, 1);
    connect(edit_, &QPushButton::clicked, this,
            [this] { edit(pages_->currentWidget() != editor_); });
    connect(editor_, &NoteEditor::saved, this, [this](const QString& text) {
        text_ = text;
        view_->setMarkdownText(text);
        edit(false);
        emit saved(text);
    });
}

void NoteCard::setPrompts(Prompts* prompts)
{
    view_->setPrompts(prompts);
}

void NoteCard::setNote(const QString& text, bool editable, bool sameRun)
{
    editable_ = editable;
    if (text != text_ || !sameRun)
        view_->setMarkdownText(text);
    text_ = text;
    editor_->setNote(text, editable, sameRun);
    none_->setText(editable ? tr("No note yet. What did this run teach?") : tr("No note"));
    edit_->setVisible(editable);
    // What is being written stays; another run is shown as it is.
    if (!sameRun || pages_->currentWidget() != editor_)
        edit(false);
}

void NoteCard::edit(bool editing)
{
    edit_->setText(editing ? tr("Show") : tr("Edit"));
    if (editing)
        pages_->setCurrentWidget(editor_);
    else
        pages_->setCurrentWidget(text_.isEmpty() ? static_cast<QWidget*>(none_) : view_);
    if (editing)
        editor_->focusText();
}

} // namespace binnacle
