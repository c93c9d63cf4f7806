#include "services/kubernetes/kubeconfig.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>

#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace binnacle {

namespace {

constexpr std::size_t mostBytes = std::size_t(8) << 20;

QString text(const char* source)
{
    return QCoreApplication::translate("Kubeconfig", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

Result<std::string> readFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(file)), {});
    if (!file || content.size() > mostBytes)
        return failure(Error::Kind::Storage, text("“%1” can not be read.").arg(q(path.string())));
    return content;
}

Result<YAML::Node> load(const std::filesystem::path& path)
{
    const auto content = readFile(path);
    if (!content)
        return failure(content.error());
    try {
        auto root = YAML::Load(*content);
        if (root.IsMap())
            return root;
    } catch (const YAML::Exception&) {
        // The text is not shown: it holds secrets.
    }
    return failure(Error::Kind::Invalid, text("“%1” is no kubeconfig file.").arg(q(path.string())));
}

std::string word(const YAML::Node& node, const char* key)
{
    const auto value = node.IsMap() ? node[key] : YAML::Node();
    return value && value.IsScalar() ? value.Scalar() : std::string();
}

// The entry of a list of {name, WHAT}.
YAML::Node entry(const YAML::Node& root, const char* list, const std::string& name,
                 const char* what)
{
    const auto entries = root[list];
    if (entries && entries.IsSequence()) {
        for (const auto& each : entries) {
            if (word(each, "name") == name && each[what])
                return each[what];
        }
    }
    return YAML::Node(YAML::NodeType::Undefined);
}

// KEY-data holds base64 of the PEM, KEY names a file.
Result<std::string> pemOf(const YAML::Node& node, const std::string& key,
                          const std::filesystem::path& folder)
{
    if (const auto data = word(node, (key + "-data").c_str()); !data.empty())
        return QByteArray::fromBase64(QByteArray::fromStdString(data)).toStdString();
    const auto file = word(node, key.c_str());
    return file.empty() ? Result<std::string>(std::string()) : readFile(folder / file);
}

std::optional<KubeExec> execOf(const YAML::Node& node, const std::filesystem::path& folder)
{
    const auto exec = node["exec"];
    if (!exec || !exec.IsMap())
        return std::nullopt;
    KubeExec found;
    found.command = word(exec, "command");
    // As kubectl: a path with a slash is relative to the file, a plain name is looked up.
    if (found.command.find('/') != std::string::npos && found.command.front() != '/')
        found.command = (folder / found.command).string();
    found.apiVersion = word(exec, "apiVersion");
    for (const auto& each : exec["args"])
        found.arguments.push_back(each.Scalar());
    for (const auto& each : exec["env"])
        found.variables.emplace_back(word(each, "name"), word(each, "value"));
    return found;
}

Result<void> readUser(const YAML::Node& user, const std::filesystem::path& folder,
                      KubeAccess& access)
{
    access.token = word(user, "token");
    access.user = word(user, "username");
    access.password = word(user, "password");
    if (const auto file = word(user, "tokenFile"); access.token.empty() && !file.empty()) {
        const auto token = readFile(folder / file);
        if (!token)
            return failure(token.error());
        access.token = q(*token).trimmed().toStdString();
    }
    const auto certificate = pemOf(user, "client-certificate", folder);
    const auto key = pemOf(user, "client-key", folder);
    if (!certificate || !key)
        return failure(certificate ? key.error() : certificate.error());
    access.certificate = *certificate;
    access.key = *key;
    access.exec = execOf(user, folder);
    return {};
}

} // namespace

Result<std::vector<std::string>> kubeContexts(const std::filesystem::path& file)
{
    const auto root = load(file);
    if (!root)
        return failure(root.error());
    std::vector<std::string> names;
    if (const auto contexts = (*root)["contexts"]; contexts && contexts.IsSequence()) {
        for (const auto& each : contexts)
            names.push_back(word(each, "name"));
    }
    return names;
}

Result<KubeAccess> readKubeconfig(const std::filesystem::path& file, const std::string& context)
{
    const auto root = load(file);
    if (!root)
        return failure(root.error());
    const auto folder = std::filesystem::absolute(file).parent_path();
    KubeAccess access;
    access.context = context.empty() ? word(*root, "current-context") : context;
    const auto chosen = entry(*root, "contexts", access.context, "context");
    if (!chosen)
        return failure(Error::Kind::NotFound,
                       text("“%1” has no context “%2”.").arg(q(file.string()), q(access.context)));
    const auto cluster = entry(*root, "clusters", word(chosen, "cluster"), "cluster");
    if (!cluster || word(cluster, "server").empty())
        return failure(Error::Kind::Invalid, text("The context “%1” names no cluster that the file "
                                                  "knows.")
                                                 .arg(q(access.context)));
    access.server = word(cluster, "server");
    while (access.server.ends_with('/'))
        access.server.pop_back();
    access.insecure = word(cluster, "insecure-skip-tls-verify") == "true";
    if (const auto space = word(chosen, "namespace"); !space.empty())
        access.nameSpace = space;
    const auto authority = pemOf(cluster, "certificate-authority", folder);
    if (!authority)
        return failure(authority.error());
    access.authority = *authority;
    if (const auto user = entry(*root, "users", word(chosen, "user"), "user"); user) {
        try {
            if (auto read = readUser(user, folder, access); !read)
                return failure(read.error());
        } catch (const YAML::Exception&) {
            return failure(Error::Kind::Invalid, text("The user of the context “%1” is not "
                                                      "understood.")
                                                     .arg(q(access.context)));
        }
    }
    return access;
}

std::filesystem::path defaultKubeconfig()
{
    if (const char* named = std::getenv("KUBECONFIG"); named && *named) {
        const std::string list(named);
        return list.substr(0, list.find(':'));
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home ? home : "/") / ".kube" / "config";
}

Result<KubeGrant> runKubeExec(const KubeExec& exec)
{
    constexpr int mostMs = 30'000;
    QProcess process;
    auto variables = QProcessEnvironment::systemEnvironment();
    for (const auto& [name, value] : exec.variables)
        variables.insert(q(name), q(value));
    variables.insert(QStringLiteral("KUBERNETES_EXEC_INFO"),
                     QStringLiteral("{\"apiVersion\":\"%1\",\"kind\":\"ExecCredential\",\"spec\":{"
                                    "\"interactive\":false}}")
                         .arg(q(exec.apiVersion)));
    process.setProcessEnvironment(variables);
    QStringList arguments;
    for (const auto& each : exec.arguments)
        arguments.append(q(each));
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(q(exec.command), arguments);
    const auto refused = [&](const char* why) {
        return failure(Error::Kind::Auth,
                       text("The credential program “%1” %2").arg(q(exec.command), text(why)));
    };
    if (!process.waitForFinished(mostMs)) {
        process.kill();
        process.waitForFinished();
        return refused("does not start, or did not end in time.");
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return refused("failed. Run it by hand to see why.");
    const auto json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    const auto status = json.value(QLatin1String("status")).toObject();
    const auto part = [&](const char* key) {
        return status.value(QLatin1String(key)).toString().toStdString();
    };
    KubeGrant grant{part("token"), part("clientCertificateData"), part("clientKeyData"), {}};
    const auto expires = QDateTime::fromString(
        status.value(QLatin1String("expirationTimestamp")).toString(), Qt::ISODate);
    if (expires.isValid())
        grant.expires = expires.toMSecsSinceEpoch();
    if (grant.token.empty() && grant.certificate.empty())
        return refused("gave no credentials.");
    return grant;
}

} // namespace binnacle
