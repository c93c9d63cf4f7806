#pragma once

#include <string>

namespace binnacle {

// A name of a Kubernetes resource (RFC 1123 label: a-z, 0-9, "-", at most 63) that stands for any
// text: what does not fit becomes "-", and a short digest tells texts apart that became alike.
std::string resourceName(const std::string& text);

} // namespace binnacle
