#include "services/query/run_query.h"

#include "services/query/column_text.h"
#include "services/query/filter_lexer.h"
#include "services/query/query_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace binnacle {

namespace {

using Kind = RunColumn::Kind;
using Stat = RunColumn::Stat;

constexpr std::array<std::pair<std::string_view, Stat>, 8> statNames = {{
    {"last", Stat::Last},
    {"best", Stat::Best},
    {"min", Stat::Min},
    {"max", Stat::Max},
    {"last_step", Stat::LastStep},
    {"best_step", Stat::BestStep},
    {"min_step", Stat::MinStep},
    {"max_step", Stat::MaxStep},
}};

constexpr std::array<std::pair<std::string_view, Kind>, 13> entityNames = {{
    {"metrics", Kind::Metric},
    {"metric", Kind::Metric},
    {"params", Kind::Param},
    {"param", Kind::Param},
    {"parameters", Kind::Param},
    {"parameter", Kind::Param},
    {"tags", Kind::Tag},
    {"tag", Kind::Tag},
    {"attributes", Kind::Attribute},
    {"attribute", Kind::Attribute},
    {"attr", Kind::Attribute},
    {"run", Kind::Attribute},
    {"datasets", Kind::Dataset},
}};

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

template <class Table>
auto findName(const Table& table, std::string_view name)
{
    return std::ranges::find(table, name, [](const auto& entry) { return entry.first; });
}

// Keys that MLflow takes without quotes as well.
bool isPlainKey(std::string_view key)
{
    bool partStart = true;
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '.' && !partStart) {
            partStart = true;
            continue;
        }
        const bool letter = byte < 0x80 && (std::isalpha(byte) != 0 || c == '_');
        if (!letter && (partStart || std::isdigit(byte) == 0 || byte >= 0x80))
            return false;
        partStart = false;
    }
    return !partStart;
}

void failWord(WordReading& reading, std::string problem, std::size_t position)
{
    reading.problem = std::move(problem);
    reading.problemPosition = position;
}

void checkKey(WordReading& reading)
{
    if (reading.column.kind == Kind::Attribute) {
        reading.column.name = attributeFromName(reading.key);
        if (reading.column.name.empty())
            failWord(reading, say(QueryText::tr("no such attribute of a run")),
                     reading.keyPosition);
    } else if (reading.column.kind == Kind::Dataset && reading.key != "name" &&
               reading.key != "digest" && reading.key != "context") {
        failWord(reading, say(QueryText::tr("a dataset has a name, a digest and a context")),
                 reading.keyPosition);
    } else if (reading.key.empty() && !reading.quoted) {
        failWord(reading, say(QueryText::tr("expected a key after the dot")), reading.keyPosition);
    }
}

} // namespace

const std::vector<std::string>& runAttributes()
{
    static const std::vector<std::string> names = {
        "run_id",  "run_name",     "status", "start_time",      "end_time",      "duration",
        "user_id", "artifact_uri", "source", "experiment_name", "experiment_id", "lifecycle_stage"};
    return names;
}

std::string attributeFromName(std::string_view name)
{
    const auto lowered = lower(name);
    if (lowered == "created")
        return "start_time";
    if (lowered == "run name")
        return "run_name";
    const auto& names = runAttributes();
    return std::ranges::find(names, lowered) == names.end() ? std::string() : lowered;
}

bool isTimeColumn(const RunColumn& column)
{
    return column.kind == Kind::Attribute &&
           (column.name == "start_time" || column.name == "end_time");
}

bool isNumberColumn(const RunColumn& column)
{
    return column.kind == Kind::Metric || isTimeColumn(column) ||
           (column.kind == Kind::Attribute && column.name == "duration");
}

WordReading readWord(std::string_view word)
{
    WordReading reading;
    const auto parts = splitWord(word);
    std::size_t at = 0;
    if (parts.size() > 1 && !parts[0].quoted) {
        if (const auto stat = findName(statNames, lower(parts[0].text)); stat != statNames.end()) {
            reading.hasStat = true;
            reading.column.kind = Kind::Metric;
            reading.column.stat = stat->second;
            ++at;
        }
    }
    if (at + 1 < parts.size()) {
        const auto name = lower(parts[at].text);
        const auto entity = findName(entityNames, name == "dataset" ? "datasets" : name);
        if (entity == entityNames.end()) {
            failWord(reading,
                     say(QueryText::tr("expected metrics, params, tags, attributes or dataset")),
                     parts[at].position);
            return reading;
        }
        if (reading.hasStat && entity->second != Kind::Metric) {
            failWord(reading,
                     say(QueryText::tr("only metrics have a best, min, max and last value")),
                     parts[at].position);
            return reading;
        }
        reading.hasEntity = true;
        reading.column.kind = entity->second;
        ++at;
    } else if (reading.hasStat) {
        reading.keyPosition = parts[at].position;
        reading.key = parts[at].text;
        failWord(reading, say(QueryText::tr("expected metrics and the key of a metric")),
                 parts[at].position);
        return reading;
    }
    reading.keyPosition = parts[at].position;
    reading.quoted = parts[at].quoted;
    reading.key = reading.quoted ? parts[at].text : std::string(word.substr(reading.keyPosition));
    if (!reading.quoted && parts.back().quoted) {
        failWord(reading, say(QueryText::tr("the quotes must hold the whole key")),
                 parts.back().position);
        return reading;
    }
    reading.column.name = reading.key;
    checkKey(reading);
    return reading;
}

std::string columnText(const RunColumn& column)
{
    std::string text;
    if (column.kind == Kind::Metric && column.stat != Stat::Last) {
        const auto stat = std::ranges::find(statNames, column.stat,
                                            [](const auto& entry) { return entry.second; });
        text = std::string(stat->first) + ".";
    }
    switch (column.kind) {
    case Kind::Attribute:
        text += "attributes.";
        break;
    case Kind::Metric:
        text += "metrics.";
        break;
    case Kind::Param:
        text += "params.";
        break;
    case Kind::Tag:
        text += "tags.";
        break;
    case Kind::Dataset:
        text += "dataset.";
        break;
    }
    if (isPlainKey(column.name))
        return text + column.name;
    // Double quotes only where backticks would have to be doubled, which MLflow can not read.
    const bool hasBacktick = column.name.find('`') != std::string::npos;
    const bool hasQuote = column.name.find('"') != std::string::npos;
    return text + quoteText(column.name, hasBacktick && !hasQuote ? '"' : '`');
}

Result<RunColumn> columnFromText(const std::string& text)
{
    const auto invalid = [&](const std::string& problem) {
        return failure(Error::Kind::Invalid,
                       QueryText::tr("“%1” is not a column: %2.")
                           .arg(QString::fromStdString(text), QString::fromStdString(problem)));
    };
    const auto lexemes = lexFilter(text);
    const auto& word = lexemes.front();
    if (lexemes.size() != 2 || word.kind != FilterLexeme::Kind::Word)
        return invalid(say(QueryText::tr("expected something like metrics.accuracy or params.lr")));
    if (word.unfinished)
        return invalid(say(QueryText::tr("a quote is not closed")));
    const auto reading = readWord(word.text);
    if (!reading.problem.empty())
        return invalid(reading.problem);
    return reading.column;
}

} // namespace binnacle
