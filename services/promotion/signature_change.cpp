#include "services/promotion/signature_change.h"

#include <algorithm>

namespace binnacle {

namespace {

std::string shown(const ModelColumn& column)
{
    return column.name.empty() ? column.type : column.name;
}

} // namespace

SignatureChange signatureChange(const ModelSignature& champion, const ModelSignature& candidate)
{
    SignatureChange change;
    for (std::size_t i = 0; i < champion.inputs.size(); ++i) {
        const auto& old = champion.inputs[i];
        const ModelColumn* now = nullptr;
        if (!old.name.empty()) {
            const auto found = std::ranges::find(candidate.inputs, old.name, &ModelColumn::name);
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
                               : std::ranges::find(champion.inputs, now.name, &ModelColumn::name) !=
                                     champion.inputs.end();
        if (!known)
            (now.required ? change.demanded : change.optional).push_back(shown(now));
    }
    change.outputsDiffer = champion.outputs != candidate.outputs;
    return change;
}

} // namespace binnacle
