#include "services/reproduce/reproduction.h"

#include "services/reproduce/reproduction_parts.h"

#include <algorithm>
#include <regex>

namespace binnacle {

namespace {

std::string tag(const Run& run, std::string_view key)
{
    const auto* value = findValue(run.tags, key);
    return value ? *value : std::string();
}

bool isCommit(const std::string& text)
{
    return text.size() >= 7 && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

bool isTrue(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text == "true" || text == "1";
}

// What is left of a path when nothing in it leads upwards.
std::string belowOnly(const std::string& path)
{
    const auto up = path.rfind("..");
    return up == std::string::npos ? path : path.substr(std::min(path.size(), up + 3));
}

// "https://host/repo#sub/folder" of a project, or a folder.
void splitProject(const std::string& name, Reproduction& result)
{
    const auto hash = name.find('#');
    const std::string address = name.substr(0, hash);
    if (hash != std::string::npos)
        result.subfolder = belowOnly(name.substr(hash + 1));
    if (result.repository.empty() && isSafeRepository(address) && address.find(':') != address.npos)
        result.repository = withoutUserInfo(address);
}

void takeSource(const Run& run, Reproduction& result)
{
    const std::string type = tag(run, "mlflow.source.type");
    const std::string name = tag(run, tags::sourceName);
    if (type == "PROJECT") {
        result.entry = Reproduction::Entry::Project;
        result.entryPoint = tag(run, "mlflow.project.entryPoint");
        if (result.entryPoint.empty())
            result.entryPoint = "main";
        splitProject(name, result);
        return;
    }
    if (name.empty())
        return;
    result.script = belowOnly(name);
    result.entry = type == "NOTEBOOK" || name.ends_with(".ipynb") ? Reproduction::Entry::Notebook
                                                                  : Reproduction::Entry::Script;
}

void takeSeeds(const Run& run, Reproduction& result)
{
    for (const auto* list : {&run.params, &run.tags}) {
        for (const auto& entry : *list) {
            if (looksLikeSeed(entry.key) && !findValue(result.seeds, entry.key))
                result.seeds.push_back(entry);
        }
    }
}

} // namespace

const ReproductionPart* Reproduction::part(std::string_view key) const
{
    const auto at = std::ranges::find(parts, key, &ReproductionPart::key);
    return at == parts.end() ? nullptr : &*at;
}

std::size_t Reproduction::missing() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        parts, [](const auto& p) { return p.state != ReproductionPart::State::Present; }));
}

const EnvironmentFile* Reproduction::requirements() const
{
    for (const char* name : {"requirements.txt", "conda.yaml"}) {
        const auto at = std::ranges::find(environment, name, &EnvironmentFile::name);
        if (at != environment.end())
            return &*at;
    }
    return nullptr;
}

bool looksLikeSeed(const std::string& key)
{
    static const std::regex seed("(^|[^a-z])(seed|random_state|rng_seed|random_seed)([^a-z]|$)",
                                 std::regex::icase | std::regex::optimize);
    return key.size() <= 250 && std::regex_search(key, seed);
}

bool isSafeRepository(const std::string& address)
{
    if (address.empty() || address.front() == '-' || address.size() > 2000 ||
        std::ranges::any_of(address, [](char c) { return static_cast<unsigned char>(c) <= 0x20; }))
        return false;
    for (const char* scheme : {"https://", "http://", "ssh://", "git://", "file:///"}) {
        if (address.starts_with(scheme))
            return address.size() > std::string_view(scheme).size() &&
                   address[std::string_view(scheme).size()] != '-';
    }
    if (address.front() == '/')
        return true;
    // user@host:path; "ext::command" and the like have no user before their colons
    static const std::regex scp(
        "[A-Za-z0-9_.][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^:-][^:]*");
    return std::regex_match(address, scp);
}

std::string withoutUserInfo(const std::string& address)
{
    const auto scheme = address.find("://");
    if (scheme == std::string::npos || address.starts_with("ssh://"))
        return address;
    const auto host = scheme + 3;
    const auto end = address.find('/', host);
    const auto at = address.rfind('@', end);
    if (at == std::string::npos || at < host)
        return address;
    return address.substr(0, host) + address.substr(at + 1);
}

Reproduction reproductionOf(const RunDetail& detail, std::vector<EnvironmentFile> environment,
                            const std::string& repository, const std::string& problem)
{
    const Run& run = detail.run;
    Reproduction result;
    result.runId = run.id;
    result.runName = run.name.empty() ? run.id : run.name;
    result.experiment = detail.experimentName;
    result.source = detail.sourceName;
    if (const auto commit = tag(run, tags::gitCommit); isCommit(commit))
        result.commit = commit;
    const auto address = repository.empty() ? tag(run, "mlflow.source.git.repoURL") : repository;
    if (isSafeRepository(address))
        result.repository = withoutUserInfo(address);
    result.branch = tag(run, "mlflow.source.git.branch");
    result.changes = tag(run, "mlflow.source.git.diff");
    result.dirty = isTrue(tag(run, "mlflow.source.git.dirty")) || !result.changes.empty();
    takeSource(run, result);
    result.params = run.params;
    std::ranges::sort(result.params, {}, &KeyValue::key);
    takeSeeds(run, result);
    result.datasets = run.datasets;
    result.environment = std::move(environment);
    result.environmentProblem = problem;
    result.pythonVersion = pythonVersionIn(result.environment);
    addParts(result);
    return result;
}

} // namespace binnacle
