#include "app/cli/run_json.h"

#include "app/cli/command.h"

#include <algorithm>

namespace binnacle::cli {

namespace {

bool wanted(std::span<const RunColumn> columns, RunColumn::Kind kind, const std::string& key)
{
    return columns.empty() || std::ranges::any_of(columns, [&](const RunColumn& column) {
               return column.kind == kind && column.name == key;
           });
}

void writeTexts(JsonWriter& json, std::string_view name, const std::vector<KeyValue>& list,
                std::span<const RunColumn> columns, RunColumn::Kind kind)
{
    json.key(name);
    json.beginObject();
    for (const auto& [key, value] : list) {
        if (wanted(columns, kind, key))
            json.field(key, value);
    }
    json.endObject();
}

} // namespace

void writeRunFields(JsonWriter& json, const RunDetail& detail, std::span<const RunColumn> columns)
{
    const Run& run = detail.run;
    json.field("source", detail.sourceName);
    json.field("experiment_name", detail.experimentName);
    json.field("run_id", run.id);
    json.field("run_name", run.name);
    json.field("status", statusName(run.status));
    json.field("start_time", run.startTime);
    json.field("end_time", run.endTime);
    json.field("lifecycle_stage", lifecycleName(run.lifecycle));
    writeTexts(json, "params", run.params, columns, RunColumn::Kind::Param);
    json.key("metrics");
    json.beginObject();
    for (const auto& metric : run.metrics) {
        if (wanted(columns, RunColumn::Kind::Metric, metric.key))
            json.field(metric.key, metric.point.value);
    }
    json.endObject();
    writeTexts(json, "tags", run.tags, columns, RunColumn::Kind::Tag);
}

Result<RunDetail> findRun(const std::shared_ptr<Workspace>& workspace, const std::string& wanted,
                          bool deleted)
{
    const RunReader reader(workspace);
    const auto row = reader.find(wanted);
    if (!row)
        return failure(row.error());
    auto detail = reader.detail(*row);
    if (detail && detail->run.lifecycle == Lifecycle::Deleted && !deleted)
        return failure(Error::Kind::NotFound,
                       Text::tr("The run “%1” is deleted; --deleted shows deleted runs.")
                           .arg(QString::fromStdString(wanted)));
    return detail;
}

} // namespace binnacle::cli
