#pragma once

#include <QWidget>

class QPushButton;
class QTableView;

namespace binnacle {

class EmptyState;
class OutboxListModel;
class TextLabel;

// The edits that wait for their source. In a conflict the person keeps their own value or the
// source's; what the source refused is sent again or given up.
class OutboxPane : public QWidget
{
    Q_OBJECT
public:
    explicit OutboxPane(OutboxListModel& edits, QWidget* parent = nullptr);

private:
    void refresh();
    void resolve(bool keepMine);

    OutboxListModel& edits_;
    QTableView* table_;
    EmptyState* empty_;
    TextLabel* sentence_;
    QPushButton* mine_;
    QPushButton* theirs_;
};

} // namespace binnacle
