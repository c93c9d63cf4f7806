#pragma once

#include "services/data/engine.h"

#include <filesystem>
#include <memory>

namespace binnacle {

enum class DataFormat { Csv, Tsv, JsonLines, Parquet, Sqlite, Arrow };

// Where data is, as a person names it.
struct DatasetAddress
{
    std::string path;                 // a file, a folder, or a pattern: "runs/**/*.parquet"
    std::optional<DataFormat> format; // nothing: by the name's end, then by the first bytes
    std::string table;                // of an SQLite file with more than one
    std::string encoding;             // of text: "latin-1", "utf-16"; empty: UTF-8

    bool operator==(const DatasetAddress&) const = default;
};

// Something in the files that is not as it should be.
struct DatasetProblem
{
    enum class Kind { Ragged, MixedTypes, Encoding, Quote, TooLong, Other };
    Kind kind = Kind::Other;
    std::string file;
    std::int64_t line = 0;   // from 1; 0: not known
    std::int64_t column = 0; // from 1; 0: the whole line
    std::string columnName;
    std::string text; // the line, or its beginning
    QString message;  // one sentence

    bool operator==(const DatasetProblem&) const = default;
};

// What reading the files showed: nothing is left out in silence.
struct DatasetReport
{
    bool complete = false;                // every line was looked at
    std::int64_t rejectedRows = 0;        // lines that are not in the table
    bool moreRejected = false;            // there are more than that
    std::vector<std::string> asText;      // columns that hold more than one type: read as text
    std::vector<DatasetProblem> problems; // the first ones
    std::vector<QString> notes;           // what a person should know

    bool operator==(const DatasetReport&) const = default;
};

// A table that an engine can read: the value that profiles, rules and drift work on.
struct Dataset
{
    std::shared_ptr<Engine> engine;
    std::string relation; // what stands after FROM
    std::vector<DataColumn> columns;
    std::vector<std::string> files; // in order; absolute paths
    DatasetAddress address;
    DataFormat format = DataFormat::Csv;
    std::optional<std::int64_t> rows; // nothing: not counted yet
    bool randomAccess = false; // `relation` has a pseudo-column rowid: 0 … rows - 1, quick to find
    DatasetReport report;

    const DataColumn* column(std::string_view name) const;
};

} // namespace binnacle
