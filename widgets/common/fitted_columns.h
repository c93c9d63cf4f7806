#pragma once

#include <QObject>

#include <vector>

class QTableView;

namespace binnacle {

// Columns that always fit the table's width: none is cut and nothing scrolls sideways. Those that
// say least give way first; what room is left goes to those that can use it. A width that a person
// chose is kept as long as there is room.
class FittedColumns : public QObject
{
    Q_OBJECT
public:
    // Widths in characters of the table's font. `gives`: 0 stays in any case; of the others the
    // greatest goes first. `share` of what room is left.
    struct Column
    {
        int least = 8;
        int wanted = 12;
        int gives = 0;
        int share = 0;
    };
    FittedColumns(QTableView* table, std::vector<Column> columns);

    // What the page has nothing to show in, whatever the room.
    void setUsed(int column, bool used);
    // Widths that a person chose, by column; 0: none.
    std::vector<int> chosen() const { return chosen_; }
    void setChosen(const std::vector<int>& widths);

signals:
    void chosenChanged(); // by a person

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    int pixels(int characters) const;
    int least(int column) const;
    std::vector<bool> shownIn(int room) const;

    QTableView* table_;
    std::vector<Column> columns_;
    std::vector<bool> used_;
    std::vector<int> chosen_;
    bool fitting_ = false;
};

} // namespace binnacle
