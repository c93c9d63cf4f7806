#include "services/serving/model_name.h"

namespace binnacle {

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& with)
{
    if (const auto at = text.find(what); at != std::string::npos)
        text.replace(at, what.size(), with);
    return text;
}

} // namespace

std::string ModelName::of(const std::string& model, const std::string& version) const
{
    return replaced(replaced(pattern_, "{version}", version), "{model}", model);
}

std::optional<std::string> ModelName::versionOf(const std::string& name,
                                                const std::string& model) const
{
    const auto at = pattern_.find("{version}");
    if (at == std::string::npos)
        return name == of(model, {}) ? std::optional(std::string()) : std::nullopt;
    const auto head = replaced(pattern_.substr(0, at), "{model}", model);
    const auto tail = replaced(pattern_.substr(at + 9), "{model}", model);
    if (name.size() <= head.size() + tail.size() || !name.starts_with(head) ||
        !name.ends_with(tail))
        return std::nullopt;
    return name.substr(head.size(), name.size() - head.size() - tail.size());
}

} // namespace binnacle
