#pragma once

#include "widgets/common/labels.h"

class QPushButton;
class QStackedWidget;

namespace binnacle {

class MarkdownView;
class NoteEditor;
class Prompts;

// The note of a run: rendered as Markdown, and edited as text where the source takes it.
class NoteCard : public Card
{
    Q_OBJECT
public:
    explicit NoteCard(QWidget* parent = nullptr);
    void setPrompts(Prompts* prompts);
    void setNote(const QString& text, bool editable, bool sameRun);

signals:
    void saved(const QString& text);

private:
    void edit(bool editing);
    QPushButton* edit_;
    QStackedWidget* pages_;
    MarkdownView* view_;
    TextLabel* none_;
    NoteEditor* editor_;
    QString text_;
    bool editable_ = false;
};

} // namespace binnacle
