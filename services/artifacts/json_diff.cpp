#include "services/artifacts/json_diff.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;

class Differ
{
public:
    std::vector<PathChange> changes;

    void compare(const std::string& path, const StructuredValue& a, const StructuredValue& b)
    {
        if (a.kind == b.kind && a.kind == Kind::Map)
            compareMaps(path, a, b);
        else if (a.kind == b.kind && a.kind == Kind::List)
            compareLists(path, a, b);
        else if (!a.isScalar() || !b.isScalar() || !sameScalar(a, b))
            changes.push_back({PathChange::Kind::Changed, path, compactText(a), compactText(b)});
    }

private:
    void removed(const std::string& path, const StructuredValue& value)
    {
        changes.push_back({PathChange::Kind::Removed, path, compactText(value), {}});
    }
    void added(const std::string& path, const StructuredValue& value)
    {
        changes.push_back({PathChange::Kind::Added, path, {}, compactText(value)});
    }

    void compareMaps(const std::string& path, const StructuredValue& a, const StructuredValue& b)
    {
        std::unordered_map<std::string_view, std::size_t> others;
        for (std::size_t i = 0; i < b.keys.size(); ++i)
            others.emplace(b.keys[i], i);
        for (std::size_t i = 0; i < a.keys.size(); ++i) {
            const auto at = others.find(a.keys[i]);
            if (at == others.end()) {
                removed(pathOf(path, a.keys[i]), a.items[i]);
                continue;
            }
            compare(pathOf(path, a.keys[i]), a.items[i], b.items[at->second]);
            others.erase(at);
        }
        for (std::size_t i = 0; i < b.keys.size(); ++i) {
            const auto at = others.find(b.keys[i]);
            if (at != others.end() && at->second == i)
                added(pathOf(path, b.keys[i]), b.items[i]);
        }
    }

    void compareLists(const std::string& path, const StructuredValue& a, const StructuredValue& b)
    {
        const auto place = [&](std::size_t i) { return path + '[' + std::to_string(i) + ']'; };
        const std::size_t both = std::min(a.items.size(), b.items.size());
        for (std::size_t i = 0; i < both; ++i)
            compare(place(i), a.items[i], b.items[i]);
        for (std::size_t i = both; i < a.items.size(); ++i)
            removed(place(i), a.items[i]);
        for (std::size_t i = both; i < b.items.size(); ++i)
            added(place(i), b.items[i]);
    }
};

} // namespace

std::string pathOf(const std::string& parent, const std::string& key)
{
    const bool plain = !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
    if (plain)
        return parent.empty() ? key : parent + '.' + key;
    std::string quoted;
    for (const char c : key) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return parent + "[\"" + quoted + "\"]";
}

std::vector<PathChange> diffStructures(const StructuredValue& before, const StructuredValue& after)
{
    Differ differ;
    differ.compare({}, before, after);
    return std::move(differ.changes);
}

} // namespace binnacle
