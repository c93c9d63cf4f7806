#include "app/cli/data_options.h"

#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"

#include "models/dataset_library.h"

#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>
#include <cstdio>
#include <map>

namespace binnacle::cli {

namespace {

const std::map<std::string, DataFormat>& formats()
{
    static const std::map<std::string, DataFormat> known = {
        {"csv", DataFormat::Csv},        {"tsv", DataFormat::Tsv},
        {"json", DataFormat::JsonLines}, {"parquet", DataFormat::Parquet},
        {"sqlite", DataFormat::Sqlite},
    };
    return known;
}

} // namespace

void DataOptions::declare(CLI::App& command)
{
    std::vector<std::string> names;
    for (const auto& [name, known] : formats())
        names.push_back(name);
    command.add_option("--format", format, "What the files are, where their names do not tell")
        ->check(CLI::IsMember(names));
    command.add_option("--table", table, "Of an SQLite file with more than one")->type_name("NAME");
    command.add_option("--encoding", encoding, "Of text files: utf-8, latin-1, utf-16")
        ->check(CLI::IsMember({"utf-8", "latin-1", "utf-16"}));
    command
        .add_option("--memory", memory, "Megabytes to use at most (default: half of what is there)")
        ->type_name("MB");
}

Result<std::shared_ptr<DuckDbEngine>> DataOptions::engine() const
{
    DuckDbOptions options;
    options.memoryLimit = memory * 1'000'000;
    return DuckDbEngine::open(options);
}

DatasetAddress DataOptions::address(const std::string& path) const
{
    DatasetAddress address;
    address.path = path;
    address.table = table;
    address.encoding = encoding;
    if (const auto known = formats().find(format); known != formats().end())
        address.format = known->second;
    return address;
}

Result<Dataset> openData(Context& context, const std::shared_ptr<DuckDbEngine>& engine,
                         const DataOptions& options, const std::string& path)
{
    ProgressLine line(Text::tr("Reading %1").arg(QString::fromStdString(path)));
    return openDataset(engine, options.address(path), OpenDepth::Whole,
                       {context.stop, [&](double share) { line.show(share); }});
}

Result<void> sealTo(DuckDbEngine& engine, std::span<const Dataset* const> datasets)
{
    std::vector<std::string> files;
    for (const auto* data : datasets)
        files.insert(files.end(), data->files.begin(), data->files.end());
    return engine.seal(files, {});
}

void complainAbout(const Dataset& data)
{
    const auto& report = data.report;
    const auto say = [](const QString& message) {
        std::fprintf(stderr, "%s\n", plainLine(message).toUtf8().constData());
    };
    for (const auto& note : report.notes)
        say(note);
    for (const auto& column : report.asText)
        say(Text::tr("The column “%1” holds values of more than one type: it is read as text.")
                .arg(QString::fromStdString(column)));
    if (report.rejectedRows > 0)
        say(Text::tr("%1 %2 lines could not be read and are left out.")
                .arg(report.moreRejected ? Text::tr("More than") : QString())
                .arg(report.rejectedRows)
                .trimmed());
    constexpr std::size_t shown = 5;
    for (std::size_t i = 0; i < std::min(shown, report.problems.size()); ++i) {
        const auto& problem = report.problems[i];
        say(Text::tr("%1, line %2, column %3: %4")
                .arg(QString::fromStdString(problem.file))
                .arg(problem.line)
                .arg(problem.column)
                .arg(problem.message));
    }
}

Result<std::optional<RememberedVersion>> rememberVersion(Context& context, const Dataset& data,
                                                         const std::optional<std::string>& profile)
{
    ProgressLine line(Text::tr("Digest"));
    const auto row =
        binnacle::rememberVersion(context.workspace, data.address, data, profile, context.stop,
                                  [&](double share) { line.show(share); });
    if (!row)
        return failure(row.error());
    return std::optional(RememberedVersion{row->row, row->digest});
}

Result<void> writeJson(Context& context, const QJsonObject& object)
{
    context.out.line(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString());
    return context.out.flush();
}

Result<void> writeFile(const std::string& file, const QByteArray& bytes)
{
    QSaveFile target(QString::fromStdString(file));
    if (target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.commit())
        return {};
    return failure(Error::Kind::Storage,
                   Text::tr("%1 could not be written: %2")
                       .arg(QString::fromStdString(file), target.errorString()));
}

} // namespace binnacle::cli
