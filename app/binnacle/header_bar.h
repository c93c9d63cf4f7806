#pragma once

#include <QPointer>
#include <QWidget>

class QHBoxLayout;

namespace binnacle {

class ElidedLabel;
class Page;
class SearchField;
class TextLabel;

// The header of the window: the page's title and one line of context, the search-and-command
// field, and the page's actions, the primary one on the far right.
class HeaderBar : public QWidget
{
    Q_OBJECT
public:
    explicit HeaderBar(QWidget* parent = nullptr);

    SearchField* search() const { return search_; }
    // Follows the page's headerChanged until another is shown. nullptr: nothing but the search.
    void showPage(Page* page);
    void showTitle(const QString& title, const QString& context);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void takeActions();
    TextLabel* title_;
    ElidedLabel* context_;
    SearchField* search_;
    QHBoxLayout* actions_;
    QPointer<Page> page_;
    QList<QPointer<QWidget>> shown_;
};

} // namespace binnacle
