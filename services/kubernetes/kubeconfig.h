#pragma once

#include "services/domain/result.h"

#include <QJsonObject>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

// A program that gives credentials (client.authentication.k8s.io).
struct KubeExec
{
    std::string command;
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> variables;
    std::string apiVersion;
    bool operator==(const KubeExec&) const = default;
};

// How one context enters its cluster. PEM texts, not files; what the file names is read.
struct KubeAccess
{
    std::string context;
    std::string server;    // https://…
    std::string authority; // PEM; empty: the system's
    bool insecure = false;
    std::string token, user, password;
    std::string certificate, key; // PEM of the client
    std::optional<KubeExec> exec;
    std::string nameSpace = "default";
};

// A kubeconfig file (kubectl's, version v1). `context` empty: its current one. Paths in it are
// relative to its folder. Errors: Storage, Invalid, NotFound (no such context).
Result<KubeAccess> readKubeconfig(const std::filesystem::path& file, const std::string& context);
// The contexts of a file, in its order.
Result<std::vector<std::string>> kubeContexts(const std::filesystem::path& file);
// $KUBECONFIG (its first file), else ~/.kube/config.
std::filesystem::path defaultKubeconfig();

// What a credential plug-in gives; runs it, at most half a minute. Nothing of its output is in an
// error. Errors: Auth.
struct KubeGrant
{
    std::string token, certificate, key;
    std::optional<std::int64_t> expires; // UTC milliseconds
};
Result<KubeGrant> runKubeExec(const KubeExec& exec);

} // namespace binnacle
