#pragma once

#include <optional>
#include <string>

namespace binnacle {

// How a server calls a version of a model: a pattern such as "{model}-{version}".
class ModelName
{
public:
    explicit ModelName(std::string pattern) : pattern_(std::move(pattern)) {}

    bool namesVersions() const { return pattern_.find("{version}") != std::string::npos; }
    std::string of(const std::string& model, const std::string& version) const;
    // The version that `name` stands for; nullopt: it is no version of this model. Where the
    // pattern has none, the empty text.
    std::optional<std::string> versionOf(const std::string& name, const std::string& model) const;

private:
    std::string pattern_;
};

} // namespace binnacle
