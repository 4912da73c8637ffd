// Columns are the longest ways from where frames come in, back edges left out; rows within a lane
// are given out column by column.

#include "tools/reports/net_layout.hpp"

#include <algorithm>
#include <map>

namespace tools {
namespace {

using sim::NetRule;
using sim::NetVerb;

bool does(const NetRule& rule, NetVerb verb) {
    return std::find(rule.does.begin(), rule.does.end(), verb) != rule.does.end();
}

class LayoutMaker {
  public:
    explicit LayoutMaker(const sim::Net& net) : net_{net} {}

    NetLayout make() {
        for (const sim::NetThread& thread : net_.threads) {
            layout_.lanes.push_back(thread.per_stream ? thread.name + " (each)" : thread.name);
        }
        add_nodes();
        add_edges();
        give_columns();
        give_rows();
        return std::move(layout_);
    }

  private:
    std::size_t node_of(NetNode::Kind kind, std::size_t index) const {
        const auto found = std::find_if(
            layout_.nodes.begin(), layout_.nodes.end(),
            [&](const NetNode& node) { return node.kind == kind && node.index == index; });
        return static_cast<std::size_t>(found - layout_.nodes.begin());
    }

    void add_place(std::size_t index, const std::string& name) {
        std::size_t lane = 0;
        for (const NetRule& rule : net_.rules) {
            const bool takes =
                std::any_of(rule.takes.begin(), rule.takes.end(),
                            [&](const sim::NetTake& take) { return take.place == index; });
            if (takes || (index == kToClient && does(rule, NetVerb::show))) {
                lane = rule.thread;
                break;
            }
        }
        layout_.nodes.push_back({NetNode::Kind::place, index, name, lane, 0, 0});
    }

    void add_nodes() {
        add_place(sim::kToServer, "to-server");
        add_place(sim::kFunctions, "functions");
        for (std::size_t i = 0; i < net_.places.size(); ++i) {
            add_place(i, net_.places[i].name);
        }
        add_place(kToClient, "to-client");
        for (std::size_t i = 0; i < net_.rules.size(); ++i) {
            layout_.nodes.push_back(
                {NetNode::Kind::rule, i, net_.rules[i].name, net_.rules[i].thread, 0, 0});
        }
    }

    void connect(std::size_t from, std::size_t to, bool emits = false) {
        const bool known =
            std::any_of(layout_.edges.begin(), layout_.edges.end(),
                        [&](const NetEdge& edge) { return edge.from == from && edge.to == to; });
        if (!known) {
            layout_.edges.push_back({from, to, emits});
        }
    }

    // What the core answers and what functions submit goes where the net emits it.
    void add_edges() {
        for (std::size_t i = 0; i < net_.rules.size(); ++i) {
            const NetRule& rule = net_.rules[i];
            const std::size_t own = node_of(NetNode::Kind::rule, i);
            for (const sim::NetTake& take : rule.takes) {
                connect(node_of(NetNode::Kind::place, take.place), own);
            }
            for (const sim::NetPut& put : rule.puts) {
                connect(own, node_of(NetNode::Kind::place, put.place));
            }
            if (does(rule, NetVerb::show)) {
                connect(own, node_of(NetNode::Kind::place, kToClient));
            }
            if (does(rule, NetVerb::hand_over) && net_.returns_to != sim::kNoPlace) {
                connect(own, node_of(NetNode::Kind::place, net_.returns_to));
            }
            if (does(rule, NetVerb::receive) || does(rule, NetVerb::submit)) {
                for (const sim::NetEmission& emission : net_.emissions) {
                    connect(own, node_of(NetNode::Kind::place, emission.to), /*emits=*/true);
                }
            }
        }
        for (std::size_t i = 0; i < net_.places.size(); ++i) {
            if (net_.places[i].overflows_to != sim::kNoPlace) {
                connect(node_of(NetNode::Kind::place, i),
                        node_of(NetNode::Kind::place, net_.places[i].overflows_to));
            }
        }
    }

    // Where a way comes back to a node that is on it, that edge counts for nothing.
    void go(std::size_t node, std::vector<bool>& on_the_way) {  // NOLINT(misc-no-recursion)
        on_the_way[node] = true;
        for (const NetEdge& edge : layout_.edges) {
            if (edge.from != node || on_the_way[edge.to]) {
                continue;
            }
            NetNode& next = layout_.nodes[edge.to];
            if (next.column < layout_.nodes[node].column + 1) {
                next.column = layout_.nodes[node].column + 1;
                go(edge.to, on_the_way);
            }
        }
        on_the_way[node] = false;
    }

    void give_columns() {
        std::vector<bool> on_the_way(layout_.nodes.size());
        for (const sim::PlaceIndex source : {sim::kToServer, sim::kFunctions}) {
            go(node_of(NetNode::Kind::place, source), on_the_way);
        }
        // Locks and other places that no frame comes into stand before who takes from them.
        for (const NetEdge& edge : layout_.edges) {
            NetNode& from = layout_.nodes[edge.from];
            const bool token = from.kind == NetNode::Kind::place &&
                               from.index < net_.places.size() &&
                               net_.places[from.index].tokens > 0;
            if (token && layout_.nodes[edge.to].column > 0) {
                from.column = layout_.nodes[edge.to].column - 1;
            }
        }
        for (const NetNode& node : layout_.nodes) {
            layout_.columns = std::max(layout_.columns, node.column + 1);
        }
    }

    void give_rows() {
        std::map<std::pair<std::size_t, std::size_t>, std::size_t> taken;
        layout_.rows.assign(layout_.lanes.size(), 1);
        for (NetNode& node : layout_.nodes) {
            std::size_t& next = taken[{node.lane, node.column}];
            node.row = next++;
            layout_.rows[node.lane] = std::max(layout_.rows[node.lane], next);
        }
    }

    const sim::Net& net_;
    NetLayout layout_;
};

bool is_release_of(NetVerb verb, h2::WriteStage stage) {
    switch (stage) {
        case h2::WriteStage::app_done:
            return verb == NetVerb::returned || verb == NetVerb::hand_over;
        case h2::WriteStage::enqueued: return verb == NetVerb::submit;
        case h2::WriteStage::encoded: return verb == NetVerb::encoded;
        case h2::WriteStage::write_start: return verb == NetVerb::write_start;
        case h2::WriteStage::visible: return verb == NetVerb::show;
        case h2::WriteStage::completion: return verb == NetVerb::completed;
    }
    return false;
}

}  // namespace

NetLayout layout_of(const sim::Net& net) {
    return LayoutMaker{net}.make();
}

std::vector<bool> releasing_rules(const sim::Net& net, const h2::Policy* policy) {
    std::vector<bool> releasing(net.rules.size());
    if (policy == nullptr) {
        return releasing;
    }
    const h2::ReleasePoints& release = policy->release;
    for (std::size_t i = 0; i < net.rules.size(); ++i) {
        const NetRule& rule = net.rules[i];
        for (const h2::WriteStage stage :
             {release.headers, release.data, release.trailers, release.rst_stream}) {
            // Without exits the core hears of a return when the last frame is handed over.
            const bool by_exit = net.returns_to != sim::kNoPlace;
            releasing[i] =
                releasing[i] || std::any_of(rule.does.begin(), rule.does.end(), [&](NetVerb verb) {
                    return is_release_of(verb, stage) && !(stage == h2::WriteStage::app_done &&
                                                           (verb == NetVerb::hand_over) == by_exit);
                });
        }
    }
    return releasing;
}

}  // namespace tools
