#pragma once

#include <QString>

#include <filesystem>

namespace binnacle {

// The workspace used where none is named: workspace.binnacle in the person's data folder
// (XDG_DATA_HOME/binnacle). The window and binnacle-cli share it.
std::filesystem::path defaultWorkspacePath();

// The folder with the bundled sample stores: beside an installed program
// (../share/binnacle/sample), else resources/sample of the source tree it was built from. Empty
// where there is none.
QString sampleFolder();

// Settings of QSettings and folders of QStandardPaths go by these names.
void setApplicationNames();

} // namespace binnacle
