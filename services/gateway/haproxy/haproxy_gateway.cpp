#include "services/gateway/haproxy/haproxy_gateway.h"

#include "services/http/url.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("HaproxyGateway", source);
}

template <class Number>
std::optional<Number> numberOf(std::string_view word)
{
    Number number{};
    const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (fault != std::errc() || end != word.data() + word.size())
        return std::nullopt;
    return number;
}

std::vector<std::string> wordsOf(const std::string& line)
{
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(std::move(word));
    return words;
}

// A name goes into a command: nothing may end it or begin another one.
bool isPlainName(const std::string& name)
{
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) || c == '_' || c == '-' || c == '.' || c == ':';
    });
}

// What HAProxy answers to “set server”: nothing, or what it changed; all else is a complaint.
std::optional<QString> complaintIn(const std::string& answer)
{
    std::istringstream stream(answer);
    for (std::string line; std::getline(stream, line);) {
        const bool fine = line.find_first_not_of(" \r") == std::string::npos ||
                          line.find("changed from") != std::string::npos ||
                          line.find("no need to change") != std::string::npos;
        if (!fine)
            return QString::fromStdString(line).simplified();
    }
    return std::nullopt;
}

// Operational states of the document “show servers state”.
constexpr int operational = 2;

QString stateOf(int operation, int admin)
{
    if (admin & 0x01)
        return text("in maintenance");
    if (admin & 0x08)
        return text("drained");
    if (operation == 0)
        return text("its check fails");
    return operation == 1 ? text("its check has not passed yet") : text("stopping");
}

} // namespace

HaproxyGateway::HaproxyGateway(Settings settings)
    : settings_(std::move(settings)), socket_(settings_.socket)
{
}

Result<std::vector<GatewayServer>> parseServersState(std::string_view answer,
                                                     const std::string& backend)
{
    std::istringstream stream{std::string(answer)};
    std::map<std::string, std::size_t> columns;
    std::vector<GatewayServer> servers;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("# ")) {
            const auto names = wordsOf(line.substr(2));
            for (std::size_t i = 0; i < names.size(); ++i)
                columns[names[i]] = i;
            continue;
        }
        const auto words = wordsOf(line);
        const auto cell = [&](const char* name) {
            const auto found = columns.find(name);
            return found == columns.end() || found->second >= words.size() ? std::string()
                                                                           : words[found->second];
        };
        if (columns.empty() || cell("be_name") != backend)
            continue;
        const auto weight = numberOf<int>(cell("srv_uweight"));
        const auto operation = numberOf<int>(cell("srv_op_state"));
        const auto admin = numberOf<int>(cell("srv_admin_state"));
        const auto port = numberOf<int>(cell("srv_port"));
        if (!weight || !operation || !admin || !port)
            return failure(Error::Kind::Invalid,
                           text("HAProxy's answer about its servers is not understood."),
                           QString::fromStdString(line));
        GatewayServer server{cell("srv_name"), cell("srv_addr"), *port, *weight, false, {}};
        server.takesTraffic = *operation == operational && *admin == 0;
        if (!server.takesTraffic)
            server.message = stateOf(*operation, *admin);
        servers.push_back(std::move(server));
    }
    if (servers.empty())
        return failure(
            Error::Kind::NotFound,
            text("HAProxy has no backend “%1” with servers.").arg(QString::fromStdString(backend)),
            QString::fromStdString(std::string(answer.substr(0, 300))));
    return servers;
}

Result<std::vector<GatewayServer>> HaproxyGateway::servers(std::stop_token stop)
{
    const auto answer = socket_.ask("show servers state", std::move(stop));
    if (!answer)
        return failure(answer.error());
    return parseServersState(*answer, settings_.backend);
}

QStringList HaproxyGateway::commandsOf(const Weights& weights) const
{
    QStringList commands;
    for (const auto& [server, weight] : weights)
        commands.append(
            QStringLiteral("set server %1/%2 weight %3")
                .arg(QString::fromStdString(settings_.backend), QString::fromStdString(server))
                .arg(weight));
    return commands;
}

Result<void> HaproxyGateway::setWeights(const Weights& weights, std::stop_token stop)
{
    const auto now = servers(stop);
    if (!now)
        return failure(now.error());
    Weights rising, falling;
    for (const auto& [name, weight] : weights) {
        const auto held = std::ranges::find(*now, name, &GatewayServer::name);
        if (held == now->end() || !isPlainName(name) || weight < 0 || weight > 256)
            return failure(
                Error::Kind::NotFound,
                text("HAProxy's backend “%1” has no server “%2”.")
                    .arg(QString::fromStdString(settings_.backend), QString::fromStdString(name)));
        (weight >= held->weight ? rising : falling).emplace_back(name, weight);
    }
    rising.insert(rising.end(), falling.begin(), falling.end());
    const auto answer =
        socket_.ask(commandsOf(rising).join(QStringLiteral("; ")).toStdString(), std::move(stop));
    if (!answer)
        return failure(answer.error());
    if (const auto complaint = complaintIn(*answer))
        return failure(Error::Kind::Invalid, text("HAProxy set no weight: %1").arg(*complaint));
    return {};
}

