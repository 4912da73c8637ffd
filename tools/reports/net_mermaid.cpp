// A flowchart with a box for each thread. Names are words or quoted texts.

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/reports/net_layout.hpp"

namespace tools {
namespace {

std::string label(const std::string& text) {
    std::string result;
    for (const char c : sim::printable(text, 200)) {
        result += c == '"' || c == '#' || c == '<' || c == '>' || c == '`' ? '\'' : c;
    }
    return result;
}

std::string shape(const NetNode& node, std::size_t number) {
    return node.kind == NetNode::Kind::place
               ? fmt::format("n{}((\"{}\"))", number, label(node.name))
               : fmt::format("n{}[\"{}\"]", number, label(node.name));
}

}  // namespace

std::string net_mermaid(const sim::Net& net, const h2::Policy* policy) {
    const NetLayout layout = layout_of(net);
    const std::vector<bool> releasing = releasing_rules(net, policy);
    std::string text = "flowchart LR\n";
    for (std::size_t lane = 0; lane < layout.lanes.size(); ++lane) {
        text += fmt::format("  subgraph lane{}[\"{}\"]\n", lane, label(layout.lanes[lane]));
        for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
            if (layout.nodes[i].lane == lane) {
                text += fmt::format("    {}\n", shape(layout.nodes[i], i));
            }
        }
        text += "  end\n";
    }
    for (const NetEdge& edge : layout.edges) {
        text += fmt::format("  n{} {} n{}\n", edge.from, edge.emits ? "-.->" : "-->", edge.to);
    }
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        const NetNode& node = layout.nodes[i];
        if (node.kind == NetNode::Kind::rule && releasing[node.index]) {
            text += fmt::format("  style n{} stroke:#b35900,stroke-width:3px\n", i);
        }
    }
    return text;
}

}  // namespace tools
