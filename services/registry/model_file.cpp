#include "services/registry/model_file.h"

#include "services/artifacts/structured_value.h"

#include <QString>

#include <array>
#include <charconv>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;

constexpr int typeDepth = 8;

QString tr(const char* text)
{
    return QCoreApplication::translate("ModelFile", text);
}

std::string textOf(const StructuredValue& map, std::string_view key)
{
    const auto* value = map.find(key);
    return value && value->isScalar() && value->kind != Kind::Null ? value->text : std::string();
}

// "array(double)", "object(a: string, b?: long)", "map(double)": as MLflow's own text of a type;
// what is nested deeper as JSON. Two types differ where their texts do.
std::string typeText(const StructuredValue& spec, int depth)
{
    if (spec.isScalar())
        return spec.text;
    if (depth > typeDepth || spec.kind != Kind::Map)
        return compactText(spec, modelFileLimit);
    if (const auto* tensor = spec.find("tensor-spec"); tensor && tensor->kind == Kind::Map) {
        const auto* shape = tensor->find("shape");
        return "tensor(" + textOf(*tensor, "dtype") + ", " +
               (shape ? compactText(*shape, modelFileLimit) : std::string("[]")) + ')';
    }
    auto type = textOf(spec, "type");
    if (type == "array") {
        const auto* items = spec.find("items");
        return "array(" + (items ? typeText(*items, depth + 1) : std::string()) + ')';
    }
    if (type == "map") {
        const auto* values = spec.find("values");
        return "map(" + (values ? typeText(*values, depth + 1) : std::string()) + ')';
    }
    const auto* properties = spec.find("properties");
    if (type != "object" || !properties || properties->kind != Kind::Map)
        return type;
    std::string text = "object(";
    for (std::size_t i = 0; i < properties->keys.size(); ++i) {
        const auto& property = properties->items[i];
        text += (i ? ", " : "") + properties->keys[i] +
                (textOf(property, "required") == "false" ? "?: " : ": ") +
                typeText(property, depth + 1);
    }
    return text + ')';
}

tl::unexpected<Error> notUnderstood(const char* part, const QString& detail)
{
    return failure(
        Error::Kind::Invalid,
        tr("The signature in MLmodel can not be understood (%1).").arg(QLatin1String(part)),
        detail);
}

// MLmodel keeps each part of a signature as JSON in a text. nullopt: it is not there.
Result<std::optional<StructuredValue>> part(const StructuredValue& signature, const char* key)
{
    const auto* value = signature.find(key);
    if (!value || value->kind == Kind::Null)
        return std::optional<StructuredValue>();
    if (value->kind == Kind::List)
        return std::optional(*value);
    auto list = parseJson(value->text);
    if (!list)
        return notUnderstood(key, list.error().detail);
    if (list->kind == Kind::Null)
        return std::optional<StructuredValue>();
    if (list->kind != Kind::List)
        return notUnderstood(key, QStringLiteral("no list"));
    return std::optional(std::move(*list));
}

Result<std::vector<ModelColumn>> columns(const StructuredValue& signature, const char* key)
{
    std::vector<ModelColumn> columns;
    const auto list = part(signature, key);
    if (!list)
        return failure(list.error());
    if (!*list)
        return columns;
    for (const auto& spec : (*list)->items) {
        if (spec.kind != Kind::Map)
            return notUnderstood(key, QStringLiteral("no object"));
        ModelColumn column;
        column.name = textOf(spec, "name");
        column.type = typeText(spec, 0);
        const auto required = textOf(spec, "required");
        column.required = required != "false" && textOf(spec, "optional") != "true";
        columns.push_back(std::move(column));
    }
    return columns;
}

Result<std::vector<ModelParam>> params(const StructuredValue& signature)
{
    std::vector<ModelParam> params;
    const auto list = part(signature, "params");
    if (!list)
        return failure(list.error());
    if (!*list)
        return params;
    for (const auto& spec : (*list)->items) {
        if (spec.kind != Kind::Map)
            return notUnderstood("params", QStringLiteral("no object"));
        auto type = textOf(spec, "dtype");
        const auto* preset = spec.find("default");
        params.push_back({textOf(spec, "name"), type.empty() ? textOf(spec, "type") : type,
                          preset ? compactText(*preset) : std::string()});
    }
    return params;
}

std::string versionOf(const std::string& name, const StructuredValue& flavor)
{
    if (flavor.kind != Kind::Map)
        return {};
    const std::array<std::string, 4> keys = {name + "_version", name.substr(0, 3) + "_version",
                                             "sklearn_version", "pytorch_version"};
    for (const auto& key : keys) {
        if (auto version = textOf(flavor, key); !version.empty())
            return version;
    }
    return {};
}

void readFlavors(const StructuredValue& root, ModelFile& file)
{
    const auto* flavors = root.find("flavors");
    if (!flavors || flavors->kind != Kind::Map)
        return;
    for (std::size_t i = 0; i < flavors->keys.size(); ++i) {
        const auto& flavor = flavors->items[i];
        file.flavors.push_back({flavors->keys[i], versionOf(flavors->keys[i], flavor)});
        if (flavors->keys[i] == "python_function" && flavor.kind == Kind::Map) {
            file.pythonVersion = textOf(flavor, "python_version");
            file.hasPythonEnvironment = flavor.find("env") != nullptr;
        }
    }
}

} // namespace

Result<ModelFile> parseModelFile(std::string_view text)
{
    if (text.size() > modelFileLimit)
        return failure(Error::Kind::Invalid, tr("MLmodel is larger than 1 MB: it is not read."));
    const auto root = parseYaml(text);
    if (!root)
        return failure(Error::Kind::Invalid, tr("MLmodel is no YAML that can be understood."),
                       root.error().message + u' ' + root.error().detail);
    if (root->kind != Kind::Map)
        return failure(Error::Kind::Invalid, tr("This is no MLmodel file."));
    ModelFile file;
    readFlavors(*root, file);
    file.mlflowVersion = textOf(*root, "mlflow_version");
    file.runId = textOf(*root, "run_id");
    file.modelId = textOf(*root, "model_id");
    file.modelUuid = textOf(*root, "model_uuid");
    file.artifactPath = textOf(*root, "artifact_path");
    file.created = textOf(*root, "utc_time_created");
    const auto size = textOf(*root, "model_size_bytes");
    std::int64_t bytes = 0;
    if (!size.empty() &&
        std::from_chars(size.data(), size.data() + size.size(), bytes).ec == std::errc())
        file.sizeBytes = bytes;
    if (const auto* example = root->find("saved_input_example_info");
        example && example->kind == Kind::Map) {
        file.inputExample = textOf(*example, "artifact_path");
        file.inputExampleType = textOf(*example, "type");
    }
    const auto* signature = root->find("signature");
    if (!signature || signature->kind != Kind::Map)
        return file;
    auto inputs = columns(*signature, "inputs");
    auto outputs = columns(*signature, "outputs");
    auto presets = params(*signature);
    if (!inputs || !outputs || !presets)
        return failure(!inputs ? inputs.error() : !outputs ? outputs.error() : presets.error());
    file.signature = ModelSignature{std::move(*inputs), std::move(*outputs), std::move(*presets)};
    return file;
}

} // namespace binnacle
