#pragma once
// Where the parts of a net stand in a picture: threads are lanes from top to bottom, frames move
// from left to right. A rule stands in the lane of its thread, a place in that of whoever takes
// from it first.

#include <cstddef>
#include <string>
#include <vector>

#include "h2core/policy.hpp"
#include "sim/net/net.hpp"

namespace tools {

struct NetNode {
    enum class Kind : std::uint8_t { place, rule };
    Kind kind = Kind::place;
    std::size_t index = 0;  // of the rule, or of the place: PlaceIndex, or kToClient
    std::string name;
    std::size_t lane = 0;
    std::size_t column = 0;  // from the left
    std::size_t row = 0;     // in its lane, from the top
};

struct NetEdge {
    std::size_t from = 0;  // nodes
    std::size_t to = 0;
    bool emits = false;  // by way of the core: frames that it has accepted
};

struct NetLayout {
    std::vector<std::string> lanes;
    std::vector<std::size_t> rows;  // of each lane, at least 1
    std::size_t columns = 0;
    std::vector<NetNode> nodes;
    std::vector<NetEdge> edges;
};

// The transport to the client, which no rule takes from.
inline constexpr std::size_t kToClient = 256;

NetLayout layout_of(const sim::Net& net);

// The rules at which a slot may be given back, by a policy; all stations without one.
std::vector<bool> releasing_rules(const sim::Net& net, const h2::Policy* policy);

std::string net_svg(const sim::Net& net, const h2::Policy* policy);
std::string net_mermaid(const sim::Net& net, const h2::Policy* policy);

}  // namespace tools
