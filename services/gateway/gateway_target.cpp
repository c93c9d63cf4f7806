#include "services/gateway/gateway_target.h"

#include "services/http/url.h"

#include <QDateTime>

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("GatewayTarget", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

struct HostPort
{
    std::string host;
    int port = 0;
};

// Of "http://127.0.0.1:8080/…".
std::optional<HostPort> hostPortOf(const std::string& url)
{
    const auto origin = originOf(url);
    if (!origin)
        return std::nullopt;
    const auto rest = origin->substr(origin->find("://") + 3);
    const auto colon = rest.rfind(':');
    return HostPort{rest.substr(0, colon), std::atoi(rest.c_str() + colon + 1)};
}

bool holds(const std::vector<ServedVersion>& versions, const std::string& version)
{
    return std::ranges::find(versions, version, &ServedVersion::version) != versions.end();
}

// The same path on another server.
std::string moved(const std::string& url, const std::string& from, const std::string& to)
{
    return url.starts_with(from) ? to + url.substr(from.size()) : to;
}

} // namespace

GatewayTarget::GatewayTarget(std::shared_ptr<Gateway> gateway, std::vector<Slot> slotList)
    : gateway_(std::move(gateway)), slots_(std::move(slotList))
{
}

ServingCapabilities GatewayTarget::capabilities() const
{
    auto all = slots_.empty() ? ServingCapabilities{} : slots_.front().backend->capabilities();
    all.weights = true;
    all.metrics = true;
    all.shadow = false;
    return all;
}

Result<std::vector<GatewayTarget::Seen>> GatewayTarget::see(const std::string& model,
                                                            const std::stop_token& stop) const
{
    const auto servers = gateway_->servers(stop);
    if (!servers)
        return failure(servers.error());
    std::vector<Seen> all;
    for (const auto& slot : slots_) {
        const auto server = std::ranges::find(*servers, slot.server, &GatewayServer::name);
        if (server == servers->end())
            return failure(Error::Kind::NotFound,
                           text("The gateway has no server “%1”.").arg(q(slot.server)));
        auto sight = slot.backend->look(model, stop);
        if (!sight) {
            if (sight.error().kind == Error::Kind::Cancelled)
                return failure(sight.error());
            sight = TargetSight{}; // out of reach: what it holds is unknown
            sight->whole = false;
        }
        all.push_back({&slot, *server, std::move(sight->versions), sight->whole});
    }
    return all;
}

Result<TargetSight> GatewayTarget::look(const std::string& model, std::stop_token stop)
{
    auto all = see(model, stop);
    if (!all)
        return failure(all.error());
    const int sum = std::accumulate(all->begin(), all->end(), 0, [](int before, const Seen& each) {
        return before + each.server.weight;
    });
    TargetSight sight;
    for (auto& each : *all) {
        sight.whole = sight.whole && each.whole;
        const double share = sum > 0 ? 100.0 * each.server.weight / sum : 0;
        for (auto& version : each.versions) {
            version.slot = each.slot->server;
            version.percent = share;
            const auto at = hostPortOf(version.address);
            const bool pointed =
                !each.slot->moves || (at && at->port == each.server.port &&
                                      (at->host == each.server.host || at->host == "localhost"));
            if (version.state == ServedState::Ready && !pointed) {
                version.state = ServedState::Loading;
                version.message = text("The gateway does not point to it.");
            } else if (version.state == ServedState::Ready && !each.server.takesTraffic) {
                version.state = ServedState::Loading;
                version.message = text("The gateway: %1").arg(each.server.message);
            }
            sight.versions.push_back(std::move(version));
        }
    }
    sight.readAt = QDateTime::currentMSecsSinceEpoch();
    return sight;
}

Result<const GatewayTarget::Slot*> GatewayTarget::slotFor(const ModelToServe& model,
                                                          const std::vector<Seen>& seen) const
{
    for (const auto& each : seen) {
        if (holds(each.versions, model.version))
            return each.slot;
    }
    const bool anyReady = std::ranges::any_of(seen, [](const Seen& each) {
        return std::ranges::any_of(each.versions, [](const ServedVersion& version) {
            return version.state == ServedState::Ready;
        });
    });
    for (const auto& each : seen) {
        const bool taken = std::ranges::any_of(each.versions, [](const ServedVersion& version) {
            return version.state == ServedState::Ready || version.state == ServedState::Loading;
        });
        if (!taken && (each.server.weight == 0 || !anyReady))
            return each.slot;
    }
    return failure(Error::Kind::Conflict,
                   text("No slot is free for version %1: all of them hold a version or have "
                        "traffic. Remove one first.")
                       .arg(q(model.version)));
}

Result<void> GatewayTarget::pointAt(const Slot& slot, const ModelToServe& model,
                                    const std::stop_token& stop)
{
    const auto now = slot.backend->look(model.model, stop);
    if (!now)
        return failure(now.error());
    const auto* served = now->find(model.version);
    const auto at = served ? hostPortOf(served->address) : std::nullopt;
    if (!at)
        return failure(Error::Kind::Network,
                       text("It is not known where version %1 listens.").arg(q(model.version)));
    return gateway_->point(slot.server, at->host, at->port, stop);
}

