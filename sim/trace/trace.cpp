// Records a trace by stepping a judged world along the picks and what comes onward after them. A
// digest is taken of the canonical octets after every kDigestEvery-th step and after the last one.
// The file format: trace_json.cpp.

#include "sim/trace/trace.hpp"

#include <fmt/format.h>

#include "sim/judge/judged_transfer.hpp"
#include "sim/trace/describe.hpp"
#include "sim/world/version.hpp"

namespace sim {

std::string digest_text(const JudgedWorld& world) {
    Sink sink;
    JudgedWorld::transfer(world, sink);
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
    JudgedWorld world{model};
    EventList<JudgedWorld> events;
    std::vector<Pick> picks = result.picks;
    picks.insert(picks.end(), result.onward.begin(), result.onward.end());
    for (const Pick pick : picks) {
        events.clear();
        static_cast<const JudgedWorld&>(world).enabled(events);
        H2_INVARIANT(pick < events.size());
        const Action action = action_of(world, events[pick]);
        TraceStep step{pick, step_name(action), {}, record_of(action)};
        world.step(events[pick]);
        const std::size_t number = trace.steps.size() + 1;
        if (number % kDigestEvery == 0 || number == picks.size()) {
            step.digest = digest_text(world);
        }
        trace.steps.push_back(std::move(step));
    }
    return trace;
}

}  // namespace sim
