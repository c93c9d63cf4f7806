#include "services/workspace/run_reader.h"

#include <SQLiteCpp/Statement.h>

#include <QStringList>

// Naming a run: by its id, a prefix of it, or its name.

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("RunReader", source);
}

struct Candidate
{
    RunRowId row{};
    QString words;
};

std::vector<Candidate> candidates(SQLite::Statement& row)
{
    std::vector<Candidate> found;
    while (found.size() < 4 && row.executeStep())
        found.push_back({RunRowId{row.getColumn(0).getInt64()},
                         QStringLiteral("%1 (%2, %3)")
                             .arg(QString::fromStdString(row.getColumn(1).getString()).left(12),
                                  QString::fromStdString(row.getColumn(2).getString()),
                                  QString::fromStdString(row.getColumn(3).getString()))});
    return found;
}

// The end of the range of texts that begin with `prefix`; ids are ASCII.
std::string after(std::string prefix)
{
    prefix.push_back('\x7f');
    return prefix;
}

constexpr const char* columns =
    "SELECT r.id, r.run_id, r.name, s.name FROM run r JOIN source s ON s.id = r.source ";

} // namespace

Result<RunRowId> RunReader::find(const std::string& wanted) const
{
    return workspace_->read([&](auto& db) -> Result<RunRowId> {
        const auto search = [&](const char* where, const std::vector<std::string>& values) {
            SQLite::Statement row(db, std::string(columns) + where + " LIMIT 4");
            for (std::size_t i = 0; i < values.size(); ++i)
                row.bind(static_cast<int>(i) + 1, values[i]);
            return candidates(row);
        };
        auto found = search("WHERE r.run_id = ?", {wanted});
        if (found.empty() && wanted.size() >= 3)
            found = search("WHERE r.run_id >= ? AND r.run_id < ?", {wanted, after(wanted)});
        if (found.empty())
            found = search("WHERE r.name = ? AND r.lifecycle = 0", {wanted});
        if (found.size() == 1)
            return found.front().row;
        const QString name = QString::fromStdString(wanted);
        if (found.empty())
            return failure(
                Error::Kind::NotFound,
                text("No run has the id, the beginning of an id or the name “%1”.").arg(name));
        QStringList words;
        for (const auto& candidate : found)
            words << candidate.words;
        return failure(Error::Kind::Conflict,
                       text("“%1” fits several runs: %2. Give a longer part of the id.")
                           .arg(name, words.join(QStringLiteral("; "))));
    });
}

} // namespace binnacle
