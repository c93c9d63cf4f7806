#pragma once

#include "app/cli/command.h"
#include "services/promotion/promoter.h"
#include "services/workspace/registry_reader.h"

#include <QJsonObject>

#include <string>

namespace binnacle::cli {

// The services of promotion over what this command works with. Policies lie in the folder
// “policies” beside the workspace, unless a file is named.
Promoter promoterOf(const Context& context, const std::string& policyFile = {});

// The model as it is mirrored, or, where it is not yet, as its registry has it now. `registry`: the
// name of a source; empty: the only one that has it.
Result<ModelSummary> findModel(const Context& context, const std::string& name,
                               const std::string& registry);
// Makes sure that the version is in the workspace; asks the registry where it is not.
Result<void> ensureVersion(const Context& context, const ModelSummary& model,
                           const std::string& version);

// One line of JSON, or of text.
void answerJson(Context& context, const QJsonObject& json);
// What came of an act: {"journal_entry", "state", "message"}.
void answerAct(Context& context, const ActRecord& act, const QString& sentence);

} // namespace binnacle::cli
