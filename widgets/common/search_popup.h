#pragma once

#include <QFrame>
#include <QModelIndex>

class QListView;
class QVBoxLayout;

namespace binnacle {

class SearchField;

// A list under a field, narrowed by typing: the arrows move in it while the search has the focus,
// Return or a click takes a row, Escape closes it.
class SearchPopup : public QFrame
{
    Q_OBJECT
public:
    void popUp(QWidget* field); // below it, within its screen

protected:
    SearchPopup(const QString& placeholder, QSize size, QWidget* parent);

    virtual void take(const QModelIndex& index) = 0;
    SearchField* search() const { return search_; }
    QListView* list() const { return list_; }
    QVBoxLayout* column() const { return column_; }
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void step(int by);

    SearchField* search_;
    QListView* list_;
    QVBoxLayout* column_;
};

} // namespace binnacle
