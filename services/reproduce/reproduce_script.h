#pragma once

#include "services/reproduce/reproduction.h"

#include <string>

namespace binnacle {

// reproduce.sh: clones the repository at the commit, makes a virtual environment, installs what is
// known, checks the datasets, prints the command, and starts it when asked with --run. Every value
// of the run stands in it quoted (shell_quote.h) or not at all: no param, tag or name can become a
// command. What a person may set from outside: REPOSITORY, WORK, VENV, PYTHON.
std::string reproduceScript(const Reproduction& run);

// check_datasets.py: reads datasets.json beside it, computes the digests of local and downloadable
// tables as MLflow does (mlflow.data), and says which are the same. Nothing of the run is in it.
std::string datasetCheck();

// README.md: what was found, what is missing for a faithful repeat, what is in the folder.
std::string reproduceReadme(const Reproduction& run);

} // namespace binnacle
