#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/run.h"
#include "services/domain/source.h"
#include "services/promotion/gate.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// One change of a registry. A step is small enough that reading the registry tells whether it was
// done.
struct ActStep
{
    enum class Kind {
        SetAlias,      // key: the alias; before: its holder; value: the version
        DeleteAlias,   // key: the alias; before: its holder
        SetTag,        // key, value; version empty: of the model
        DeleteTag,     // key
        SetStage,      // value: the stage
        Describe,      // value: the text; version empty: of the model
        CreateModel,   // value: its description
        CopyFiles,     // from the source version into a new folder of this registry
        CreateVersion, // of the files that CopyFiles brought, or of `value` as the source
        VerifyFiles,   // what was brought is read back and held against its digests
        DeleteVersion, //
        DeleteModel,   // only while it has no versions
        RemoveFiles,   // those that a CopyFiles brought; value: their folder
    };
    Kind kind = Kind::SetAlias;
    SourceId registry{};
    std::string registryName;
    std::string model;
    std::string version; // empty in a copy: the one that CreateVersion of this act makes
    std::string key, value;
    std::optional<std::string> before; // what has to be there; nullopt: nothing
    // Copies only: where the files come from.
    std::optional<SourceId> fromRegistry;
    std::string fromModel, fromVersion;
    bool operator==(const ActStep&) const = default;
};
const char* stepName(ActStep::Kind kind); // set-alias, …
std::optional<ActStep::Kind> stepKind(std::string_view name);
QString stepSentence(const ActStep& step); // "Set the alias champion of wine to version 3"

// A gate as it was judged, and whether a person passed over it.
struct JudgedGate
{
    GateReport report;
    bool overridden = false;
    bool operator==(const JudgedGate&) const = default;
};

// What will be done, readable before anything is. Kept with the act.
struct ActPlan
{
    std::string kind = "promote"; // promote, back, undo, delete-version, edit
    SourceId source{};            // of the version
    std::string sourceName, sourceAddress;
    SourceId target{}; // whose alias is set; the same unless it is copied
    std::string targetName, targetAddress, targetKind;
    std::string model, version, alias;
    std::optional<std::string> holderNow; // of the alias at the target
    std::int64_t holderReadAt = 0;        // UTC milliseconds
    bool holderFresh = false;             // false: as the mirror has it
    std::vector<ActStep> steps;
    QString whyNot; // why it can be prepared and checked, but not executed; empty: it can
    std::string undoes;
    std::string approver, reason, actor;
    std::vector<JudgedGate> gates;
    bool operator==(const ActPlan&) const = default;

    bool executable() const { return whyNot.isEmpty(); }
    bool isCopy() const { return raw(source) != raw(target); }
};

// Method, path and body of what changes something, in order; for stores in place, what is written.
QStringList requestsOf(const ActPlan& plan);
QString planSentence(const ActPlan& plan);

QJsonObject toJson(const ActStep& step);
ActStep stepFromJson(const QJsonObject& json);
QJsonObject toJson(const GateReport& gate);
QJsonObject toJson(const ActPlan& plan);
// What toJson wrote; unknown keys are passed over. Errors: Invalid.
Result<ActPlan> planFromJson(const QByteArray& json);

} // namespace binnacle
