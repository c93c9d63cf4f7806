#include "app/common/registered_targets.h"

#include "services/gateway/gateway_target.h"
#include "services/gateway/haproxy/haproxy_gateway.h"
#include "services/http/url.h"
#include "services/kubernetes/kubernetes_client.h"
#include "services/serving/kserve/kserve_backend.h"
#include "services/serving/mlflow_process/mlflow_process_backend.h"
#include "services/serving/open_inference/open_inference_backend.h"
#include "services/serving/seldon/seldon_backend.h"
#include "services/serving/tensorflow_serving/tensorflow_serving_backend.h"
#include "services/serving/torchserve/torchserve_backend.h"

#include <QJsonArray>

namespace binnacle {

namespace {

using Opened = Result<std::shared_ptr<ServingBackend>>;

QString text(const char* source)
{
    return QCoreApplication::translate("RegisteredTargets", source);
}

std::string word(const QJsonObject& settings, const char* key)
{
    return settings.value(QLatin1String(key)).toVariant().toString().toStdString();
}

std::vector<std::string> words(const QJsonValue& value)
{
    std::vector<std::string> list;
    if (value.isArray()) {
        for (const auto& each : value.toArray())
            list.push_back(each.toString().toStdString());
    } else if (!value.toString().isEmpty()) {
        for (const auto& each : value.toString().split(u','))
            list.push_back(each.trimmed().toStdString());
    }
    return list;
}

std::shared_ptr<ServingBackend> localServers(const QJsonObject& settings,
                                             const std::string& environment,
                                             std::filesystem::path folder)
{
    MlflowProcessBackend::Settings local;
    local.environment = environment;
    local.folder = std::move(folder);
    local.port = settings.value(QLatin1String("port")).toVariant().toInt();
    local.variables = words(settings.value(QLatin1String("variables")));
    return std::make_shared<MlflowProcessBackend>(std::move(local));
}

HaproxyGateway::Settings haproxySettings(const ServingTarget& target)
{
    HaproxyGateway::Settings settings{target.address, word(target.settings, "backend"),
                                      word(target.settings, "ring"),
                                      word(target.settings, "front")};
    if (settings.backend.empty())
        settings.backend = "models";
    if (!target.settings.contains(QLatin1String("ring")))
        settings.ring = "binnacle";
    return settings;
}

std::vector<std::string> serversOf(const ServingTarget& target)
{
    const auto slotList = target.settings.value(QLatin1String("slots")).toObject();
    if (!slotList.isEmpty()) {
        std::vector<std::string> names;
        for (const auto& name : slotList.keys())
            names.push_back(name.toStdString());
        return names;
    }
    auto names = words(target.settings.value(QLatin1String("servers")));
    return names.empty() ? std::vector<std::string>{"blue", "green"} : names;
}

Opened openHaproxy(const ServingTarget& target, const ServingKinds& kinds,
                   const std::filesystem::path& folder)
{
    const auto settings = haproxySettings(target);
    const auto slotList = target.settings.value(QLatin1String("slots")).toObject();
    const auto environment = word(target.settings, "environment");
    if (settings.front.empty() || (slotList.isEmpty() && environment.empty()))
        return failure(Error::Kind::Invalid,
                       text("A gateway needs the settings front=URL and environment=FOLDER, or "
                            "slots."));
    std::vector<GatewayTarget::Slot> made;
    for (const auto& name : serversOf(target)) {
        const auto slot = slotList.value(QString::fromStdString(name)).toObject();
        if (slot.isEmpty()) {
            made.push_back(
                {name, localServers({}, environment, folder / target.name / name), true});
            continue;
        }
        auto backend = kinds.open(
            {target.id, target.name + "-" + name, word(slot, "kind"), word(slot, "address"), slot});
        if (!backend)
            return backend;
        made.push_back({name, std::move(*backend), false});
    }
    return std::make_shared<GatewayTarget>(std::make_shared<HaproxyGateway>(settings),
                                           std::move(made));
}

Result<Credentials> loginOf(CredentialStore& credentials, const std::string& address)
{
    return credentials.read(plainAddress(address).value_or(address), {});
}

Opened openInference(const ServingTarget& target, CredentialStore& credentials)
{
    const auto login = loginOf(credentials, target.address);
    if (!login)
        return failure(login.error());
    OpenInferenceBackend::Settings settings;
    settings.address = target.address;
    settings.credentials = *login;
    settings.metrics = word(target.settings, "metrics");
    if (const auto names = word(target.settings, "names"); !names.empty())
        settings.names = names;
    return std::make_shared<OpenInferenceBackend>(std::move(settings));
}

Opened openTorchserve(const ServingTarget& target, CredentialStore& credentials)
{
    const auto inference = word(target.settings, "inference");
    const auto management = loginOf(credentials, target.address);
    const auto predict = loginOf(credentials, inference);
    if (!management || !predict)
        return failure(management ? predict.error() : management.error());
    TorchserveBackend::Settings settings;
    settings.management = target.address;
    settings.inference = inference;
    settings.metrics = word(target.settings, "metrics");
    settings.managementLogin = *management;
    settings.inferenceLogin = *predict;
    return std::make_shared<TorchserveBackend>(std::move(settings));
}

Opened openTensorflow(const ServingTarget& target, CredentialStore& credentials)
{
    const auto login = loginOf(credentials, target.address);
    if (!login)
        return failure(login.error());
    return std::make_shared<TensorflowServingBackend>(
        TensorflowServingBackend::Settings{target.address, *login});
}

Result<std::shared_ptr<KubernetesClient>> clusterOf(const ServingTarget& target)
{
    const auto file = target.address.empty() || target.address == "default"
                          ? defaultKubeconfig()
                          : std::filesystem::path(target.address);
    auto access = readKubeconfig(file, word(target.settings, "context"));
    if (!access)
        return failure(access.error());
    return std::make_shared<KubernetesClient>(std::move(*access));
}

Opened openKserve(const ServingTarget& target)
{
    auto client = clusterOf(target);
    if (!client)
        return failure(client.error());
    KserveBackend::Settings settings;
    settings.nameSpace = word(target.settings, "namespace");
    settings.runtime = word(target.settings, "runtime");
    settings.ingress = word(target.settings, "ingress");
    settings.raw = word(target.settings, "mode") == "raw";
    if (const auto format = word(target.settings, "format"); !format.empty())
        settings.format = format;
    if (const auto protocol = word(target.settings, "protocol"); !protocol.empty())
        settings.protocol = protocol;
    return std::make_shared<KserveBackend>(std::move(*client), std::move(settings));
}

Opened openSeldon(const ServingTarget& target)
{
    auto client = clusterOf(target);
    if (!client)
        return failure(client.error());
    return std::make_shared<SeldonBackend>(
        std::move(*client),
        SeldonBackend::Settings{word(target.settings, "namespace"),
                                words(target.settings.value(QLatin1String("requirements"))),
                                word(target.settings, "mesh")});
}

void addServers(ServingKinds& kinds, const std::shared_ptr<CredentialStore>& credentials)
{
    kinds.add({"open-inference", text("Open Inference Protocol v2 (MLServer, Triton)"),
               text("ADDRESS: URL; names={model}-{version}, metrics=URL"),
               [credentials](const ServingTarget& target) {
                   return openInference(target, *credentials);
               }});
    kinds.add({"torchserve", text("TorchServe"),
               text("ADDRESS: URL of the management API; inference=URL, metrics=URL"),
               [credentials](const ServingTarget& target) {
                   return openTorchserve(target, *credentials);
               }});
    kinds.add({"tensorflow-serving", text("TensorFlow Serving"), text("ADDRESS: URL"),
               [credentials](const ServingTarget& target) {
                   return openTensorflow(target, *credentials);
               }});
}

} // namespace

ServingKinds registeredTargets(std::shared_ptr<CredentialStore> credentials,
                               std::filesystem::path folder)
{
    ServingKinds servers; // what can stand behind a gateway
    servers.add({"mlflow", text("MLflow model servers on this machine"),
                 text("ADDRESS: the Python environment with MLflow; port=N: the one port, whose "
                      "version is replaced"),
                 [folder](const ServingTarget& target) -> Opened {
                     return localServers(target.settings, target.address, folder / target.name);
                 }});
    addServers(servers, credentials);
    auto kinds = servers;
    kinds.add({"kserve", text("KServe InferenceServices"),
               text("ADDRESS: a kubeconfig file, or “default”; context=NAME, namespace=NAME, "
                    "format=mlflow, protocol=v2, runtime=NAME, mode=raw, ingress=URL"),
               openKserve});
    kinds.add({"seldon", text("Seldon Core v2"),
               text("ADDRESS: a kubeconfig file, or “default”; context=NAME, namespace=NAME, "
                    "requirements=mlflow, mesh=URL"),
               openSeldon});
    kinds.add({"haproxy", text("HAProxy before two or more servers"),
               text("ADDRESS: the runtime API's socket; front=URL, backend=NAME, ring=NAME, "
                    "servers=blue,green, environment=FOLDER or slots={…}"),
               [servers, folder](const ServingTarget& target) {
                   return openHaproxy(target, servers, folder);
               }});
    return kinds;
}

TargetMonitoring monitoringOf(const ServingTarget& target, CredentialStore& credentials,
                              std::stop_token stop)
{
    TargetMonitoring monitoring;
    const auto address = word(target.settings, "prometheus");
    if (address.empty())
        return monitoring;
    HttpOptions options;
    options.server = address;
    options.retries = 0;
    options.totalTimeout = std::chrono::milliseconds(10'000);
    if (const auto login = credentials.read(plainAddress(address).value_or(address), stop))
        options.credentials = *login;
    monitoring.prometheus.emplace(std::move(options));
    const auto queries = target.settings.value(QLatin1String("queries")).toObject();
    monitoring.queries = {word(queries, "requests"), word(queries, "errors"), word(queries, "p50"),
                          word(queries, "p95"), word(queries, "p99")};
    return monitoring;
}

Result<std::string> gatewayConfiguration(const ServingTarget& target)
{
    if (target.kind != "haproxy")
        return failure(Error::Kind::NotFound,
                       text("“%1” has no gateway.").arg(QString::fromStdString(target.name)));
    const auto slotList = target.settings.value(QLatin1String("slots")).toObject();
    return haproxyConfiguration(haproxySettings(target), serversOf(target),
                                slotList.isEmpty() ? "/ping" : "/v2/health/ready");
}

} // namespace binnacle
