#include "services/backends/tensorboard/scan_cursor.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace binnacle::tfevents {

namespace {
constexpr auto filesKey = "files";
constexpr auto endedKey = "ended";
constexpr auto warningsKey = "warnings";
} // namespace

bool sameFiles(const SeenRun& seen, const RunFolder& run)
{
    return seen.files.size() == run.files.size() &&
           std::ranges::all_of(run.files, [&](const EventFile& file) {
               const auto found = seen.files.find(file.name);
               return found != seen.files.end() &&
                      found->second == std::pair(file.size, file.modified);
           });
}

SeenRun seenNow(const RunFolder& run, bool ended, std::vector<std::string> warnings)
{
    SeenRun seen;
    for (const auto& file : run.files)
        seen.files[file.name] = {file.size, file.modified};
    seen.ended = ended;
    seen.warnings = std::move(warnings);
    return seen;
}

std::string cursorText(const SeenRuns& runs)
{
    QJsonObject all;
    for (const auto& [name, run] : runs) {
        QJsonObject files;
        for (const auto& [file, seen] : run.files)
            files.insert(QString::fromStdString(file),
                         QJsonArray{static_cast<qint64>(seen.first), qint64{seen.second}});
        QJsonObject entry{{QLatin1String(filesKey), files}, {QLatin1String(endedKey), run.ended}};
        if (!run.warnings.empty()) {
            QJsonArray warnings;
            for (const auto& warning : run.warnings)
                warnings.append(QString::fromStdString(warning));
            entry.insert(QLatin1String(warningsKey), warnings);
        }
        all.insert(QString::fromStdString(name), entry);
    }
    return QJsonDocument(all).toJson(QJsonDocument::Compact).toStdString();
}

SeenRuns seenRunsFromCursor(const std::string& cursor)
{
    SeenRuns runs;
    const auto all = QJsonDocument::fromJson(QByteArray::fromStdString(cursor)).object();
    for (auto it = all.begin(); it != all.end(); ++it) {
        const auto entry = it.value().toObject();
        auto& run = runs[it.key().toStdString()];
        const auto files = entry.value(QLatin1String(filesKey)).toObject();
        for (auto file = files.begin(); file != files.end(); ++file) {
            const auto seen = file.value().toArray();
            run.files[file.key().toStdString()] = {
                static_cast<std::uint64_t>(seen.at(0).toInteger()), seen.at(1).toInteger()};
        }
        run.ended = entry.value(QLatin1String(endedKey)).toBool();
        for (const auto warning : entry.value(QLatin1String(warningsKey)).toArray())
            run.warnings.push_back(warning.toString().toStdString());
    }
    return runs;
}

} // namespace binnacle::tfevents
