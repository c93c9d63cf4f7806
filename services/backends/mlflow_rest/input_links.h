#pragma once

#include "services/backends/mlflow_rest/rest_session.h"
#include "services/domain/run.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::mlflow {

// The logged models that runs read and wrote. The search of 3.x servers leaves out the models that
// a run read (mlflow/store/tracking/sqlalchemy_store.py, _search_runs): only runs/get tells them.
// So each run that may have read a model is asked for once, several at a time, and what a finished
// run read is remembered while the program runs. A run that ended before the first model of the
// server was made can not have read one; without logged models nothing is asked at all.
// At most `mostAsked` runs are asked for in one scan, the newest: the others keep what the search
// told.
class InputLinks
{
public:
    static constexpr int mostAsked = 2000;

    // What one scan knows and may still ask.
    class Scan
    {
    public:
        Scan(InputLinks& links, const Server& server) : links_(links), server_(server) {}
        // Fills in Run::models. `experimentIds`: all of the server.
        Result<void> complete(std::vector<Run>& runs, std::span<const std::string> experimentIds,
                              std::stop_token stop);

    private:
        Result<void> findFirstModel(std::span<const std::string> experimentIds,
                                    const std::stop_token& stop);
        Result<void> ask(std::vector<Run>& runs, const std::vector<std::size_t>& which,
                         const std::stop_token& stop);

        InputLinks& links_;
        const Server& server_;
        bool looked_ = false;
        std::optional<std::int64_t> firstModel_; // creation time; absent: there is none
        int left_ = mostAsked;
    };

private:
    std::mutex mutex_;
    bool searchTells_ = false; // a search answer held model inputs: this server sends them
    std::map<std::string, std::vector<ModelLink>> known_; // of finished runs
};

} // namespace binnacle::mlflow
