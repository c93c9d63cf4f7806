#pragma once

#include "services/http/http_client.h"
#include "services/kubernetes/kubeconfig.h"

#include <QJsonObject>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace binnacle {

// A text as a file that is on no disk: certificates and keys for libcurl.
class SecretFile
{
public:
    explicit SecretFile(const std::string& content);
    ~SecretFile();
    SecretFile(const SecretFile&) = delete;
    SecretFile& operator=(const SecretFile&) = delete;
    std::string path() const; // empty where it could not be made

private:
    int number_;
};

// The Kubernetes API. Paths begin with "/apis/…". Blocks; any worker thread, several at once.
// Errors: Auth (401, 403), NotFound (the object), Unsupported (its kind is not served, or not yet),
// Conflict (409), Invalid (422 and others), Network; the
// sentence is the server's own. A token is never part of it.
class KubernetesClient
{
public:
    explicit KubernetesClient(KubeAccess access);

    const std::string& nameSpace() const { return access_.nameSpace; }
    const std::string& server() const { return access_.server; }

    Result<QJsonObject> get(const std::string& path, std::stop_token stop);
    Result<QJsonObject> create(const std::string& path, const QJsonObject& body,
                               std::stop_token stop);
    // A key that is null goes, a list is replaced whole. With metadata.resourceVersion in `patch`
    // a change of somebody else in between is Conflict.
    Result<QJsonObject> mergePatch(const std::string& path, const QJsonObject& patch,
                                   std::stop_token stop);
    // NotFound is no error: it is gone.
    Result<void> remove(const std::string& path, std::stop_token stop);
    // All items, page by page; `version`: of the list, for watch().
    struct List
    {
        std::vector<QJsonObject> items;
        std::string version;
    };
    Result<List> list(const std::string& path, const std::string& selector, std::stop_token stop);

    // One event: "ADDED", "MODIFIED", "DELETED"; bookmarks are passed over. False ends the watch.
    using Event = std::function<bool(const QString& type, const QJsonObject& object)>;
    // What happens to the collection from `version` on, for `seconds`, or until `event` says so.
    // Conflict where the version is too old (410): list again. Network where it broke off.
    // The version to go on from.
    Result<std::string> watch(const std::string& path, const std::string& version, int seconds,
                              const Event& event, std::stop_token stop);

private:
    Result<HttpOptions> options();
    Result<QJsonObject> call(HttpRequest request, std::stop_token stop);

    KubeAccess access_;
    std::mutex mutex_;
    std::unique_ptr<SecretFile> authority_, client_;
    std::optional<KubeGrant> grant_;
};

} // namespace binnacle
