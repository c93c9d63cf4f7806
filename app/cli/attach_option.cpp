#include "app/cli/attach_option.h"

#include "services/workspace/evidence_store.h"
#include "services/workspace/registry_reader.h"

namespace binnacle::cli {

void AttachOption::declare(CLI::App& command)
{
    command.add_option("--attach", target, "Put the report to a model version, as evidence")
        ->expected(2)
        ->type_name("MODEL VERSION");
    command.add_option("--source", source, "Whose model, where several sources have it")
        ->type_name("NAME");
}

Result<void> AttachOption::attach(Context& context, const char* kind, bool passed,
                                  const QString& summary, const std::string& body,
                                  const std::string& datasetDigest) const
{
    const RegistryReader reader(context.workspace);
    const auto model =
        reader.find(target.front(), source.empty() ? std::nullopt : std::optional(source));
    if (!model)
        return failure(model.error());
    const auto version = reader.version(model->row, target.back());
    if (!version)
        return failure(version.error());
    Evidence evidence;
    evidence.source = version->source;
    evidence.model = model->model.name;
    evidence.version = version->version.version;
    evidence.kind = kind;
    evidence.passed = passed;
    evidence.summary = summary.toStdString();
    evidence.body = body;
    evidence.datasetDigest = datasetDigest;
    const auto added = EvidenceStore(context.workspace).add(evidence);
    if (!added)
        return failure(added.error());
    return {};
}

} // namespace binnacle::cli
