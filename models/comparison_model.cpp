#include "models/comparison_model.h"

#include "models/number_text.h"
#include "services/compare/comparison_html.h"
#include "services/compare/comparison_text.h"
#include "services/workspace/view_store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <map>
#include <set>

namespace binnacle {

namespace {

// A sync commits many times a second; the comparison is read again at most this often (ms).
constexpr int runsPause = 400;
constexpr const char* coloursSetting = "run.colours";

QJsonArray toJson(const std::vector<RunRowId>& runs)
{
    QJsonArray array;
    for (const auto run : runs)
        array.append(static_cast<qint64>(raw(run)));
    return array;
}

std::vector<RunRowId> runsFromJson(const QJsonValue& value)
{
    std::vector<RunRowId> runs;
    for (const auto& each : value.toArray())
        runs.push_back(static_cast<RunRowId>(each.toInteger()));
    return runs;
}

// The row of a metric, or nullptr.
const ComparisonRow* metricRow(const RunComparison& comparison, const QString& metric)
{
    const auto key = metric.toStdString();
    const auto found = std::ranges::find_if(comparison.rows, [&](const ComparisonRow& row) {
        return row.group == ComparisonGroup::Metrics && row.key == key;
    });
    return found == comparison.rows.end() ? nullptr : &*found;
}

// The latest values of a metric, written so that they can be told apart.
std::vector<QString> figuresOf(const ComparisonRow* row, std::size_t runs)
{
    std::vector<QString> texts(runs, missingText());
    if (!row)
        return texts;
    std::vector<double> values;
    for (const auto& cell : row->cells)
        if (cell.state == ComparisonCell::State::Number)
            values.push_back(cell.number);
    const auto format = formatFor(values);
    for (std::size_t i = 0; i < runs; ++i)
        if (row->cells[i].state == ComparisonCell::State::Number)
            texts[i] = numberText(row->cells[i].number, format);
    return texts;
}

} // namespace

ComparisonModel::ComparisonModel(std::shared_ptr<Workspace> workspace,
                                 std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                                 RunColors& colors, QObject* parent)
    : QObject(parent)
    , workspace_(std::move(workspace))
    , engine_(std::move(engine))
    , pools_(pools)
    , colors_(colors)
{
    changedRuns_.setSingleShot(true);
    changedRuns_.setInterval(runsPause);
    connect(&changedRuns_, &QTimer::timeout, this, &ComparisonModel::reload);
    connect(&workspace_->events(), &WorkspaceEvents::runsChanged, this, [this] {
        if (!runIds_.empty() && !changedRuns_.isActive())
            changedRuns_.start();
    });
    connect(&runList_, &ComparisonRunsModel::moveAsked, this,
            [this](RunRowId run, int to) { moveRun(run, static_cast<std::size_t>(to)); });
    restoreColours();
}

void ComparisonModel::setRuns(std::vector<RunRowId> runs)
{
    runIds_ = std::move(runs);
    std::erase_if(
        hidden_, [this](RunRowId run) { return std::ranges::find(runIds_, run) == runIds_.end(); });
    if (runIds_.empty()) {
        slot_.cancel();
        receive(RunComparison{});
        return;
    }
    if (state_ != State::Ready)
        state_ = State::Loading;
    emit changed();
    reload();
}

void ComparisonModel::addRuns(const std::vector<RunRowId>& runs)
{
    auto all = runIds_;
    for (const auto run : runs)
        if (std::ranges::find(all, run) == all.end())
            all.push_back(run);
    if (all.size() != runIds_.size())
        setRuns(std::move(all));
}

void ComparisonModel::moveRun(RunRowId run, std::size_t to)
{
    auto all = runIds_;
    if (std::erase(all, run) == 0)
        return;
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(std::min(to, all.size())), run);
    if (all == runIds_)
        return;
    runIds_ = std::move(all);
    if (reorder())
        emit changed();
    else
        setRuns(runIds_);
}

