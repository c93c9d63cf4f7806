#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/result.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// What the pages of models ask of promotions, in words for a person. The gates, the journal and
// the registry are behind it.

struct PromotionRequest
{
    RegisteredModelRowId model{};
    std::string version;
    std::string alias = "champion";
    std::optional<SourceId> to{}; // another registry: the version is copied there first
    // A Python interpreter, or a folder with bin/python, to start the model in. nullopt: the one
    // that was used last in this workspace; empty: none.
    std::optional<QString> serveEnvironment{};
    std::string stage{}; // legacy stage to set as well; empty: none
    bool operator==(const PromotionRequest&) const = default;
};

struct PromotionGate
{
    enum class State {
        Waiting,
        Checking,
        Passed,
        PassedWithNote,
        Blocked,
        NotApplicable,
        NotChecked, // what it goes by is not there; the evidence says what
    };
    QString name; // stable key
    QString title;
    State state = State::Waiting;
    QString evidence;            // one sentence
    std::optional<RunRowId> run; // where the evidence is seen
    bool operator==(const PromotionGate&) const = default;
};

// A version that holds the alias now, or will.
struct PromotionHolder
{
    std::string version; // empty: nobody
    QString runName, since;
    bool operator==(const PromotionHolder&) const = default;
};

// A registry where the version can be promoted.
struct PromotionTarget
{
    SourceId source{};
    QString name;
    bool here = false; // it lies there already: nothing is copied
    bool operator==(const PromotionTarget&) const = default;
};

// A plan: nothing has been changed yet.
struct PromotionPlan
{
    PromotionRequest request; // with the environment that is used
    QString model, registry;
    QString copiedFrom;                   // the registry that has it now; empty: nothing is copied
    std::vector<PromotionTarget> targets; // its own registry first
    QStringList stages;                   // legacy stages that can be set; empty: none
    PromotionHolder now, then;
    QStringList changes; // what changes besides the alias
    QString requests;    // method, path and body of each, as they will be sent
    QString whyNot;      // why it can be prepared and checked, but not executed; empty: it can
    bool approverAsked = true;
    std::vector<PromotionGate> gates;
    std::shared_ptr<const void> inner; // what the desk keeps with it
};

struct PromotionConsent
{
    QString approver, reason;
    QStringList overridden; // names of blocking gates
};

struct PromotionOutcome
{
    std::string act;  // what undo takes
    QString sentence; // what is so now
};

// An act that a crash or a lost network cut.
struct UnfinishedPromotion
{
    std::string act;
    QString sentence; // what was done and what is left
    bool operator==(const UnfinishedPromotion&) const = default;
};

using GateSink = std::function<void(const PromotionGate&)>;
using StepSink = std::function<void(int done, int of, const QString& step)>;

// All calls block, on a worker thread, and end within half a second of a stop request. A surprise
// at the registry (another holds the alias by now) is Error::Kind::Conflict; out of reach is
// Network; what is refused is Invalid, each with a sentence that says why.
class PromotionDesk
{
public:
    virtual ~PromotionDesk() = default;

    virtual Result<PromotionPlan> prepare(const PromotionRequest& request,
                                          std::stop_token stop) = 0;
    // Each gate twice: when it is begun, and when it is known.
    virtual Result<void> check(const PromotionPlan& plan, const GateSink& gate,
                               std::stop_token stop) = 0;
    virtual Result<PromotionOutcome> execute(const PromotionPlan& plan,
                                             const PromotionConsent& consent, const StepSink& step,
                                             std::stop_token stop) = 0;
    virtual Result<PromotionOutcome> undo(const std::string& act, std::stop_token stop) = 0;
    virtual Result<std::vector<UnfinishedPromotion>> unfinished(std::stop_token stop) = 0;
    virtual Result<PromotionOutcome> resume(const std::string& act, std::stop_token stop) = 0;
    // The version that held the alias before the holder of now.
    virtual Result<PromotionRequest> lastGood(RegisteredModelRowId model, const std::string& alias,
                                              std::stop_token stop) = 0;
    virtual Result<PromotionOutcome>
    deleteVersion(RegisteredModelRowId model, const std::string& version, std::stop_token stop) = 0;
    // An alias that does not say what is in production; that is refused with the reason. `version`
    // nullopt: the alias is taken away, whichever it is.
    virtual Result<PromotionOutcome> setAlias(RegisteredModelRowId model, const std::string& alias,
                                              const std::optional<std::string>& version,
                                              std::stop_token stop) = 0;
    // `version` empty: of the model itself.
    virtual Result<void> describe(RegisteredModelRowId model, const std::string& version,
                                  const QString& text, std::stop_token stop) = 0;
    // `value` nullopt: the tag is taken away.
    virtual Result<void> setTag(RegisteredModelRowId model, const std::string& version,
                                const QString& key, const std::optional<QString>& value,
                                std::stop_token stop) = 0;
};

} // namespace binnacle
