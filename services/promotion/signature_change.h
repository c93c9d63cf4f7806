#pragma once

#include "services/registry/model_file.h"

#include <string>
#include <vector>

namespace binnacle {

// What a caller of `champion` runs into with `candidate`.
struct SignatureChange
{
    std::vector<std::string> missing;  // inputs of the champion that the candidate lacks
    std::vector<std::string> retyped;  // "alcohol: double → string"
    std::vector<std::string> demanded; // new inputs that a caller has to give
    std::vector<std::string> optional; // new inputs that may be left out
    bool outputsDiffer = false;
    bool breaks() const { return !missing.empty() || !retyped.empty() || !demanded.empty(); }
};
SignatureChange signatureChange(const ModelSignature& champion, const ModelSignature& candidate);

} // namespace binnacle
