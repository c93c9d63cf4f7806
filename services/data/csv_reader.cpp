#include "services/data/csv_reader.h"

#include "services/data/sql_text.h"
#include "services/data/text_encoding.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::int64_t rejectsKept = 1'000'000; // of each file; more are only known to exist
constexpr int problemsKept = 100;

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

struct CsvCall
{
    std::vector<std::string> files;
    bool tabs = false;
    bool hive = false;
    std::string encoding;
    std::vector<std::string> asText;

    std::string options() const
    {
        std::string text = ", store_rejects = true, rejects_limit = " + std::to_string(rejectsKept);
        if (tabs)
            text += ", delim = '\t'";
        if (!encoding.empty())
            text += ", encoding = " + sqlText(encoding);
        std::vector<std::string> types;
        types.reserve(asText.size());
        for (const auto& name : asText)
            types.push_back(sqlText(name) + ": 'VARCHAR'");
        if (!types.empty())
            text += ", types = {" + joined(types, ", ") + "}";
        return text;
    }
    std::string text() const
    {
        return "read_csv(" + sqlTexts(files) + options() +
               (hive ? ", hive_partitioning = true)" : ", hive_partitioning = false)");
    }
};

Result<void> settleEncoding(Dataset& data)
{
    for (const auto& file : data.files) {
        const auto begin = beginningOf(file);
        const auto name = QString::fromStdString(file);
        if (const auto wide = wideEncoding(begin); !wide.empty()) {
            data.address.encoding = wide;
            data.report.notes.push_back(tr("%1 is read as UTF-16.").arg(name));
            return {};
        }
        const auto fault = utf8Fault(begin);
        if (!fault)
            continue;
        return failure(
            Error::Kind::Invalid,
            tr("%1 is not UTF-8: line %2, character %3 is the byte 0x%4. Say how the text is "
               "encoded (latin-1 or utf-16).")
                .arg(name)
                .arg(fault->line)
                .arg(fault->column)
                .arg(fault->byte, 2, 16, QLatin1Char('0')),
            QString::fromLatin1(encodingFaultDetail));
    }
    return {};
}

// What the sniffer took for a table: lines above it are not read, and that has to be said.
void noteSniffed(Dataset& data, Engine& session, const CsvCall& call)
{
    const auto row = rowOf(session, "SELECT SkipRows, HasHeader, Comment FROM sniff_csv(" +
                                        sqlText(call.files.front()) + call.options() + ")");
    if (!row)
        return; // the read itself tells
    const auto skipped = row->at(0).toInteger();
    if (skipped > 0)
        data.report.notes.push_back(
            tr("The first %1 lines of %2 stand above the table and are not read.")
                .arg(skipped)
                .arg(QString::fromStdString(call.files.front())));
    if (const auto sign = row->at(2).toText(); sign.size() == 1)
        data.report.notes.push_back(
            tr("Lines of %1 that begin with %2 are comments: not read.")
                .arg(QString::fromStdString(call.files.front()), QString::fromStdString(sign)));
    if (row->at(1).toInteger() == 0)
        data.report.notes.push_back(tr("%1 has no header: its columns are numbered.")
                                        .arg(QString::fromStdString(call.files.front())));
}

DatasetProblem::Kind kindOf(const std::string& name)
{
    if (name == "CAST")
        return DatasetProblem::Kind::MixedTypes;
    if (name == "MISSING COLUMNS" || name == "TOO MANY COLUMNS")
        return DatasetProblem::Kind::Ragged;
    if (name == "INVALID ENCODING" || name == "INVALID UNICODE")
        return DatasetProblem::Kind::Encoding;
    if (name == "UNQUOTED VALUE")
        return DatasetProblem::Kind::Quote;
    if (name == "LINE SIZE OVER MAXIMUM")
        return DatasetProblem::Kind::TooLong;
    return DatasetProblem::Kind::Other;
}

// A line that is too short or too long is told as that: what it holds says nothing about the types
// of the columns.
const std::string castBesideOther =
    "(e.error_type::VARCHAR = 'CAST' AND EXISTS (SELECT 1 FROM reject_errors o WHERE o.scan_id = "
    "e.scan_id AND o.file_id = e.file_id AND o.line = e.line AND o.error_type::VARCHAR <> 'CAST'))";
const std::string onlyCast = "e.error_type::VARCHAR = 'CAST' AND NOT " + castBesideOther;

Result<std::vector<DatasetProblem>> problemsOf(Engine& session, const std::string& where)
{
    const auto rows = rowsOf(
        session, "SELECT s.file_path, e.line, e.column_idx, e.column_name, e.error_type::VARCHAR, "
                 "left(e.csv_line, 200), e.error_message FROM reject_errors e JOIN reject_scans s "
                 "USING (scan_id, file_id)" +
                     where + " ORDER BY s.file_path, e.line, e.column_idx LIMIT " +
                     std::to_string(problemsKept));
    if (!rows)
        return failure(rows.error());
    std::vector<DatasetProblem> problems;
    for (const auto& row : *rows) {
        DatasetProblem problem;
        problem.file = row[0].toText();
        problem.line = static_cast<std::int64_t>(row[1].number.value_or(0));
        problem.column = static_cast<std::int64_t>(row[2].number.value_or(0));
        problem.columnName = row[3].toText();
        problem.kind = kindOf(row[4].toText());
        problem.text = row[5].toText();
        problem.message = QString::fromStdString(row[6].toText());
        problems.push_back(std::move(problem));
    }
    return problems;
}