bool ComparisonModel::reorder()
{
    const auto& runs = table_.comparison().runs;
    if (reading_ || runs.size() != runIds_.size())
        return false;
    std::vector<std::size_t> places;
    for (const RunRowId run : runIds_) {
        const auto found = std::ranges::find(runs, run, &ComparedRun::row);
        if (found == runs.end())
            return false;
        places.push_back(static_cast<std::size_t>(found - runs.begin()));
    }
    table_.setComparison(inOrder(table_.comparison(), places));
    refreshList();
    return true;
}

void ComparisonModel::removeRun(RunRowId run)
{
    auto left = runIds_;
    std::erase(left, run);
    setRuns(std::move(left));
}

void ComparisonModel::setHidden(RunRowId run, bool hidden)
{
    std::erase(hidden_, run);
    if (hidden)
        hidden_.push_back(run);
    refreshList();
    emit changed();
}

bool ComparisonModel::isHidden(RunRowId run) const
{
    return std::ranges::find(hidden_, run) != hidden_.end();
}

void ComparisonModel::setColour(RunRowId run, int slot)
{
    colors_.choose(run, slot);
    refreshList();
    emit changed();
    const auto store = [workspace = workspace_, colours = colors_.chosen().toStdString()] {
        return ViewStore(workspace).setSetting(coloursSetting, colours);
    };
    deliver(onPool(&pools_.jobs, store), this, [this](Result<void> stored) {
        if (!stored)
            emit failed(stored.error().message);
    });
}

void ComparisonModel::restoreColours()
{
    const auto read = [workspace = workspace_] {
        return ViewStore(workspace).setting(coloursSetting);
    };
    deliver(onPool(&pools_.readers, read), this,
            [this](const Result<std::optional<std::string>>& saved) {
                // Without them the runs have the colours of their order.
                if (!saved || !*saved)
                    return;
                colors_.restoreChosen(QByteArray::fromStdString(**saved));
                refreshList();
            });
}

void ComparisonModel::setMetric(const QString& metric)
{
    wantedMetric_ = metric;
    if (metric == metric_)
        return;
    metric_ = metric;
    refreshList();
    emit changed();
}

void ComparisonModel::setDirection(const QString& metric, MetricDirection direction)
{
    table_.setDirection(metric, direction);
    deliver(onPool(&pools_.readers, [engine = engine_, key = metric.toStdString(),
                                     direction] { return engine->setDirection(key, direction); }),
            this, [this](Result<void> stored) {
                if (!stored)
                    emit failed(stored.error().message);
            });
}

MetricDirection ComparisonModel::directionOf(const std::string& metric) const
{
    const auto* row = metricRow(table_.comparison(), QString::fromStdString(metric));
    return row ? row->direction : MetricDirection::Unknown;
}

std::size_t ComparisonModel::sourceCount() const
{
    std::set<std::string_view> sources;
    for (const auto& run : table_.comparison().runs)
        sources.insert(run.source);
    return sources.size();
}

std::vector<ComparisonModel::ColumnChoice> ComparisonModel::columnChoices() const
{
    static const std::map<ComparisonGroup, RunColumn::Kind> kinds = {
        {ComparisonGroup::Params, RunColumn::Kind::Param},
        {ComparisonGroup::Metrics, RunColumn::Kind::Metric},
        {ComparisonGroup::Tags, RunColumn::Kind::Tag}};
    std::vector<ColumnChoice> choices;
    for (const auto& row : table_.comparison().rows) {
        const auto kind = kinds.find(row.group);
        if (kind == kinds.end())
            continue;
        choices.push_back({{kind->second, row.key}, row.cells.anyNumber(), row.differs});
    }
    for (const auto* name : {"experiment_name", "source", "status", "user_id", "run_name"})
        choices.push_back({{RunColumn::Kind::Attribute, name}, false, true});
    for (const auto* name : {"start_time", "duration"})
        choices.push_back({{RunColumn::Kind::Attribute, name}, true, true});
    return choices;
}

DirectionOf ComparisonModel::directions() const
{
    return [engine = engine_](const std::string& key) { return engine->direction(key); };
}

