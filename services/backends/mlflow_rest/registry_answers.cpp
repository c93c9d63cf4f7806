#include "services/backends/mlflow_rest/registry_answers.h"

#include "services/backends/mlflow_rest/answer_json.h"
#include "services/backends/model_source.h"
#include "services/backends/registry_checks.h"

namespace binnacle::mlflow {

namespace {

ModelVersion version(const Node& node)
{
    ModelVersion result;
    result.model = node.requiredText("name");
    result.version = node.requiredText("version");
    result.userId = node.text("user_id");
    result.stage = node.text("current_stage");
    result.description = node.text("description");
    result.source = node.text("source");
    result.runId = node.text("run_id");
    result.runLink = node.text("run_link");
    result.loggedModelId = node.text("model_id");
    if (result.loggedModelId.empty()) // a server with a database does not keep it beside the source
        result.loggedModelId = loggedModelOf(result.source);
    result.status = node.text("status");
    result.statusMessage = node.text("status_message");
    result.creationTime = node.integer("creation_timestamp");
    result.lastUpdateTime = node.integer("last_updated_timestamp");
    result.tags = node.keyValues("tags");
    return result;
}

ModelAnswer model(const Node& node)
{
    ModelAnswer answer;
    answer.model.name = node.requiredText("name");
    answer.model.description = node.text("description");
    answer.model.creationTime = node.integer("creation_timestamp");
    answer.model.lastUpdateTime = node.integer("last_updated_timestamp");
    answer.model.tags = node.keyValues("tags");
    node.forEach("aliases", [&](const Node& alias) {
        answer.model.aliases.push_back({alias.requiredText("alias"), alias.text("version")});
    });
    node.forEach("latest_versions",
                 [&](const Node& latest) { answer.latest.push_back(version(latest)); });
    answer.isPrompt = isPromptModel(answer.model.tags);
    return answer;
}

} // namespace

Result<Page<ModelAnswer>> registeredModelPage(std::string_view body)
{
    Page<ModelAnswer> page;
    auto read = readAnswer(body, "registered-models/search", [&](const Node& root) {
        root.forEach("registered_models",
                     [&](const Node& node) { page.items.push_back(model(node)); });
        page.nextToken = root.text("next_page_token");
    });
    return read ? Result<Page<ModelAnswer>>(std::move(page)) : failure(read.error());
}

Result<ModelAnswer> singleModel(std::string_view body)
{
    ModelAnswer answer;
    auto read = readAnswer(body, "registered-models/get", [&](const Node& root) {
        const auto node = root.child("registered_model");
        if (!node)
            root.refuse("registered_model", "an object was expected");
        answer = model(*node);
    });
    return read ? Result<ModelAnswer>(std::move(answer)) : failure(read.error());
}

Result<Page<ModelVersion>> versionPage(std::string_view body)
{
    Page<ModelVersion> page;
    auto read = readAnswer(body, "model-versions/search", [&](const Node& root) {
        root.forEach("model_versions",
                     [&](const Node& node) { page.items.push_back(version(node)); });
        page.nextToken = root.text("next_page_token");
    });
    return read ? Result<Page<ModelVersion>>(std::move(page)) : failure(read.error());
}

Result<ModelVersion> singleVersion(std::string_view body)
{
    ModelVersion answer;
    auto read = readAnswer(body, "model-versions/get", [&](const Node& root) {
        const auto node = root.child("model_version");
        if (!node)
            root.refuse("model_version", "an object was expected");
        answer = version(*node);
    });
    return read ? Result<ModelVersion>(std::move(answer)) : failure(read.error());
}

Result<std::string> downloadUri(std::string_view body)
{
    std::string uri;
    auto read = readAnswer(body, "model-versions/get-download-uri",
                           [&](const Node& root) { uri = root.text("artifact_uri"); });
    return read ? Result<std::string>(std::move(uri)) : failure(read.error());
}

} // namespace binnacle::mlflow
