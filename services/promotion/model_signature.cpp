#include "services/promotion/model_signature.h"

#include "services/artifacts/structured_value.h"

#include <algorithm>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;

std::string textOf(const StructuredValue* value)
{
    return value && value->isScalar() ? value->text : std::string();
}

std::string tensorType(const StructuredValue& field)
{
    const auto* spec = field.find("tensor-spec");
    if (!spec)
        return "tensor";
    std::string shape;
    if (const auto* sizes = spec->find("shape"); sizes && sizes->kind == Kind::List) {
        for (const auto& size : sizes->items)
            shape += (shape.empty() ? "" : ",") + size.text;
    }
    return "tensor " + textOf(spec->find("dtype")) + " [" + shape + "]";
}

std::string typeOf(const StructuredValue& field)
{
    const auto* type = field.find("type");
    if (textOf(type) == "tensor")
        return tensorType(field);
    const bool nested = field.find("properties") || field.find("items") || field.find("values");
    if (!nested)
        return type && !type->isScalar() ? compactText(*type, 2000) : textOf(type);
    StructuredValue bare;
    bare.kind = Kind::Map;
    for (std::size_t i = 0; i < field.items.size(); ++i) {
        const auto& key = field.keys[i];
        if (key == "name" || key == "required" || key == "optional")
            continue;
        bare.keys.push_back(key);
        bare.items.push_back(field.items[i]);
    }
    return compactText(bare, 2000);
}

Result<std::vector<SignatureField>> fieldsOf(const StructuredValue* schema)
{
    std::vector<SignatureField> fields;
    if (!schema || schema->text.empty())
        return fields;
    const auto list = parseJson(schema->text);
    if (!list)
        return failure(list.error());
    for (const auto& item : list->items) {
        SignatureField field;
        field.name = textOf(item.find("name"));
        field.type = typeOf(item);
        field.required =
            textOf(item.find("required")) != "false" && textOf(item.find("optional")) != "true";
        fields.push_back(std::move(field));
    }
    return fields;
}

std::string shown(const SignatureField& field)
{
    return field.name.empty() ? field.type : field.name;
}

} // namespace

Result<ModelManifest> readManifest(std::string_view mlmodel)
{
    const auto root = parseYaml(mlmodel);
    if (!root)
        return failure(root.error());
    ModelManifest manifest;
    manifest.modelUuid = textOf(root->find("model_uuid"));
    manifest.runId = textOf(root->find("run_id"));
    if (const auto* example = root->find("saved_input_example_info"))
        manifest.inputExample = textOf(example->find("artifact_path"));
    if (const auto* flavors = root->find("flavors")) {
        const auto* python = flavors->find("python_function");
        manifest.hasPythonEnvironment = python && python->find("env");
    }
    const auto* signature = root->find("signature");
    if (!signature || signature->kind != Kind::Map)
        return manifest;
    auto inputs = fieldsOf(signature->find("inputs"));
    auto outputs = fieldsOf(signature->find("outputs"));
    if (!inputs || !outputs)
        return failure(!inputs ? inputs.error() : outputs.error());
    manifest.hasSignature = true;
    manifest.inputs = std::move(*inputs);
    manifest.outputs = std::move(*outputs);
    return manifest;
}

SignatureChange signatureChange(const ModelManifest& champion, const ModelManifest& candidate)
{
    SignatureChange change;
    for (std::size_t i = 0; i < champion.inputs.size(); ++i) {
        const auto& old = champion.inputs[i];
        const SignatureField* now = nullptr;
        if (!old.name.empty()) {
            const auto found = std::ranges::find(candidate.inputs, old.name, &SignatureField::name);
            now = found == candidate.inputs.end() ? nullptr : &*found;
        } else if (i < candidate.inputs.size() && candidate.inputs[i].name.empty()) {
            now = &candidate.inputs[i];
        }
        if (!now)
            change.missing.push_back(shown(old));
        else if (now->type != old.type)
            change.retyped.push_back((old.name.empty() ? std::string() : old.name + ": ") +
                                     old.type + " → " + now->type);
        else if (now->required && !old.required)
            change.demanded.push_back(shown(*now));
    }
    for (std::size_t i = 0; i < candidate.inputs.size(); ++i) {
        const auto& now = candidate.inputs[i];
        const bool known = now.name.empty()
                               ? i < champion.inputs.size() && champion.inputs[i].name.empty()
                               : std::ranges::find(champion.inputs, now.name,
                                                   &SignatureField::name) != champion.inputs.end();
        if (!known)
            (now.required ? change.demanded : change.optional).push_back(shown(now));
    }
    change.outputsDiffer = champion.outputs != candidate.outputs;
    return change;
}

} // namespace binnacle