Result<void> GatewayTarget::standUp(const ModelToServe& model, std::stop_token stop)
{
    const auto all = see(model.model, stop);
    if (!all)
        return failure(all.error());
    const auto slot = slotFor(model, *all);
    if (!slot)
        return failure(slot.error());
    for (const auto& each : *all) {
        if (each.slot != *slot)
            continue;
        // What failed in the slot before goes; no caller comes until the version has its share.
        for (const auto& old : each.versions) {
            if (old.version == model.version)
                continue;
            if (auto gone =
                    each.slot->backend->remove({model.model, old.version, old.source}, stop);
                !gone)
                return gone;
        }
        if (!holds(each.versions, model.version) && each.server.weight != 0) {
            if (auto shut = gateway_->setWeights({{each.slot->server, 0}}, stop); !shut)
                return shut;
        }
    }
    if (auto stood = (*slot)->backend->standUp(model, stop); !stood)
        return stood;
    return (*slot)->moves ? pointAt(**slot, model, stop) : Result<void>{};
}

Result<void> GatewayTarget::setPercent(const TrafficSplit& split, std::stop_token stop)
{
    const auto all = see(split.fresh.model, stop);
    if (!all)
        return failure(all.error());
    Gateway::Weights weights;
    bool found = false;
    for (const auto& each : *all) {
        const bool fresh = holds(each.versions, split.fresh.version);
        const bool old = split.old && holds(each.versions, split.old->version);
        found |= fresh;
        weights.emplace_back(each.slot->server, fresh ? split.percent
                                                : old ? 100 - split.percent
                                                      : 0);
    }
    const bool somebody = std::ranges::any_of(weights, [](const auto& w) { return w.second > 0; });
    if (!somebody || (!found && split.percent > 0))
        return failure(Error::Kind::Conflict,
                       text("The version that the traffic is to go to is in no slot."));
    return gateway_->setWeights(weights, std::move(stop));
}

Result<void> GatewayTarget::remove(const ModelToServe& model, std::stop_token stop)
{
    const auto all = see(model.model, stop);
    if (!all)
        return failure(all.error());
    for (const auto& each : *all) {
        if (!holds(each.versions, model.version))
            continue;
        const bool last = std::ranges::none_of(*all, [&](const Seen& other) {
            return other.slot != each.slot && other.server.weight > 0;
        });
        if (each.server.weight > 0 && !last)
            return failure(Error::Kind::Conflict,
                           text("Version %1 still has traffic.").arg(q(model.version)));
        return each.slot->backend->remove(model, std::move(stop));
    }
    return {};
}

Result<const GatewayTarget::Slot*> GatewayTarget::slotOf(const std::string& model,
                                                         const std::string& version,
                                                         const std::stop_token& stop) const
{
    const auto all = see(model, stop);
    if (!all)
        return failure(all.error());
    for (const auto& each : *all) {
        if (holds(each.versions, version))
            return each.slot;
    }
    return failure(
        Error::Kind::NotFound,
        text("Version %1 of %2 is in no slot of this gateway.").arg(q(version), q(model)));
}

Result<VersionFigures> GatewayTarget::figures(const std::string& model, const std::string& version,
                                              TimeSpan span, std::stop_token stop)
{
    const auto slot = slotOf(model, version, stop);
    if (!slot)
        return failure(slot.error());
    const auto requests = gateway_->requests(span, stop);
    if (!requests && requests.error().kind == Error::Kind::Unsupported)
        return (*slot)->backend->figures(model, version, span, std::move(stop));
    if (!requests)
        return failure(requests.error());
    return figuresOf(*requests, (*slot)->server, span);
}

Result<std::string> GatewayTarget::logs(const std::string& model, const std::string& version,
                                        std::size_t mostBytes, std::stop_token stop)
{
    const auto slot = slotOf(model, version, stop);
    if (!slot)
        return failure(slot.error());
    return (*slot)->backend->logs(model, version, mostBytes, std::move(stop));
}

Result<ScoringPlace> GatewayTarget::scoringPlace(const std::string& model,
                                                 const std::string& version, std::stop_token stop)
{
    auto asked = version;
    if (asked.empty()) {
        const auto sight = look(model, stop);
        if (!sight)
            return failure(sight.error());
        const auto* serving = sight->serving();
        if (!serving)
            return failure(Error::Kind::NotFound,
                           text("No version of %1 has traffic here.").arg(q(model)));
        asked = serving->version;
    }
    const auto slot = slotOf(model, asked, stop);
    if (!slot)
        return failure(slot.error());
    auto place = (*slot)->backend->scoringPlace(model, asked, std::move(stop));
    if (place && version.empty()) {
        const auto from = originOf(place->url);
        place->url = moved(place->url, from.value_or(std::string()), gateway_->front());
        place->http.server = gateway_->front();
        place->http.credentials = {}; // those of the server are not the gateway's
    }
    return place;
}

Result<void> GatewayTarget::tend(std::stop_token stop)
{
    for (const auto& slot : slots_) {
        if (auto tended = slot.backend->tend(stop); !tended)
            return tended;
    }
    return {};
}

QStringList GatewayTarget::requestsOf(const ServingChange& change) const
{
    using Kind = ServingChange::Kind;
    if (change.kind == Kind::SetPercent) {
        Gateway::Weights weights{{"SERVER_OF_" + change.split.fresh.version, change.split.percent}};
        if (change.split.old)
            weights.emplace_back("SERVER_OF_" + change.split.old->version,
                                 100 - change.split.percent);
        return gateway_->commandsOf(weights);
    }
    if (slots_.empty())
        return {};
    auto lines = slots_.front().backend->requestsOf(change);
    if (change.kind == Kind::StandUp && slots_.front().moves)
        lines.append(QStringLiteral("set server BACKEND/SERVER addr 127.0.0.1 port PORT"));
    return lines;
}

} // namespace binnacle
