#pragma once

#include "services/backends/registry_backend.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace binnacle::test {

// A registry in memory that counts its calls; a test can step in before each.
class ScriptedRegistry : public RegistryBackend
{
public:
    std::map<std::string, RegisteredModel> models;
    std::map<std::string, std::map<std::string, ModelVersion>> versions;
    std::map<std::string, std::string> files; // "model/version/path" or "folder/path"
    std::vector<std::string> calls;
    std::function<Result<void>(const std::string& call)> before;

    void add(const std::string& model, const std::string& version)
    {
        models[model].name = model;
        ModelVersion made;
        made.model = model;
        made.version = version;
        made.stage = "None";
        made.status = "READY";
        versions[model][version] = made;
    }
    std::string holder(const std::string& model, const std::string& alias) const
    {
        for (const auto& held : models.at(model).aliases) {
            if (held.name == alias)
                return held.version;
        }
        return "nobody";
    }
    void point(const std::string& model, const std::string& alias, const std::string& version)
    {
        drop(model, alias);
        models[model].aliases.push_back({alias, version});
    }

    RegistryCapabilities capabilities() const override
    {
        return {true, true, true, true, true, true, true};
    }
    std::string address() const override { return "scripted"; }
    Result<RegistryScanResult> scanRegistry(RegistryScan, const RegistrySink& sink,
                                            std::stop_token) override
    {
        if (auto told = tell("scan"); !told)
            return failure(told.error());
        for (const auto& [name, model] : models) {
            RegistryBatch batch{model, {}};
            for (const auto& [number, version] : versions[name])
                batch.versions.push_back(version);
            if (auto taken = sink({batch}); !taken)
                return failure(taken.error());
        }
        return RegistryScanResult{};
    }
    Result<RegisteredModel> registeredModel(const std::string& name, std::stop_token) override
    {
        if (auto told = tell("model"); !told)
            return failure(told.error());
        if (!models.contains(name))
            return failure(Error::Kind::NotFound, QStringLiteral("no model"));
        return models[name];
    }
    Result<ModelVersion> modelVersion(const std::string& name, const std::string& version,
                                      std::stop_token) override
    {
        if (auto told = tell("version"); !told)
            return failure(told.error());
        if (!versions[name].contains(version))
            return failure(Error::Kind::NotFound, QStringLiteral("no version"));
        return versions[name][version];
    }
    Result<std::optional<std::string>>
    aliasHolder(const std::string& name, const std::string& alias, std::stop_token) override
    {
        if (auto told = tell("holder"); !told)
            return failure(told.error());
        if (!models.contains(name))
            return failure(Error::Kind::NotFound, QStringLiteral("no model"));
        const auto held = holder(name, alias);
        return held == "nobody" ? std::optional<std::string>() : std::optional(held);
    }
    Result<void> setAlias(const std::string& name, const std::string& alias,
                          const std::string& version, std::stop_token) override
    {
        if (auto told = tell("set-alias"); !told)
            return told;
        point(name, alias, version);
        return {};
    }
    Result<void> deleteAlias(const std::string& name, const std::string& alias,
                             std::stop_token) override
    {
        if (auto told = tell("delete-alias"); !told)
            return told;
        drop(name, alias);
        return {};
    }
    Result<void> setModelTag(const std::string& name, const std::string& version,
                             const std::string& key, const std::string& value,
                             std::stop_token) override
    {
        if (auto told = tell("set-tag"); !told)
            return told;
        auto& tags = tagsOf(name, version);
        std::erase_if(tags, [&](const auto& tag) { return tag.key == key; });
        tags.push_back({key, value});
        return {};
    }
    Result<void> deleteModelTag(const std::string& name, const std::string& version,
                                const std::string& key, std::stop_token) override
    {
        if (auto told = tell("delete-tag"); !told)
            return told;
        std::erase_if(tagsOf(name, version), [&](const auto& tag) { return tag.key == key; });
        return {};
    }
    Result<void> setStage(const std::string& name, const std::string& version,
                          const std::string& stage, std::stop_token) override
    {
        if (auto told = tell("set-stage"); !told)
            return told;
        versions[name][version].stage = stage;
        return {};
    }
    Result<RegisteredModel> createModel(const std::string& name, const std::string& description,
                                        std::stop_token) override
    {
        if (auto told = tell("create-model"); !told)
            return failure(told.error());
        models[name].name = name;
        models[name].description = description;
        return models[name];
    }
    Result<ModelVersion> createVersion(const NewModelVersion& made, std::stop_token) override
    {
        if (auto told = tell("create-version"); !told)
            return failure(told.error());
        const auto number = std::to_string(versions[made.model].size() + 1);
        add(made.model, number);
        auto& version = versions[made.model][number];
        version.source = made.source;
        version.tags = made.tags;
        for (const auto& [path, content] : std::map(files)) {
            if (path.starts_with(made.source + "/"))
                files[made.model + "/" + number + path.substr(made.source.size())] = content;
        }
        return version;
    }
    Result<void> deleteVersion(const std::string& name, const std::string& version,
                               std::stop_token) override
    {
        if (auto told = tell("delete-version"); !told)
            return told;
        versions[name].erase(version);
        return {};
    }
    Result<void> deleteModel(const std::string& name, std::stop_token) override
    {
        if (auto told = tell("delete-model"); !told)
            return told;
        models.erase(name);
        versions.erase(name);
        return {};
    }
    Result<std::vector<ArtifactEntry>> listVersionFiles(const std::string& name,
                                                        const std::string& version,
                                                        const std::string& path,
                                                        std::stop_token) override
    {
        std::vector<ArtifactEntry> entries;
        if (!path.empty())
            return entries;
        const auto root = name + "/" + version + "/";
        for (const auto& [file, content] : files) {
            if (file.starts_with(root))
                entries.push_back(
                    {file.substr(root.size()), false, static_cast<std::int64_t>(content.size())});
        }
        return entries;
    }
    Result<void> downloadVersionFile(const std::string& name, const std::string& version,
                                     const std::string& path,
                                     const std::filesystem::path& destination, const TransferSink&,
                                     std::stop_token) override
    {
        const auto found = files.find(name + "/" + version + "/" + path);
        if (found == files.end())
            return failure(Error::Kind::NotFound, QStringLiteral("no file"));
        std::ofstream(destination, std::ios::binary) << found->second;
        return {};
    }
    Result<std::string> newVersionFolder(const std::string&, std::stop_token) override
    {
        return std::string("new-folder");
    }
    Result<void> uploadFile(const std::string& folder, const std::string& path,
                            const std::filesystem::path& file, const TransferSink&,
                            std::stop_token) override
    {
        if (auto told = tell("upload"); !told)
            return told;
        std::ifstream stream(file, std::ios::binary);
        files[folder + "/" + path] = {std::istreambuf_iterator<char>(stream), {}};
        return {};
    }
    Result<void> removeVersionFolder(const std::string& folder, std::stop_token) override
    {
        if (auto told = tell("remove-files"); !told)
            return told;
        std::erase_if(files,
                      [&](const auto& file) { return file.first.starts_with(folder + "/"); });
        return {};
    }

private:
    Result<void> tell(const std::string& call)
    {
        calls.push_back(call);
        return before ? before(call) : Result<void>();
    }
    void drop(const std::string& model, const std::string& alias)
    {
        std::erase_if(models[model].aliases, [&](const auto& held) { return held.name == alias; });
    }
    std::vector<KeyValue>& tagsOf(const std::string& name, const std::string& version)
    {
        return version.empty() ? models[name].tags : versions[name][version].tags;
    }
};

} // namespace binnacle::test
