#include "services/data/versions/git_history.h"

#include "services/data/versions/git_program.h"

#include <QCoreApplication>

#include <filesystem>
#include <system_error>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

QString qs(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

Result<GitPlace> gitPlace(const std::string& path, const std::stop_token& stop)
{
    std::error_code error;
    const auto whole = fs::absolute(path, error).lexically_normal();
    const auto folder = fs::weakly_canonical(whole.parent_path(), error);
    const auto root = askGit(
        folder.string(), {QStringLiteral("rev-parse"), QStringLiteral("--show-toplevel")}, stop);
    if (!root && root.error().detail.contains(QLatin1String("not a git repository")))
        return failure(Error::Kind::NotFound,
                       QCoreApplication::translate("data",
                                                   "%1 is in no git repository: neither git "
                                                   "nor DVC keeps versions of it.")
                           .arg(QString::fromStdString(whole.string())),
                       root.error().detail);
    if (!root)
        return failure(root.error());
    const fs::path top(QString::fromUtf8(*root).trimmed().toStdString());
    return GitPlace{top.string(),
                    (folder / whole.filename()).lexically_relative(top).generic_string()};
}

Result<std::vector<GitCommit>> gitCommits(const GitPlace& place,
                                          const std::vector<std::string>& paths,
                                          const std::stop_token& stop)
{
    QStringList arguments{QStringLiteral("log"), QStringLiteral("-z"),
                          QStringLiteral("--format=%H%x1f%ct%x1f%an%x1f%s"), QStringLiteral("--")};
    for (const auto& path : paths)
        arguments.append(qs(path));
    const auto log = askGit(place.root, arguments, stop);
    if (!log)
        return failure(log.error());
    std::vector<GitCommit> commits;
    for (const auto& entry : log->split('\0')) {
        const auto fields = QString::fromUtf8(entry).split(QChar(0x1f));
        if (fields.size() == 4)
            commits.push_back({fields[0].toStdString(), fields[1].toLongLong() * 1000,
                               fields[2].toStdString(), fields[3].toStdString()});
    }
    return commits;
}

std::optional<std::string> gitFile(const GitPlace& place, const std::string& commit,
                                   const std::string& path, const std::stop_token& stop)
{
    const auto text =
        askGit(place.root,
               {QStringLiteral("cat-file"), QStringLiteral("blob"), qs(commit + ":" + path)}, stop);
    return text ? std::optional<std::string>(text->toStdString()) : std::nullopt;
}

std::vector<GitEntry> gitTree(const GitPlace& place, const std::string& commit,
                              const std::stop_token& stop)
{
    // "100644 blob <id> <size>\t<path>" for each file.
    const auto listed =
        askGit(place.root,
               {QStringLiteral("ls-tree"), QStringLiteral("-r"), QStringLiteral("-l"),
                QStringLiteral("-z"), QStringLiteral("--full-tree"), qs(commit),
                QStringLiteral("--"), qs(place.path)},
               stop);
    std::vector<GitEntry> entries;
    if (!listed)
        return entries;
    for (const auto& line : listed->split('\0')) {
        const auto tab = line.indexOf('\t');
        const auto fields =
            QString::fromUtf8(line.left(tab)).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (tab > 0 && fields.size() == 4 && fields[1] == QLatin1String("blob"))
            entries.push_back(
                {fields[2].toStdString(), fields[3].toLongLong(), line.mid(tab + 1).toStdString()});
    }
    return entries;
}

Result<QByteArray> gitBlob(const GitPlace& place, const std::string& object,
                           const std::stop_token& stop)
{
    return askGit(place.root, {QStringLiteral("cat-file"), QStringLiteral("blob"), qs(object)},
                  stop);
}

} // namespace binnacle
