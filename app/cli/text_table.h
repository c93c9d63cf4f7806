#pragma once

#include "app/cli/output.h"
#include "services/domain/run.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace binnacle::cli {

// Columns aligned for a person; numbers to the right. Control characters of the data, which could
// steer a terminal, become blanks; long cells end in "…" (--json and --csv have them whole), those
// of the last column later than the others.
class TextTable
{
public:
    enum class Align { Left, Right };
    struct Column
    {
        QString title;
        Align align = Align::Left;
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add(const std::vector<QString>& cells);
    void print(Output& out) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<QString>> rows_;
};

// Cells on a terminal that the text takes: wide East Asian characters take two.
int displayWidth(const QString& text);
// One line without control characters.
QString plainLine(const QString& text);
inline QString plainLine(const std::string& text)
{
    return plainLine(QString::fromStdString(text));
}

QString missingText();                               // an en dash
QString shortNumber(double value);                   // six significant digits
QString localTime(std::optional<std::int64_t> time); // "2026-01-31 14:05:00" from UTC ms
QString shortId(const std::string& id);              // twelve characters: enough to name a run by

} // namespace binnacle::cli
