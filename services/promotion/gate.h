#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/run.h"
#include "services/promotion/promotion_policy.h"
#include "services/registry/model_file.h"
#include "services/workspace/evidence_store.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/run_reader.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

enum class GateState {
    Passed,
    PassedWithNote, // passed, and there is something to know
    Blocked,        // it is known to fail
    Unknown,        // what it goes by is not there: never passed
    NotApplicable,  // there is nothing to hold it against, such as no champion yet
    Off,            // the policy leaves it out
};
const char* gateStateName(GateState state); // "passed", "passed-with-note", "blocked", …

// What a gate found.
struct GateReport
{
    std::string name; // one of gateNames()
    QString title;
    GateState state = GateState::Unknown;
    bool blocks = false;         // by the policy's mode
    QString evidence;            // one sentence
    std::optional<RunRowId> run; // where the evidence is seen
    std::string file;            // artifact, or empty
    QString detail;              // output of a process and the like; may be long

    bool passed() const
    {
        return state == GateState::Passed || state == GateState::PassedWithNote ||
               state == GateState::NotApplicable;
    }
    bool operator==(const GateReport&) const = default;
};
QString gateTitle(std::string_view name);
// A report with its title, `blocks` as the policy has it.
GateReport gateReport(std::string_view name, const PromotionPolicy& policy, GateState state,
                      const QString& evidence);

// What is known of a version without asking anybody.
struct VersionFacts
{
    VersionDetail detail;
    std::optional<RunDetail> run;
    std::optional<ModelFile> file;  // nullopt: MLmodel was not read, or can not be
    std::vector<Evidence> evidence; // newest first

    // Of the run and of the logged model, whose values win.
    std::vector<LatestMetric> metrics() const;
    // Digests of the data that it was evaluated on, else of all that its run read.
    std::vector<std::string> datasetDigests() const;
    const Evidence* newest(std::string_view kind) const; // nullptr: none
};

// What the gates judge.
struct GateFacts
{
    PromotionPolicy policy;
    VersionFacts candidate;
    std::optional<VersionFacts> champion; // nullopt: none, or it is the candidate itself
    QString approver, reason;
};

} // namespace binnacle
