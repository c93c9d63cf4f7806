// What the page asks for: scope, filter, order, groups, columns, and the views that keep them.
#include "models/column_defaults.h"
#include "services/workspace/view_store.h"
#include "widgets/common/buttons.h"
#include "widgets/common/search_field.h"
#include "widgets/runs/column_chooser.h"
#include "widgets/runs/filter_edit.h"
#include "widgets/runs/header_menu.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/runs_bar.h"
#include "widgets/runs/runs_page.h"
#include "widgets/runs/source_pane.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMenu>

#include <algorithm>

namespace binnacle {

namespace {

const char* const pinnedSetting = "runs.pinned";
const char* const inspectorSetting = "runs.inspector";

// The way in which a column is read at the first click on its head.
bool startsDescending(const RunColumn& column)
{
    if (column.kind == RunColumn::Kind::Metric)
        return guessDirection(column.name) != MetricDirection::LowerIsBetter;
    return column.kind == RunColumn::Kind::Attribute &&
           (column.name == "start_time" || column.name == "end_time" || column.name == "duration");
}

std::vector<RunRowId> runsFromJson(const std::string& text)
{
    std::vector<RunRowId> runs;
    const auto array = QJsonDocument::fromJson(QByteArray::fromStdString(text)).array();
    for (const auto& value : array) {
        if (const auto id = value.toInteger(); id > 0)
            runs.push_back(RunRowId{id});
    }
    return runs;
}

} // namespace

RunQuery RunsPage::scope() const
{
    RunQuery query;
    query.sources = pane_->sources();
    query.experiments = pane_->experiments();
    query.lifecycle =
        bar_->deleted->isChecked() ? LifecycleView::DeletedOnly : LifecycleView::ActiveOnly;
    return query;
}

void RunsPage::scopeChanged()
{
    askModel();
    adoptColumns();
}

void RunsPage::askModel()
{
    RunQuery query = scope();
    bar_->filter->setScope(query);
    if (!bar_->filter->error())
        query.filter = bar_->filter->filter().toStdString();
    query.freeText = bar_->search->text().trimmed().toStdString();
    query.order = order_;
    model_->setQuery(query);
}

void RunsPage::setOrder(const std::vector<SortTerm>& order)
{
    order_ = order;
    table_->setOrder(order_);
    askModel();
}

void RunsPage::sortBy(const RunColumn& column, bool add)
{
    const auto term = std::find_if(order_.begin(), order_.end(),
                                   [&](const SortTerm& entry) { return entry.column == column; });
    const bool first = startsDescending(column);
    auto order = order_;
    if (!add) {
        const bool again = order_.size() == 1 && term != order_.end();
        order = {{column, again ? !term->descending : first}};
    } else if (term == order_.end()) {
        order.push_back({column, first});
    } else if (term->descending == first) {
        order[static_cast<std::size_t>(term - order_.begin())].descending = !first;
    } else {
        order.erase(order.begin() + (term - order_.begin()));
    }
    setOrder(order);
}

void RunsPage::groupBy(const std::optional<RunColumn>& column)
{
    model_->setGroupBy(column);
    showGroupFigure(model_->aggregate());
    bar_->tree->setEnabled(!column);
}

void RunsPage::showGroupFigure(GroupFigure figure)
{
    if (figure != model_->aggregate())
        model_->setAggregate(figure);
    QString words;
    for (const auto& [text, value] : HeaderMenu::aggregates()) {
        if (value == figure)
            words = text.toLower();
    }
    const auto& column = model_->groupBy();
    bar_->setGrouped(column ? columnTitle({*column, ColumnSpec::Show::Value, false, 0}) : QString(),
                     words);
}

void RunsPage::openFigureMenu()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("figureMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto& [text, figure] : HeaderMenu::aggregates()) {
        auto* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(figure == model_->aggregate());
        connect(action, &QAction::triggered, this,
                [this, wanted = figure] { showGroupFigure(wanted); });
    }
    menu->popup(bar_->figure->mapToGlobal(QPoint(0, bar_->figure->height())));
}

QString RunsPage::columnsKey() const
{
    QStringList parts;
    for (const SourceId source : pane_->sources())
        parts << QStringLiteral("s%1").arg(raw(source));
    for (const ExperimentRowId experiment : pane_->experiments())
        parts << QString::number(raw(experiment));
    parts.sort();
    return QStringLiteral("runs.columns:") +
           (parts.isEmpty() ? QStringLiteral("all") : parts.join(QLatin1Char(',')));
}

void RunsPage::adoptColumns()
{
    turnToColumnsOfScope();
    columnsAsked_.run(
        &pools_.readers, this,
        [workspace = workspace_, key = columnsOf_.toStdString()](std::stop_token) {
            return ViewStore(workspace).setting(key);
        },
        [this](Result<std::optional<std::string>> kept) {
            ColumnList columns;
            if (kept && *kept)
                columns = columnsFromJson(
                    QJsonDocument::fromJson(QByteArray::fromStdString(**kept)).array());
            if (!columns.empty() && isNameColumn(columns.front()))
                model_->setColumns(columns);
            else if (model_->state() == RunTableModel::State::Ready && !model_->isAsking())
                findDefaultColumns();
            else
                defaultsWanted_ = true;
        });
}

