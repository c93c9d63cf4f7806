#include "widgets/common/fitted_columns.h"

#include <QEvent>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QTableView>

#include <algorithm>
#include <numeric>

namespace binnacle {

namespace {
constexpr int padding = 20;
}

FittedColumns::FittedColumns(QTableView* table, std::vector<Column> columns)
    : QObject(table)
    , table_(table)
    , columns_(std::move(columns))
    , used_(columns_.size(), true)
    , chosen_(columns_.size(), 0)
{
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->viewport()->installEventFilter(this);
    table_->installEventFilter(this);
    connect(table_->horizontalHeader(), &QHeaderView::sectionResized, this,
            [this](int column, int before, int width) {
                if (fitting_ || before == 0 || width == 0 ||
                    column >= static_cast<int>(chosen_.size()))
                    return;
                chosen_[static_cast<std::size_t>(column)] = width;
                emit chosenChanged();
            });
    fit();
}

void FittedColumns::setUsed(int column, bool used)
{
    const auto place = static_cast<std::size_t>(column);
    if (used_[place] == used)
        return;
    used_[place] = used;
    fit();
}

void FittedColumns::setChosen(const std::vector<int>& widths)
{
    for (std::size_t i = 0; i < chosen_.size(); ++i)
        chosen_[i] = i < widths.size() ? std::clamp(widths[i], 0, 800) : 0;
    fit();
}

bool FittedColumns::eventFilter(QObject* watched, QEvent* event)
{
    const bool sized = watched == table_->viewport() && event->type() == QEvent::Resize;
    if (sized || (watched == table_ && event->type() == QEvent::FontChange))
        fit();
    return QObject::eventFilter(watched, event);
}

int FittedColumns::pixels(int characters) const
{
    return characters * table_->fontMetrics().averageCharWidth() + padding;
}

int FittedColumns::least(int column) const
{
    const auto place = static_cast<std::size_t>(column);
    return chosen_[place] > 0 ? chosen_[place] : pixels(columns_[place].least);
}

std::vector<bool> FittedColumns::shownIn(int room) const
{
    auto shown = used_;
    int needed = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        needed += shown[i] ? least(static_cast<int>(i)) : 0;
    while (needed > room) {
        int first = -1;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (shown[i] && columns_[i].gives > 0 &&
                (first < 0 || columns_[i].gives > columns_[static_cast<std::size_t>(first)].gives))
                first = static_cast<int>(i);
        }
        if (first < 0)
            break; // the rest stays, however narrow
        shown[static_cast<std::size_t>(first)] = false;
        needed -= least(first);
    }
    return shown;
}

void FittedColumns::fit()
{
    const int room = table_->viewport()->width();
    if (room <= 0 || !table_->model())
        return;
    const QScopedValueRollback<bool> guard(fitting_, true);
    const auto shown = shownIn(room);
    std::vector<int> widths(columns_.size(), 0), leasts(columns_.size(), 0);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!shown[i])
            continue;
        leasts[i] = least(static_cast<int>(i));
        widths[i] = chosen_[i] > 0 ? chosen_[i] : std::max(leasts[i], pixels(columns_[i].wanted));
    }
    const auto sum = [](const std::vector<int>& of) {
        return std::accumulate(of.begin(), of.end(), 0);
    };
    // Too wide: down to the least, then, where a person's widths leave no room, all in proportion.
    if (const int over = sum(widths) - room; over > 0) {
        const int slack = std::max(1, sum(widths) - sum(leasts));
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] -= std::min(widths[i] - leasts[i],
                                  (over * (widths[i] - leasts[i]) + slack - 1) / slack);
    }
    if (const int total = sum(widths); total > room) {
        for (auto& width : widths)
            width = width * room / total;
    }
    int shares = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        shares += shown[i] && chosen_[i] == 0 ? columns_[i].share : 0;
    const int left = room - sum(widths);
    std::size_t last = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (shown[i] && chosen_[i] == 0 && shares > 0)
            widths[i] += left * columns_[i].share / shares;
        if (shown[i])
            last = i;
    }
    if (left > 0)
        widths[last] += room - sum(widths); // the rounding, or all where nobody takes it
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        table_->setColumnHidden(static_cast<int>(i), !shown[i]);
        if (shown[i])
            table_->setColumnWidth(static_cast<int>(i), widths[i]);
    }
}

} // namespace binnacle
