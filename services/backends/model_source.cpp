#include "services/backends/model_source.h"

#include <algorithm>
#include <string_view>

namespace binnacle {

namespace {

bool isLoggedModel(std::string_view id)
{
    return id.size() == 34 && id.starts_with("m-") &&
           id.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

// What follows "scheme:/", one or more slashes.
std::optional<std::string> behind(const std::string& source, std::string_view scheme)
{
    if (!source.starts_with(scheme))
        return std::nullopt;
    const auto first = source.find_first_not_of('/', scheme.size());
    if (first == std::string::npos || first == scheme.size())
        return std::nullopt;
    return source.substr(first);
}

} // namespace

std::string loggedModelOf(const std::string& source)
{
    if (const auto rest = behind(source, "models:"))
        return isLoggedModel(*rest) ? *rest : std::string();
    constexpr std::string_view step = "/models/";
    for (auto at = source.find(step); at != std::string::npos; at = source.find(step, at + 1)) {
        const auto begin = at + step.size();
        const auto id = source.substr(begin, source.find('/', begin) - begin);
        if (isLoggedModel(id))
            return id;
    }
    return {};
}

std::optional<VersionReference> versionReference(const std::string& source)
{
    const auto rest = behind(source, "models:");
    if (!rest || isLoggedModel(*rest))
        return std::nullopt;
    const auto slash = rest->rfind('/');
    if (slash != std::string::npos && slash > 0 && slash + 1 < rest->size())
        return VersionReference{rest->substr(0, slash), rest->substr(slash + 1)};
    const auto at = rest->rfind('@');
    if (at != std::string::npos && at > 0 && at + 1 < rest->size())
        return VersionReference{rest->substr(0, at), rest->substr(at)};
    return std::nullopt;
}

std::optional<RunReference> runReference(const std::string& source)
{
    const auto rest = behind(source, "runs:");
    if (!rest)
        return std::nullopt;
    const auto slash = rest->find('/');
    return RunReference{rest->substr(0, slash),
                        slash == std::string::npos ? std::string() : rest->substr(slash + 1)};
}

} // namespace binnacle
