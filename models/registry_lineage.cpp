#include "models/registry_lineage.h"

#include "models/number_text.h"
#include "models/registry_rows.h"
#include "models/relative_time.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <numeric>

namespace binnacle {

namespace {

constexpr qsizetype shortDigest = 8;
using Kind = RegistryLineageNode::Kind;

QString text8(const std::string& text)
{
    return QString::fromStdString(text);
}

QString words(const char* text)
{
    return QCoreApplication::translate("RegistryLineage", text);
}

QString rowsOf(const DatasetInput& dataset)
{
    const QJsonObject profile =
        QJsonDocument::fromJson(QByteArray::fromStdString(dataset.profile)).object();
    const auto rows = profile[u"num_rows"].toInteger(-1);
    const QString kind = words(QT_TRANSLATE_NOOP("RegistryLineage", "dataset"));
    return rows < 0 ? kind
                    : words(QT_TRANSLATE_NOOP("RegistryLineage", "dataset · %1 rows"))
                          .arg(countText(rows));
}

QString runLine(const RunDetail& detail)
{
    QString line = words(QT_TRANSLATE_NOOP("RegistryLineage", "run"));
    if (const auto* commit = findValue(detail.run.tags, tags::gitCommit))
        line += QStringLiteral(" · ") + text8(*commit).left(7);
    else if (const auto* metric = mainMetric(detail.run.metrics))
        line += QStringLiteral(" · %1 %2").arg(text8(metric->key), numberText(metric->point.value));
    return line;
}

// The nodes of the graph as the page names them, by kind from the left to the right, and what is
// missing as what could be there.
class Picture
{
public:
    Picture(const Lineage& graph, const VersionDetail& version, const std::optional<RunDetail>& run)
        : graph_(graph), version_(version), run_(run)
    {
    }

    RegistryLineage draw()
    {
        std::vector<std::size_t> order(graph_.nodes.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, {}, [this](std::size_t i) { return graph_.nodes[i].kind; });
        std::vector<std::size_t> places(order.size());
        for (std::size_t place = 0; place < order.size(); ++place) {
            places[order[place]] = place;
            lineage_.nodes.push_back(nodeOf(order[place]));
        }
        for (const auto& edge : graph_.edges)
            lineage_.edges.emplace_back(places[edge.from], places[edge.to]);
        addMissing();
        return std::move(lineage_);
    }

private:
    RegistryLineageNode nodeOf(std::size_t place) const
    {
        const LineageNode& node = graph_.nodes[place];
        RegistryLineageNode drawn;
        drawn.title = text8(node.title);
        drawn.run = node.run;
        switch (node.kind) {
        case LineageNode::Kind::Dataset:
            drawn.kind = Kind::Dataset;
            drawn.name = text8(node.title);
            drawn.digest = node.target;
            drawn.run = neighbour(place, &LineageEdge::from, &LineageEdge::to);
            drawn.title += u'@' + text8(node.target).left(shortDigest);
            drawn.subtitle = datasetLine(node);
            break;
        case LineageNode::Kind::Run:
            drawn.kind = Kind::Run;
            drawn.subtitle = !node.mirrored
                                 ? words(QT_TRANSLATE_NOOP("RegistryLineage", "run · not mirrored"))
                             : run_ && node.run == run_->row
                                 ? runLine(*run_)
                                 : words(QT_TRANSLATE_NOOP("RegistryLineage", "run"));
            break;
        case LineageNode::Kind::LoggedModel:
            drawn.kind = Kind::LoggedModel;
            drawn.subtitle = words(QT_TRANSLATE_NOOP("RegistryLineage", "logged model"));
            drawn.name = text8(node.title);
            drawn.run = neighbour(place, &LineageEdge::to, &LineageEdge::from);
            break;
        case LineageNode::Kind::Version:
            drawn.kind = Kind::Version;
            drawn.model = node.model;
            drawn.version = node.target;
            drawn.subtitle = node.focus ? versionLine() : text8(node.subtitle);
            break;
        case LineageNode::Kind::Alias:
            drawn.kind = Kind::Alias;
            drawn.title = text8(node.target);
            drawn.name = drawn.title;
            drawn.subtitle = aliasLine(node.target);
            break;
        case LineageNode::Kind::Deployment:
            drawn.kind = Kind::Deployment;
            drawn.subtitle = text8(node.subtitle);
            break;
        }
        return drawn;
    }

