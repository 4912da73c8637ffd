#pragma once
// Whether a known design of a server can refuse a client that keeps its limit: its profile in the
// smallest world, explored.

#include <cstdint>
#include <optional>
#include <string>

#include "h2core/error_code.hpp"
#include "sim/trace/trace.hpp"
#include "tools/runs/scenario_files.hpp"

namespace tools {

// A response in octets.
struct ResponseShape {
    std::uint64_t head = 0;     // of its field block
    std::uint64_t content = 0;  // of all its content
    bool trailers = false;
    auto operator<=>(const ResponseShape&) const = default;
};

// How a stream was refused.
struct RefusalForm {
    h2::ErrorCode code = h2::ErrorCode::PROTOCOL_ERROR;
    bool goaway = false;
};

struct DesignTrial {
    std::string scenario;  // JSON
    sim::Trace trace;      // the shortest interleaving that ends so
};

// "limit 1, 2 requests, responses of 4,096 octets in content".
std::string trial_world(const ResponseShape& shape);

// Empty: it cannot, or its answer above the limit is another one.
std::optional<DesignTrial> try_design(const KnownFile& profile, const ResponseShape& shape,
                                      const RefusalForm& form, const ScenarioFiles& files);

// Whether it can refuse, whatever its answer is. Empty: the profile cannot be read or explored.
std::optional<bool> can_refuse(const KnownFile& profile, const ResponseShape& shape,
                               const ScenarioFiles& files);

}  // namespace tools
