#pragma once

#include "services/promotion/act_journal.h"
#include "services/promotion/act_step_work.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace binnacle {

using ActStepSink = std::function<void(std::size_t done, std::size_t of, const QString& step)>;

// Runs acts step by step: the journal is written before and after each, an alias is read just
// before it is written (a surprise ends the act with Conflict) and just after (what was read is
// what the journal says). Two requests more than the change itself. Blocks; any worker thread.
class ActRunner
{
public:
    // `checkpoint`: called between any two things that are written somewhere; for tests of crashes.
    using Checkpoint = std::function<void(const char* where)>;

    ActRunner(std::shared_ptr<Workspace> workspace, RegistryOfSource registries,
              Checkpoint checkpoint = nullptr);

    // The act as it ended: Done, or Overtaken (done, and by now another holds the alias). Errors:
    // Conflict (nothing was written, or the act is Cut), what the registry said. The journal tells
    // in each case what was done; Network and Cancelled may leave an act that is Cut.
    Result<ActRecord> run(const ActPlan& plan, const ActStepSink& sink, std::stop_token stop);
    // Goes on with an act that was cut, after reading what the registry holds.
    Result<ActRecord> resume(const std::string& act, const ActStepSink& sink, std::stop_token stop);
    // The plan that restores what was before. Reads the registry where the outcome of a step is not
    // known. Errors: Unsupported (a deleted version does not come back), Conflict (undone already).
    Result<ActPlan> undoPlan(const ActRecord& act, std::stop_token stop);

private:
    enum class Begin { Fresh, AfterCut };
    Result<ActRecord> perform(ActRecord act, Begin begin, const ActStepSink& sink,
                              const std::stop_token& stop);
    Result<void> performStep(ActRecord& act, std::size_t no, Begin begin, bool& overtaken,
                             const std::stop_token& stop);
    Result<void> finishStep(ActRecord& act, std::size_t no, const ActStepWork& work,
                            QJsonObject after, const QString& message);
    Result<void> mirror(const ActRecord& act, std::size_t no, const ActStepWork& work) const;
    Result<void> mirrorNewVersion(SourceId source, const std::string& model,
                                  const std::string& version) const;
    Error endWith(const ActRecord& act, const Error& error) const;
    std::optional<ActStep> inverseOf(const ActRecord& act, std::size_t no) const;
    void at(const char* where) const;

    std::shared_ptr<Workspace> workspace_;
    RegistryOfSource registries_;
    ActJournal journal_;
    Checkpoint checkpoint_;
};

} // namespace binnacle