// Another scope's columns: what was arranged before belongs to the old one, and so does an answer
// that is still on its way.
void RunsPage::turnToColumnsOfScope()
{
    if (remembering_.isActive())
        rememberColumns();
    columnsAsked_.cancel();
    defaultsAsked_.cancel();
    defaultsWanted_ = false;
    columnsOf_ = columnsKey();
}

void RunsPage::findDefaultColumns()
{
    defaultsAsked_.run(
        &pools_.readers, this,
        [engine = engine_, query = scope(), rows = model_->matchedRuns()](std::stop_token stop) {
            return defaultColumns(*engine, query, *rows, stop);
        },
        [this](Result<ColumnList> columns) {
            if (!columns)
                return;
            // No runs yet (a first sync is under way): look again when some have come.
            if (model_->matched() == 0)
                defaultsWanted_ = true;
            model_->setColumns(*columns);
            columnChooser_->setShown(*columns);
        });
}

void RunsPage::arrangeColumns(const ColumnList& columns)
{
    defaultsWanted_ = false;
    defaultsAsked_.cancel();
    model_->setColumns(columns);
    columnChooser_->setShown(columns);
    remembering_.start();
}

void RunsPage::toggleColumn(const RunColumn& column, bool shown)
{
    ColumnList columns = model_->columns();
    const auto same = [&](const ColumnSpec& spec) {
        return spec.column.kind == column.kind && spec.column.name == column.name;
    };
    if (!shown) {
        std::erase_if(columns, [&](const auto& spec) { return same(spec) && !isNameColumn(spec); });
    } else if (std::none_of(columns.begin(), columns.end(), same)) {
        // Beside its kind, so that metrics and params stay together.
        const auto last = std::find_if(columns.rbegin(), columns.rend(), [&](const auto& spec) {
            return spec.column.kind == column.kind && !spec.pinned;
        });
        columns.insert(last == columns.rend() ? columns.end() : last.base(),
                       ColumnSpec{column, ColumnSpec::Show::Value, false, 0});
    }
    arrangeColumns(columns);
}

void RunsPage::rememberColumns()
{
    remembering_.stop();
    const QByteArray body =
        QJsonDocument(columnsToJson(model_->columns())).toJson(QJsonDocument::Compact);
    writeSetting(columnsOf_, body.toStdString());
}

void RunsPage::writeSetting(const QString& name, const std::string& value)
{
    deliver(onPool(&pools_.jobs, [workspace = workspace_, name = name.toStdString(),
                                  value] { return ViewStore(workspace).setSetting(name, value); }),
            this, [](Result<void>) {}); // a setting that can not be kept is no reason to interrupt
}

void RunsPage::loadSettings()
{
    deliver(onPool(&pools_.readers,
                   [workspace = workspace_] {
                       const ViewStore store(workspace);
                       return std::pair(store.setting(pinnedSetting),
                                        store.setting(inspectorSetting));
                   }),
            this, [this](auto kept) {
                if (kept.first && *kept.first) {
                    pinned_ = runsFromJson(**kept.first);
                    model_->setPinnedRuns(pinned_);
                    for (const RunRowId run : pinned_)
                        colors_.slot(run);
                }
                if (kept.second && *kept.second == std::optional<std::string>("1"))
                    showInspector(true);
            });
}

RunsView RunsPage::view() const
{
    RunsView view;
    view.query = model_->query();
    view.query.order = order_;
    view.tree = bar_->tree->isChecked();
    view.hideUniform = bar_->hideUniform->isChecked();
    view.groupBy = model_->groupBy();
    view.groupFigure = model_->aggregate();
    view.columns = model_->columns();
    return view;
}

void RunsPage::apply(const RunsView& view)
{
    pane_->choose(view.query.sources, view.query.experiments);
    bar_->filter->setFilter(QString::fromStdString(view.query.filter));
    bar_->search->setText(QString::fromStdString(view.query.freeText));
    bar_->deleted->setChecked(view.query.lifecycle == LifecycleView::DeletedOnly);
    bar_->tree->setChecked(view.tree);
    bar_->hideUniform->setChecked(view.hideUniform);
    groupBy(view.groupBy);
    if (view.groupBy)
        showGroupFigure(view.groupFigure);
    setOrder(view.query.order);
    if (view.columns.empty()) {
        adoptColumns();
        return;
    }
    turnToColumnsOfScope();
    model_->setColumns(view.columns);
}

void RunsPage::saveView()
{
    prompts_->askText(this, tr("Save view"), tr("Name of the view"), {},
                      [this](const QString& name) {
                          if (!name.trimmed().isEmpty())
                              views_->save(name.trimmed(), view());
                      });
}

void RunsPage::openViewMenu(int row, const QPoint& at)
{
    const QString name = views_->nameAt(row);
    const RunsView kept = views_->viewAt(row);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Replace by what is shown")), &QAction::triggered, this,
            [this, name] { views_->save(name, view()); });
    connect(menu->addAction(tr("Rename…")), &QAction::triggered, this, [this, name, kept] {
        prompts_->askText(this, tr("Rename view"), tr("Name of the view"), name,
                          [this, name, kept](const QString& other) {
                              if (other.trimmed().isEmpty() || other.trimmed() == name)
                                  return;
                              views_->save(other.trimmed(), kept);
                              views_->remove(name);
                          });
    });
    connect(menu->addAction(tr("Delete view")), &QAction::triggered, this,
            [this, name] { views_->remove(name); });
    menu->popup(at);
}

} // namespace binnacle
