#pragma once

#include <QTextBrowser>

namespace binnacle {

class Prompts;

// Markdown from elsewhere, shown without trusting it: nothing is loaded (no picture, no style
// sheet, from no address and no file), HTML in it is text, and a link is opened only after the
// person was shown where it leads; only http, https and mailto at all.
class MarkdownView : public QTextBrowser
{
    Q_OBJECT
public:
    explicit MarkdownView(QWidget* parent = nullptr);
    void setPrompts(Prompts* prompts) { prompts_ = prompts; } // without: links do nothing
    void setMarkdownText(const QString& text);

    QVariant loadResource(int type, const QUrl& name) override;

signals:
    void linkConfirmed(const QUrl& url); // after it was handed to the desktop

protected:
    void changeEvent(QEvent* event) override;

private:
    void follow(const QUrl& url);
    Prompts* prompts_ = nullptr;
    QString text_;
};

} // namespace binnacle
