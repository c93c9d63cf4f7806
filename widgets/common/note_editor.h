#pragma once

#include <QPlainTextEdit>
#include <QWidget>

class QLabel;

namespace binnacle {

// The note of one run. What is typed and not saved survives a refresh of the run; where that
// brought another note, it says so.
class NoteEditor : public QWidget
{
    Q_OBJECT
public:
    enum class Size { Small, Filling }; // a few lines, or all the room there is
    explicit NoteEditor(QWidget* parent = nullptr, Size size = Size::Small);
    void focusText();
    // What an empty one invites to, where it is editable.
    void setInvitation(const QString& text) { invitation_ = text; }
    // `sameRun`: the run shown was read again; an unsaved text stays.
    void setNote(const QString& text, bool editable, bool sameRun);

signals:
    void saved(const QString& text);

private:
    bool isDirty() const { return edit_->toPlainText() != stored_; }
    void showButtons();

    QPlainTextEdit* edit_;
    QLabel* overtaken_;
    QWidget* buttons_;
    QString stored_, invitation_;
};

} // namespace binnacle