Result<std::vector<std::string>> mixedColumns(Engine& session)
{
    const auto rows = rowsOf(session, "SELECT DISTINCT column_name FROM reject_errors e WHERE " +
                                          onlyCast + " ORDER BY 1");
    if (!rows)
        return failure(rows.error());
    std::vector<std::string> names;
    for (const auto& row : *rows)
        if (row[0].text)
            names.push_back(*row[0].text);
    return names;
}

Result<void> countRejected(DatasetReport& report, Engine& session)
{
    const auto row = rowOf(session, "SELECT count(*), max(n) FROM (SELECT count(*) OVER "
                                    "(PARTITION BY file_id) AS n FROM (SELECT DISTINCT file_id, "
                                    "line FROM reject_errors))");
    if (!row)
        return failure(row.error());
    report.rejectedRows = row->at(0).toInteger();
    report.moreRejected = row->at(1).toInteger() >= rejectsKept;
    return {};
}

// A column that the sniffer itself took for text because some of its values are no numbers: a value
// that does not belong there is told, with its row.
Result<void> noteStrangers(Dataset& data, DuckDbEngine& engine, const QueryOptions& options)
{
    std::vector<std::string> counts;
    std::vector<const DataColumn*> texts;
    for (const auto& column : data.columns)
        if (column.kind == ColumnKind::Text &&
            std::ranges::find(data.report.asText, column.name) == data.report.asText.end()) {
            texts.push_back(&column);
            const auto name = sqlName(column.name);
            counts.push_back("count(TRY_CAST(" + name + " AS DOUBLE)), count(" + name + ")");
        }
    if (texts.empty())
        return {};
    const auto row =
        rowOf(engine, "SELECT " + joined(counts, ", ") + " FROM " + data.relation, options);
    if (!row)
        return failure(row.error());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto numbers = (*row)[2 * i].toInteger();
        const auto values = (*row)[2 * i + 1].toInteger();
        if (numbers == values || 10 * numbers < 9 * values)
            continue;
        const auto name = sqlName(texts[i]->name);
        const auto first = rowsOf(engine,
                                  "SELECT rowid, left(" + name + ", 60) FROM " + data.relation +
                                      " WHERE " + name + " IS NOT NULL AND TRY_CAST(" + name +
                                      " AS DOUBLE) IS NULL ORDER BY rowid LIMIT 1",
                                  options);
        if (!first)
            return failure(first.error());
        if (first->empty())
            continue;
        DatasetProblem problem;
        problem.kind = DatasetProblem::Kind::MixedTypes;
        problem.file = data.files.front();
        problem.columnName = texts[i]->name;
        problem.text = first->front()[1].toText();
        problem.message = tr("Row %1: “%2” is no number; %3 of %4 values are.")
                              .arg(first->front()[0].toInteger() + 1)
                              .arg(QString::fromStdString(problem.text))
                              .arg(numbers)
                              .arg(values);
        data.report.problems.push_back(std::move(problem));
        data.report.asText.push_back(texts[i]->name);
    }
    return {};
}

constexpr auto forgetRejects = "DROP TABLE IF EXISTS reject_errors;"
                               "DROP TABLE IF EXISTS reject_scans";

// Reads all lines into a table. A value that is not of its column's type would cost its row: such
// columns are read again as text.
Result<void> readWhole(Dataset& data, Engine& session, CsvCall& call, const std::string& table,
                       const QueryOptions& options)
{
    auto& report = data.report;
    const auto read = [&]() -> Result<void> {
        if (auto forgotten = session.execute(forgetRejects); !forgotten)
            return forgotten;
        return session.execute(
            "CREATE OR REPLACE TABLE " + table + " AS SELECT * FROM " + call.text(), options);
    };
    if (auto done = read(); !done)
        return done;
    auto mixed = mixedColumns(session);
    if (!mixed)
        return failure(mixed.error());
    if (!mixed->empty()) {
        auto problems = problemsOf(session, " WHERE " + onlyCast);
        if (!problems)
            return failure(problems.error());
        report.problems = std::move(*problems);
        report.asText = std::move(*mixed);
        call.asText = report.asText;
        if (auto again = read(); !again)
            return again;
    }
    auto problems = problemsOf(session, " WHERE NOT " + castBesideOther);
    if (!problems)
        return failure(problems.error());
    report.problems.insert(report.problems.end(), problems->begin(), problems->end());
    report.complete = true;
    return countRejected(report, session);
}

} // namespace

Result<void> openCsv(Dataset& data, DuckDbEngine& engine, OpenDepth depth, bool hive,
                     const QueryOptions& options)
{
    if (data.address.encoding.empty())
        if (auto settled = settleEncoding(data); !settled)
            return settled;
    CsvCall call{data.files, data.format == DataFormat::Tsv, hive, data.address.encoding, {}};
    auto session = engine.session();
    if (!session)
        return failure(session.error());
    noteSniffed(data, **session, call);
    data.relation = call.text();
    if (depth == OpenDepth::Whole) {
        const auto table = sqlName(engine.freshName("csv"));
        if (auto read = readWhole(data, **session, call, table, options); !read)
            return read;
        data.relation = table;
        data.randomAccess = true;
    }
    auto columns = engine.describe("SELECT * FROM " + data.relation);
    if (!columns)
        return failure(columns.error());
    data.columns = std::move(*columns);
    if (depth == OpenDepth::Whole) {
        const auto count = rowOf(engine, "SELECT count(*) FROM " + data.relation);
        if (!count)
            return failure(count.error());
        data.rows = count->at(0).toInteger();
        return noteStrangers(data, engine, options);
    }
    return {};
}

} // namespace binnacle
