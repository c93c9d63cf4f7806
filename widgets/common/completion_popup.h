#pragma once

#include "models/filter_suggestions.h"

#include <QFrame>
#include <QListView>
#include <QStandardItemModel>

#include <vector>

namespace binnacle {

// The list of suggestions below the cursor of an editor. A child of the window, never focused: the
// editor keeps the keys and steers it.
class CompletionPopup : public QFrame
{
    Q_OBJECT
public:
    explicit CompletionPopup(QWidget* editor);

    void showAt(const QPoint& globalTopLeft, const std::vector<FilterSuggestion>& items);
    void step(int by);   // wraps around
    int current() const; // -1: none chosen
    const std::vector<FilterSuggestion>& items() const { return items_; }

signals:
    void chosen(int row); // by mouse

private:
    QWidget* editor_;
    QListView* list_;
    QStandardItemModel* model_;
    std::vector<FilterSuggestion> items_;
};

} // namespace binnacle
