#pragma once

#include "services/domain/identifiers.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace binnacle {

// The most files and folders of one source that are watched; with more, and on network file
// systems that do not tell, the regular look at sizes and times finds a change.
inline constexpr std::size_t mostWatchedPaths = 2000;

// Sizes and times of files as one text: equal as long as nothing changed. An empty file counts as
// absent, for SQLite makes and removes an empty -wal beside a database that is only read.
std::string fingerprintOf(const std::vector<std::filesystem::path>& paths);

// Tells which sources have a changed file, some time after the first of a burst of changes. To be
// moved to a thread of its own: adding a path may wait for a slow disk.
class FileWatch : public QObject
{
    Q_OBJECT
public:
    FileWatch();

    // Replaces the paths of a source. Paths that are not there are left out.
    Q_INVOKABLE void setPaths(qint64 source, const QStringList& paths);

signals:
    void changed(qint64 source);

private:
    void notice(const QString& path);
    void tell();

    QFileSystemWatcher watcher_;
    QTimer pause_;
    std::map<qint64, std::set<QString>> paths_;
    std::set<qint64> changed_;
};

} // namespace binnacle
