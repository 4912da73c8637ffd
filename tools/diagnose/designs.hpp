#pragma once
// Which known designs of servers can refuse a stream as a capture shows it: each profile is
// explored in a world as small as can be, with responses of the length that was seen, and its
// refusals are held against the one in the capture.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/trace.hpp"
#include "tools/diagnose/connection_facts.hpp"
#include "tools/runs/scenario_files.hpp"

namespace tools {

struct Design {
    std::string profile;
    std::string stack;
    std::string version;
    sim::Trace trace;  // the shortest interleaving that ends so
};

struct KnownDesigns {
    std::string world;            // "limit 1, 2 requests, responses of 4,096 octets"
    std::size_t tried = 0;        // profiles
    std::vector<Design> designs;  // that refuse so; fewest steps first
};

// Empty: the connection shows no refusal of that kind.
std::optional<KnownDesigns> find_designs(const ConnectionFacts& facts, const ScenarioFiles& files);

}  // namespace tools
