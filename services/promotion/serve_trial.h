#pragma once

#include "services/domain/result.h"

#include <QString>

#include <filesystem>
#include <stop_token>
#include <string>

namespace binnacle {

// What came of starting a model and asking it.
struct ServeTrial
{
    bool answered = false;
    int status = 0;     // of the answer; 0: none came
    std::string answer; // its first kilobytes
    QString output;     // of the process, its last kilobytes
    QString sentence;   // what happened
};

// Starts `PYTHON -m mlflow models serve` over the model's folder, in a session of its own, on
// 127.0.0.1 and a free port; waits until it answers /ping, posts `request` (JSON) to /invocations,
// and ends the whole session by its id. Nothing is left running. Blocks at most `seconds`.
// `environment`: a folder with bin/python, or an interpreter. Errors: Invalid (no such
// environment), Cancelled.
Result<ServeTrial> tryServing(const std::filesystem::path& environment,
                              const std::filesystem::path& model, const std::string& request,
                              int seconds, std::stop_token stop);
// The body that a scoring server takes, of the input example that MLmodel names. Errors: NotFound
// where the model has none.
Result<std::string> scoringRequest(const std::filesystem::path& model,
                                   const std::string& inputExample);

} // namespace binnacle
