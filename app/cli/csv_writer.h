#pragma once

#include "app/cli/output.h"
#include "services/domain/csv_field.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle::cli {

// Writes CSV (RFC 4180). A text that a spreadsheet would run as a formula (it begins with = + - @,
// a tab or a carriage return, and is no number) gets an apostrophe in front.
class CsvWriter
{
public:
    explicit CsvWriter(Output& out) : out_(out) {}

    void text(const std::string& value);
    void number(double value);
    void integer(std::int64_t value);
    void time(std::optional<std::int64_t> value); // UTC ms, as 2026-01-31T14:05:00.000Z
    void missing();                               // an empty field
    void endRow();

private:
    void raw(const std::string& field);

    Output& out_;
    bool rowBegun_ = false;
};

using binnacle::withoutFormula;

} // namespace binnacle::cli
