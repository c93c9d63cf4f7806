#pragma once

#include <QList>
#include <QString>
#include <QWidget>

#include <functional>

namespace binnacle {

// Something that a page can do by name, offered by the command palette while the page is shown.
struct PageCommand
{
    QString text; // "Add card: Scatter"
    QString iconName;
    std::function<void()> run;
};

// One entry of the left rail. The main window shows the title, the one line of context and the
// actions in its header; the page fills the rest (its own side pane, centre and inspector).
class Page : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString title() const = 0;
    virtual QString iconName() const = 0; // of the Lucide family, see icons.h
    virtual QString contextLine() const { return {}; }
    // Owned by the page; at most one primary, the last. Shown on the right of the header.
    virtual QList<QWidget*> headerActions() { return {}; }
    virtual QList<PageCommand> commands() { return {}; }

signals:
    void headerChanged(); // title, context line or actions
};

} // namespace binnacle
