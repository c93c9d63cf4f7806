#include "services/registry/lineage.h"

namespace binnacle {

namespace {

std::string quoted(const std::string& text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += '\\';
        if (static_cast<unsigned char>(c) >= 0x20)
            result += c;
        else if (c == '\n')
            result += "\\n";
    }
    return result + '"';
}

const char* shapeOf(LineageNode::Kind kind)
{
    switch (kind) {
    case LineageNode::Kind::Dataset:
        return "cylinder";
    case LineageNode::Kind::Run:
        return "box";
    case LineageNode::Kind::LoggedModel:
    case LineageNode::Kind::Version:
        return "box3d";
    case LineageNode::Kind::Alias:
        return "cds";
    case LineageNode::Kind::Deployment:
        return "component";
    }
    return "box";
}

} // namespace

std::string_view kindName(LineageNode::Kind kind)
{
    switch (kind) {
    case LineageNode::Kind::Dataset:
        return "dataset";
    case LineageNode::Kind::Run:
        return "run";
    case LineageNode::Kind::LoggedModel:
        return "logged_model";
    case LineageNode::Kind::Version:
        return "version";
    case LineageNode::Kind::Alias:
        return "alias";
    case LineageNode::Kind::Deployment:
        return "deployment";
    }
    return {};
}

std::string lineageDot(const Lineage& lineage)
{
    std::string dot = "digraph lineage {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n";
    for (std::size_t i = 0; i < lineage.nodes.size(); ++i) {
        const auto& node = lineage.nodes[i];
        const auto label = node.subtitle.empty() ? node.title : node.title + '\n' + node.subtitle;
        dot += "  n" + std::to_string(i) + " [shape=" + shapeOf(node.kind) +
               ", label=" + quoted(label) + (node.focus ? ", penwidth=2" : "") +
               (node.mirrored ? "" : ", style=dashed") + "];\n";
    }
    for (const auto& edge : lineage.edges) {
        dot += "  n" + std::to_string(edge.from) + " -> n" + std::to_string(edge.to);
        if (!edge.label.empty())
            dot += " [label=" + quoted(edge.label) + ']';
        dot += ";\n";
    }
    return dot + "}\n";
}

} // namespace binnacle