Result<void> HaproxyGateway::point(const std::string& server, const std::string& host, int port,
                                   std::stop_token stop)
{
    if (!isPlainName(server) || !isPlainName(host) || port <= 0 || port > 65'535)
        return failure(Error::Kind::Invalid, text("This is no address of a server."));
    const auto name = settings_.backend + "/" + server;
    const auto answer =
        socket_.ask("set server " + name + " addr " + host + " port " + std::to_string(port) +
                        "; set server " + name + " state ready; enable health " + name,
                    std::move(stop));
    if (!answer)
        return failure(answer.error());
    if (const auto complaint = complaintIn(*answer);
        complaint && !complaint->contains(QLatin1String("Health")) &&
        !complaint->contains(QLatin1String("health")))
        return failure(Error::Kind::Invalid, text("HAProxy set no address: %1").arg(*complaint));
    return {};
}

std::vector<GatewayRequest> parseRequestLog(std::string_view lines, TimeSpan span)
{
    std::vector<GatewayRequest> requests;
    while (!lines.empty()) {
        const auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        const auto start = line.find("binnacle ");
        if (start == std::string_view::npos)
            continue;
        const auto words = wordsOf(std::string(line.substr(start)));
        if (words.size() < 5)
            continue;
        const auto begun = numberOf<std::int64_t>(words[1]);
        const auto status = numberOf<int>(words[3]);
        const auto took = numberOf<std::int64_t>(words[4]);
        if (!begun || !status || !took)
            continue;
        GatewayRequest request{*begun + std::max<std::int64_t>(*took, 0), words[2], *status,
                               static_cast<double>(*took)};
        if (request.endedAt >= span.from && request.endedAt < span.to)
            requests.push_back(std::move(request));
    }
    return requests;
}

Result<std::vector<GatewayRequest>> HaproxyGateway::requests(TimeSpan span, std::stop_token stop)
{
    if (settings_.ring.empty() || !isPlainName(settings_.ring))
        return failure(Error::Kind::Unsupported,
                       text("This gateway keeps no log of its requests in a ring."));
    const auto answer = socket_.ask("show events " + settings_.ring, std::move(stop));
    if (!answer)
        return failure(answer.error());
    if (answer->starts_with("No such event sink"))
        return failure(
            Error::Kind::NotFound,
            text("HAProxy has no ring “%1”.").arg(QString::fromStdString(settings_.ring)));
    return parseRequestLog(*answer, span);
}

std::string haproxyConfiguration(const HaproxyGateway::Settings& settings,
                                 const std::vector<std::string>& servers,
                                 const std::string& checkPath)
{
    const auto origin = originOf(settings.front).value_or("http://127.0.0.1:8500");
    const auto bind = origin.substr(origin.find("://") + 3);
    const bool isPath = settings.socket.starts_with('/');
    std::ostringstream out;
    out << "global\n"
        << "    stats socket " << (isPath ? "" : "ipv4@") << settings.socket
        << (isPath ? " mode 600" : "") << " level admin\n\n";
    if (!settings.ring.empty())
        out << "ring " << settings.ring << "\n"
            << "    format raw\n    maxlen 256\n    size 4194304\n\n";
    out << "defaults\n    mode http\n    timeout connect 5s\n    timeout client 60s\n"
        << "    timeout server 60s\n    retries 2\n    option redispatch 1\n\n"
        << "frontend " << settings.backend << "_front\n    bind " << bind << "\n";
    if (!settings.ring.empty())
        out << "    log ring@" << settings.ring << " format raw local0\n"
            << "    log-format \"binnacle %Ts%ms %s %ST %Ta\"\n";
    out << "    default_backend " << settings.backend << "\n\n"
        << "backend " << settings.backend << "\n    balance roundrobin\n"
        << "    option httpchk GET " << checkPath << "\n";
    bool first = true;
    for (const auto& server : servers) {
        out << "    server " << server << " 127.0.0.1:1 check inter 500ms fall 3 rise 1 weight "
            << (first ? 100 : 0) << "\n";
        first = false;
    }
    return out.str();
}

} // namespace binnacle