    // The run at the other end of an edge of this node.
    std::optional<RunRowId> neighbour(std::size_t place, std::size_t LineageEdge::* mine,
                                      std::size_t LineageEdge::* other) const
    {
        for (const auto& edge : graph_.edges) {
            const auto& node = graph_.nodes[edge.*other];
            if (edge.*mine == place && node.kind == LineageNode::Kind::Run && node.run)
                return node.run;
        }
        return std::nullopt;
    }

    QString datasetLine(const LineageNode& node) const
    {
        if (run_) {
            for (const auto& dataset : run_->run.datasets) {
                if (dataset.name == node.title && dataset.digest == node.target)
                    return rowsOf(dataset);
            }
        }
        return rowsOf({});
    }

    QString versionLine() const
    {
        return version_.version.creationTime
                   ? words(QT_TRANSLATE_NOOP("RegistryLineage", "version · %1"))
                         .arg(relativeTime(*version_.version.creationTime))
                   : words(QT_TRANSLATE_NOOP("RegistryLineage", "version"));
    }

    QString aliasLine(const std::string& alias) const
    {
        const auto state = std::ranges::find_if(
            version_.aliases, [&](const AliasState& each) { return each.alias.name == alias; });
        if (state == version_.aliases.end())
            return {};
        return words(QT_TRANSLATE_NOOP("RegistryLineage", "alias · %1"))
            .arg(sinceText(*state, QDateTime::currentMSecsSinceEpoch()));
    }

    std::vector<std::size_t> of(Kind kind) const
    {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < lineage_.nodes.size(); ++i) {
            if (lineage_.nodes[i].kind == kind)
                places.push_back(i);
        }
        return places;
    }

    // Puts a node before those of `before` (an edge to each) and behind those of `behind`.
    void insert(Kind kind, const char* title, const char* subtitle,
                const std::vector<std::size_t>& before, const std::vector<std::size_t>& behind)
    {
        const auto place = static_cast<std::size_t>(
            std::ranges::upper_bound(lineage_.nodes, kind, {}, &RegistryLineageNode::kind) -
            lineage_.nodes.begin());
        const auto moved = [place](std::size_t at) { return at < place ? at : at + 1; };
        for (auto& [from, to] : lineage_.edges) {
            from = moved(from);
            to = moved(to);
        }
        RegistryLineageNode node;
        node.kind = kind;
        node.title = words(title);
        node.subtitle = words(subtitle);
        node.there = false;
        lineage_.nodes.insert(lineage_.nodes.begin() + static_cast<std::ptrdiff_t>(place), node);
        for (const auto at : before)
            lineage_.edges.emplace_back(place, moved(at));
        for (const auto at : behind)
            lineage_.edges.emplace_back(moved(at), place);
    }

    void addMissing()
    {
        const auto versions = of(Kind::Version);
        if (of(Kind::Run).empty() && of(Kind::LoggedModel).empty() && versions.size() == 1)
            insert(Kind::Run, QT_TRANSLATE_NOOP("RegistryLineage", "No run"),
                   QT_TRANSLATE_NOOP("RegistryLineage", "registered without one"), versions, {});
        else if (of(Kind::Dataset).empty() && run_)
            insert(Kind::Dataset, QT_TRANSLATE_NOOP("RegistryLineage", "Dataset not known"),
                   QT_TRANSLATE_NOOP("RegistryLineage", "the run logged none"), of(Kind::Run), {});
        if (of(Kind::Alias).empty())
            insert(Kind::Alias, QT_TRANSLATE_NOOP("RegistryLineage", "No alias"),
                   QT_TRANSLATE_NOOP("RegistryLineage", "not yet"), {}, of(Kind::Version));
        if (of(Kind::Deployment).empty())
            insert(Kind::Deployment, QT_TRANSLATE_NOOP("RegistryLineage", "Deployment"),
                   QT_TRANSLATE_NOOP("RegistryLineage", "none is known"), {}, of(Kind::Alias));
    }

    const Lineage& graph_;
    const VersionDetail& version_;
    const std::optional<RunDetail>& run_;
    RegistryLineage lineage_;
};

} // namespace

bool RegistryLineageNode::opens() const
{
    switch (kind) {
    case Kind::Dataset:
    case Kind::Run:
    case Kind::LoggedModel:
        return there && run.has_value();
    case Kind::Version:
        return there && model.has_value();
    case Kind::Alias:
        return there;
    case Kind::Deployment:
        break; // nothing shows it yet
    }
    return false;
}

RegistryLineage pictureOf(const Lineage& graph, const VersionDetail& version,
                          const std::optional<RunDetail>& run)
{
    return Picture(graph, version, run).draw();
}

} // namespace binnacle
