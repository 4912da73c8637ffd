#include "sim/trace/trace.hpp"

#include <fmt/format.h>

#include "sim/trace/describe.hpp"
#include "sim/world/version.hpp"
#include "sim/world/world_transfer.hpp"

namespace sim {

std::string digest_text(const ConnectionWorld& world) {
    ConnectionWorld copy = world;  // a Sink leaves it as it is, but transfer serves both directions
    Sink sink;
    copy.transfer(sink);
    const Digest digest = digest_of(sink.octets());
    return fmt::format("{:016x}{:016x}", digest.high, digest.low);
}

bool has_our_digests(const Trace& trace) {
    return trace.h2sim == version() && trace.states == kStateVersion;
}

Trace record_trace(const Model& model, const nlohmann::json& document,
                   const PropertyResult& result) {
    Trace trace;
    trace.property = result.spec.name;
    trace.verdict = result.verdict;
    trace.shortest = result.shortest;
    trace.document = document;
    trace.scenario = model.scenario();
    trace.h2sim = version();
    trace.states = kStateVersion;
    ConnectionWorld world{model};
    EventList<ConnectionWorld> events;
    for (const Pick pick : result.picks) {
        events.clear();
        static_cast<const ConnectionWorld&>(world).enabled(events);
        H2_INVARIANT(pick < events.size());
        TraceStep step{pick, step_name(world, events[pick]), {}};
        world.step(events[pick]);
        const std::size_t number = trace.steps.size() + 1;
        if (number % kDigestEvery == 0 || number == result.picks.size()) {
            step.digest = digest_text(world);
        }
        trace.steps.push_back(std::move(step));
    }
    return trace;
}

}  // namespace sim
