#pragma once

#include "widgets/common/theme.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <optional>

namespace binnacle {

// The command line of the window.
struct Options
{
    std::filesystem::path workspace;  // empty: the default one
    QString screenshotDir;            // not empty: write the gallery there and end
    QString screenshot;               // not empty: write one picture of the window there and end
    std::optional<ThemeChoice> theme; // not kept: for this start only
    bool quitAfterFirstRows = false;
    QStringList places; // folders, files and addresses to add as sources
};

// Ends the process after --help, --version or a wrong option (exit code 2).
Options parseOptions(const QStringList& arguments);

} // namespace binnacle
