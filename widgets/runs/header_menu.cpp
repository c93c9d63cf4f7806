#include "widgets/runs/header_menu.h"

#include "widgets/common/icons.h"

#include <QActionGroup>

#include <algorithm>

namespace binnacle {

HeaderMenu::HeaderMenu(const RunTableModel& model, int column, QWidget* parent)
    : QMenu(parent)
    , columns_(model.columns())
    , at_(static_cast<std::size_t>(column))
    , grouped_(model.groupBy().has_value())
    , aggregate_(model.aggregate())
{
    setObjectName(QStringLiteral("headerMenu"));
    setAttribute(Qt::WA_DeleteOnClose);
    addSorting();
    if (columns_[at_].column.kind == RunColumn::Kind::Metric)
        addFigures();
    addPlace();
    addGrouping();
}

void HeaderMenu::change(std::function<void(ColumnList&)> how)
{
    ColumnList columns = columns_;
    how(columns);
    emit columnsWanted(columns);
}

void HeaderMenu::addSorting()
{
    const RunColumn column = columns_[at_].column;
    connect(addAction(binnacle::icon(QStringLiteral("arrow-up")), tr("Sort ascending")),
            &QAction::triggered, this, [this, column] { emit sortWanted(column, false); });
    connect(addAction(binnacle::icon(QStringLiteral("arrow-down")), tr("Sort descending")),
            &QAction::triggered, this, [this, column] { emit sortWanted(column, true); });
    addSeparator();
}

void HeaderMenu::addFigures()
{
    using Stat = RunColumn::Stat;
    const ColumnSpec spec = columns_[at_];
    auto* figure = addMenu(tr("Figure"));
    auto* more = addMenu(tr("Add a column"));
    auto* group = new QActionGroup(figure);
    for (const Stat stat : {Stat::Last, Stat::Best, Stat::Min, Stat::Max, Stat::LastStep,
                            Stat::BestStep, Stat::MinStep, Stat::MaxStep}) {
        auto* shown = figure->addAction(statText(stat));
        shown->setCheckable(true);
        shown->setActionGroup(group);
        shown->setChecked(spec.show == ColumnSpec::Show::Value && spec.column.stat == stat);
        connect(shown, &QAction::triggered, this, [this, stat] {
            change([&](ColumnList& columns) {
                columns[at_].column.stat = stat;
                columns[at_].show = ColumnSpec::Show::Value;
            });
        });
        ColumnSpec other = spec;
        other.column.stat = stat;
        other.show = ColumnSpec::Show::Value;
        other.width = 0;
        auto* added = more->addAction(statText(stat));
        added->setEnabled(std::none_of(columns_.begin(), columns_.end(),
                                       [&](const auto& entry) { return entry.shows(other); }));
        connect(added, &QAction::triggered, this, [this, other] {
            change([&](ColumnList& columns) {
                columns.insert(columns.begin() + static_cast<std::ptrdiff_t>(at_) + 1, other);
            });
        });
    }
    const auto sparkline =
        std::find_if(columns_.begin(), columns_.end(), [&](const ColumnSpec& entry) {
            return entry.show == ColumnSpec::Show::Sparkline &&
                   entry.column.name == spec.column.name;
        });
    auto* curve = addAction(tr("Show over steps"));
    curve->setCheckable(true);
    curve->setChecked(sparkline != columns_.end());
    const auto place = sparkline - columns_.begin();
    connect(curve, &QAction::triggered, this, [this, spec, place](bool on) {
        change([&](ColumnList& columns) {
            if (!on) {
                columns.erase(columns.begin() + place);
                return;
            }
            ColumnSpec added = spec;
            added.column.stat = RunColumn::Stat::Last;
            added.show = ColumnSpec::Show::Sparkline;
            added.width = 0;
            columns.insert(columns.begin() + static_cast<std::ptrdiff_t>(at_) + 1, added);
        });
    });
    auto* better = addMenu(tr("Better is"));
    const QString metric = QString::fromStdString(spec.column.name);
    for (const auto& [text, direction] : {std::pair{tr("Higher"), MetricDirection::HigherIsBetter},
                                          std::pair{tr("Lower"), MetricDirection::LowerIsBetter},
                                          std::pair{tr("Neither"), MetricDirection::Unknown}}) {
        connect(better->addAction(text), &QAction::triggered, this,
                [this, metric, wanted = direction] { emit directionWanted(metric, wanted); });
    }
    addSeparator();
}

void HeaderMenu::addPlace()
{
    const bool name = isNameColumn(columns_[at_]);
    const bool pinned = columns_[at_].pinned;
    auto* pin =
        addAction(binnacle::icon(pinned ? QStringLiteral("pin-off") : QStringLiteral("pin")),
                  pinned ? tr("Unpin column") : tr("Pin column"));
    pin->setEnabled(!name);
    connect(pin, &QAction::triggered, this, [this] {
        change([&](ColumnList& columns) { columns[at_].pinned = !columns[at_].pinned; });
    });
    auto* hide = addAction(binnacle::icon(QStringLiteral("eye-off")), tr("Hide column"));
    hide->setEnabled(!name);
    connect(hide, &QAction::triggered, this, [this] {
        change([&](ColumnList& columns) {
            columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(at_));
        });
    });
    const auto swapWith = [this](std::size_t other) {
        change([&](ColumnList& columns) { std::swap(columns[at_], columns[other]); });
    };
    auto* left = addAction(tr("Move left"));
    left->setEnabled(!name && at_ > 1);
    connect(left, &QAction::triggered, this, [this, swapWith] { swapWith(at_ - 1); });
    auto* right = addAction(tr("Move right"));
    right->setEnabled(!name && at_ + 1 < columns_.size());
    connect(right, &QAction::triggered, this, [this, swapWith] { swapWith(at_ + 1); });
    connect(addAction(tr("Usual width")), &QAction::triggered, this,
            [this] { change([&](ColumnList& columns) { columns[at_].width = 0; }); });
    addSeparator();
}

std::vector<std::pair<QString, RunTableModel::Aggregate>> HeaderMenu::aggregates()
{
    using Aggregate = RunTableModel::Aggregate;
    return {{tr("Mean"), Aggregate::Mean},
            {tr("Least"), Aggregate::Min},
            {tr("Greatest"), Aggregate::Max},
            {tr("Standard deviation"), Aggregate::Deviation},
            {tr("Number of values"), Aggregate::Count}};
}

void HeaderMenu::addGrouping()
{
    const RunColumn column = columns_[at_].column;
    connect(addAction(binnacle::icon(QStringLiteral("group")), tr("Group by this column")),
            &QAction::triggered, this, [this, column] { emit groupWanted(column); });
    if (grouped_) {
        auto* menu = addMenu(tr("Groups show"));
        for (const auto& [text, aggregate] : aggregates()) {
            auto* action = menu->addAction(text);
            action->setCheckable(true);
            action->setChecked(aggregate_ == aggregate);
            connect(action, &QAction::triggered, this,
                    [this, wanted = aggregate] { emit aggregateWanted(wanted); });
        }
    }
    addSeparator();
    connect(addAction(binnacle::icon(QStringLiteral("columns-3")), tr("Columns…")),
            &QAction::triggered, this, &HeaderMenu::chooserWanted);
}

} // namespace binnacle
