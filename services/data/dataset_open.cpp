#include "services/data/dataset_open.h"

#include "services/data/csv_reader.h"
#include "services/data/dataset_source.h"
#include "services/data/sql_text.h"
#include "services/data/sqlite_table.h"

#include <QCoreApplication>

#include <system_error>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

Result<void> describeInto(Dataset& data)
{
    auto columns = data.engine->describe("SELECT * FROM " + data.relation);
    if (!columns)
        return failure(columns.error());
    data.columns = std::move(*columns);
    return {};
}

Result<void> countInto(Dataset& data, const QueryOptions& options)
{
    const auto row = rowOf(*data.engine, "SELECT count(*) FROM " + data.relation, options);
    if (!row)
        return failure(row.error());
    data.rows = row->at(0).toInteger();
    return {};
}

bool withHive(const Dataset& data)
{
    std::error_code ignored;
    const auto root = std::filesystem::absolute(data.address.path, ignored);
    return isHivePartitioned(root.string(), data.files);
}

// Several Parquet files may differ in their columns: matched by name, absent ones are NULL.
std::string parquetRelation(const Dataset& data)
{
    std::string call = "read_parquet(" + sqlTexts(data.files);
    if (data.files.size() > 1)
        call += ", union_by_name = true";
    if (withHive(data))
        call += ", hive_partitioning = true";
    else
        call += ", hive_partitioning = false";
    return call + ")";
}

Result<void> openParquet(Dataset& data, const QueryOptions& options)
{
    data.relation = parquetRelation(data);
    if (auto described = describeInto(data); !described)
        return described;
    data.report.complete = true;
    return countInto(data, options);
}

// DuckDB's own message names byte and line: "Malformed JSON in file …, at byte 8 in line 3: …".
Result<void> openJson(Dataset& data, DuckDbEngine& engine, OpenDepth depth,
                      const QueryOptions& options)
{
    auto call = "read_json(" + sqlTexts(data.files);
    if (data.files.size() > 1)
        call += ", union_by_name = true";
    call += withHive(data) ? ", hive_partitioning = true)" : ", hive_partitioning = false)";
    data.relation = call;
    if (depth == OpenDepth::Preview)
        return describeInto(data);
    const auto table = sqlName(engine.freshName("json"));
    if (auto made = engine.execute("CREATE TABLE " + table + " AS SELECT * FROM " + call, options);
        !made)
        return made;
    data.relation = table;
    data.randomAccess = true;
    data.report.complete = true;
    if (auto described = describeInto(data); !described)
        return described;
    return countInto(data, options);
}

Result<void> refuseEmpty(const Dataset& data)
{
    if (data.format == DataFormat::Sqlite)
        return {};
    std::error_code error;
    for (const auto& file : data.files)
        if (std::filesystem::file_size(file, error) == 0 && !error)
            return failure(
                Error::Kind::Invalid,
                tr("%1 is empty: it has no header and no rows.").arg(QString::fromStdString(file)));
    return {};
}

Result<void> refuseMixture(const Dataset& data)
{
    if (data.address.format)
        return {};
    for (const auto& file : data.files) {
        const auto format = formatOf(file);
        if (!format)
            return failure(format.error());
        if (*format != data.format)
            return failure(Error::Kind::Invalid,
                           tr("%1 is %2 and %3 is %4: one table is made of files of one format.")
                               .arg(QString::fromStdString(data.files.front()),
                                    formatName(data.format), QString::fromStdString(file),
                                    formatName(*format)));
    }
    return {};
}

Result<void> openFormat(Dataset& data, DuckDbEngine& engine, OpenDepth depth,
                        const QueryOptions& options)
{
    switch (data.format) {
    case DataFormat::Parquet:
        return openParquet(data, options);
    case DataFormat::Csv:
    case DataFormat::Tsv:
        return openCsv(data, engine, depth, withHive(data), options);
    case DataFormat::JsonLines:
        return openJson(data, engine, depth, options);
    case DataFormat::Sqlite:
        return openSqlite(data, engine, depth, options);
    case DataFormat::Arrow:
        break;
    }
    return failure(Error::Kind::Unsupported,
                   tr("%1 is an Arrow or Feather file, which is not read yet. "
                      "pyarrow.parquet.write_table(pyarrow.feather.read_table(…), …) makes "
                      "Parquet of it.")
                       .arg(QString::fromStdString(data.files.front())));
}

} // namespace

Result<Dataset> openDataset(const std::shared_ptr<DuckDbEngine>& engine,
                            const DatasetAddress& address, OpenDepth depth,
                            const QueryOptions& options)
{
    Dataset data;
    data.engine = engine;
    data.address = address;
    auto files = filesOf(address);
    if (!files)
        return failure(files.error());
    data.files = std::move(*files);
    const auto format =
        address.format ? Result<DataFormat>(*address.format) : formatOf(data.files.front());
    if (!format)
        return failure(format.error());
    data.format = *format;
    for (const auto& check : {refuseEmpty(data), refuseMixture(data)})
        if (!check)
            return failure(check.error());
    if (auto opened = openFormat(data, *engine, depth, options); !opened)
        return failure(opened.error());
    return data;
}

} // namespace binnacle