void ComparisonModel::reload()
{
    reading_ = true;
    slot_.run(
        &pools_.readers, this,
        [workspace = workspace_, runs = runIds_,
         direction = directions()](const std::stop_token& stop) {
            return readComparison(workspace, runs, direction, stop);
        },
        [this](Result<RunComparison> answer) { receive(std::move(answer)); });
}

void ComparisonModel::receive(Result<RunComparison> answer)
{
    if (!answer) {
        if (answer.error().kind == Error::Kind::Cancelled)
            return;
        reading_ = false;
        state_ = State::Failed;
        error_ = answer.error().message;
        emit changed();
        return;
    }
    reading_ = false;
    // Runs that are gone from the workspace are gone from the comparison.
    runIds_.clear();
    for (const auto& run : answer->runs)
        runIds_.push_back(run.row);
    state_ = runIds_.empty() ? State::Empty : State::Ready;

    QStringList keys;
    for (const auto& row : answer->rows)
        if (row.group == ComparisonGroup::Metrics)
            keys << QString::fromStdString(row.key);
    keys.sort(Qt::CaseInsensitive);
    const auto promising = metricsToShow(*answer);
    table_.setComparison(std::move(*answer));
    if (metrics_.stringList() != keys)
        metrics_.setStringList(keys);
    if (keys.contains(wantedMetric_))
        metric_ = wantedMetric_;
    if (!keys.contains(metric_))
        metric_ = promising.empty() ? QString() : QString::fromStdString(promising.front());
    refreshList();
    emit changed();
}

void ComparisonModel::refreshList()
{
    const auto& comparison = table_.comparison();
    const auto figures = figuresOf(metricRow(comparison, metric_), comparison.runs.size());
    std::vector<ComparisonRunsModel::Entry> entries;
    std::vector<ComparisonScope::Run> shared;
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        const auto& run = comparison.runs[i];
        const auto name = QString::fromStdString(run.name);
        const int slot = colors_.slot(run.row);
        const bool hidden = isHidden(run.row);
        entries.push_back({run.row, name,
                           tr("%1 · %2").arg(QString::fromStdString(run.source),
                                             QString::fromStdString(run.experiment)),
                           slot, hidden, figures[i], run.status});
        shared.push_back({run.row, QString::fromStdString(run.id), name, slot, hidden});
    }
    runList_.setEntries(std::move(entries));
    scope_.setRuns(std::move(shared));
}

QByteArray ComparisonModel::save() const
{
    const QString metric = metric_.isEmpty() ? wantedMetric_ : metric_;
    return QJsonDocument(QJsonObject{{QStringLiteral("runs"), toJson(runIds_)},
                                     {QStringLiteral("hidden"), toJson(hidden_)},
                                     {QStringLiteral("metric"), metric}})
        .toJson(QJsonDocument::Compact);
}

void ComparisonModel::restore(const QByteArray& saved)
{
    const auto object = QJsonDocument::fromJson(saved).object();
    wantedMetric_ = object.value(u"metric").toString();
    hidden_ = runsFromJson(object.value(u"hidden"));
    setRuns(runsFromJson(object.value(u"runs")));
}

void ComparisonModel::exportTo(ReportKind kind, const QString& file,
                               std::function<void(QString)> done)
{
    auto work = [kind, workspace = workspace_, runs = runIds_, direction = directions(),
                 only = table_.onlyDiffering(), metric = metric_.toStdString(),
                 path = file.toStdString()]() -> Result<void> {
        if (kind == ReportKind::Csv) {
            const auto comparison = readComparison(workspace, runs, direction, {});
            if (!comparison)
                return failure(comparison.error());
            return writeFile(path, comparisonCsv(*comparison, only));
        }
        const auto report = readReport(workspace, runs, direction, {metric}, {});
        if (!report)
            return failure(report.error());
        return writeFile(path, comparisonHtml(*report));
    };
    deliver(onPool(&pools_.jobs, std::move(work)), this,
            [done = std::move(done)](Result<void> written) {
                done(written ? QString() : written.error().message);
            });
}

} // namespace binnacle
