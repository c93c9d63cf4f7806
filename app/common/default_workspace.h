#pragma once

#include <filesystem>

namespace binnacle {

// The workspace used where none is named: workspace.db in the person's data folder
// (XDG_DATA_HOME/binnacle). The window and binnacle-cli share it.
std::filesystem::path defaultWorkspacePath();

// The bundled sample: beside an installed program (../share/binnacle/sample/workspace.db), else in
// resources/sample of the source tree it was built from. Empty where there is none. It is opened
// as a copy, never itself.
std::filesystem::path sampleWorkspacePath();

// Settings of QSettings and folders of QStandardPaths go by these names.
void setApplicationNames();

} // namespace binnacle
