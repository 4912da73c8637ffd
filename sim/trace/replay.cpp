// Of each step it checks the pick, then the action or the name; it applies the event, shows it, and
// compares the digest after it. A disagreement says what is enabled, and at which place the
// recorded event is now.

#include "sim/trace/replay.hpp"

#include <fmt/format.h>

#include "sim/promises/properties.hpp"
#include "sim/text/printable.hpp"
#include "sim/trace/describe.hpp"
#include "sim/trace/step_match.hpp"
#include "sim/world/version.hpp"

namespace sim {
namespace {

// Where the event of that step is now, if it is enabled at all.
std::string place_of(const JudgedWorld& world, const EventList<JudgedWorld>& events,
                     const TraceStep& step) {
    const auto index = index_of(world, events, step);
    return index ? fmt::format("; here that is event {}", *index) : std::string{};
}

// Who wrote the trace, as part of a sentence.
std::string writer_of(const Trace& trace) {
    return trace.h2sim.empty() ? "a version of h2sim that it does not name wrote the trace"
                               : fmt::format("h2sim {} wrote the trace", trace.h2sim);
}

// What may be the reason that a trace of another version disagrees.
std::string reason_of(const Trace& trace) {
    return trace.h2sim.empty() || has_our_digests(trace)
               ? std::string{}
               : fmt::format(
                     "\n  {}, this is h2sim {}: its events may have had other names, another order "
                     "or\n  other consequences. h2sim explore --trace-out records it again.",
                     writer_of(trace), version());
}

// Why the world cannot take this step of the trace; empty if it can.
std::string disagreement(const JudgedWorld& world, const EventList<JudgedWorld>& events,
                         const TraceStep& step, bool places) {
    if (step.pick >= events.size()) {
        return fmt::format("the trace picks event {} ({}), which is not enabled{}; {}", step.pick,
                           in_quotes(step.name, 120), place_of(world, events, step),
                           enabled_names(world, events));
    }
    const Action found = action_of(world, events[step.pick]);
    const auto differs = difference(step, found, places);
    if (!differs) {
        return {};
    }
    const std::string name = step_name(found);
    if (name == step.name) {
        return fmt::format("event {} is \"{}\", but {}{}; {}", step.pick, name, *differs,
                           place_of(world, events, step), enabled_names(world, events));
    }
    return fmt::format("event {} is {} in the trace and \"{}\" in this world{}; {}", step.pick,
                       in_quotes(step.name, 120), name, place_of(world, events, step),
                       enabled_names(world, events));
}

// Whether the last step shows what the trace claims.
std::string verdict_disagreement(const JudgedWorld& world, Observations last, const Trace& trace) {
    if (trace.verdict == PropertyVerdict::unknown) {
        return {};
    }
    const Property& property = *find_property(trace.property);
    EventList<JudgedWorld> events;
    world.enabled(events);
    switch (property.kind) {
        case PropertyKind::always:
        case PropertyKind::sometimes:
            return (last & bit(property.observation)) != 0
                       ? ""
                       : fmt::format("the last step does not show {}", trace.property);
        case PropertyKind::no_deadlock:
            return events.empty() && !world.finished() ? "" : "the last state is no deadlock";
        case PropertyKind::eventually:
            // That the goal cannot be reached any more is a claim about all futures; what one
            // state can show is that it has not been reached.
            return world.satisfied() ? "every request is answered in the last state" : "";
    }
    return {};
}

}  // namespace

ReplayOutcome replay(const Model& model, const Trace& trace,
                     const std::function<void(const ReplayStep&)>& show, std::size_t until) {
    JudgedWorld world{model};
    ReplayOutcome outcome;
    EventList<JudgedWorld> events;
    Observations last = 0;
    for (const TraceStep& step : trace.steps) {
        if (until > 0 && outcome.steps == until) {
            return outcome;
        }
        events.clear();
        static_cast<const JudgedWorld&>(world).enabled(events);
        const std::size_t number = outcome.steps + 1;
        if (const std::string reason = disagreement(world, events, step, has_our_digests(trace));
            !reason.empty()) {
            outcome.divergence = {number, reason + reason_of(trace)};
            return outcome;
        }
        const JudgedWorld before = world;
        const Event event = events[step.pick];
        last = world.step(event);
        ++outcome.steps;
        show({number, event, before, world});
        if (step.digest.empty() || step.digest == digest_text(world)) {
            continue;
        }
        if (has_our_digests(trace)) {
            outcome.divergence = {number, fmt::format("the state after it has digest {}, the trace "
                                                      "says {}",
                                                      digest_text(world), step.digest)};
            return outcome;
        }
        outcome.digests_from = outcome.digests_from == 0 ? number : outcome.digests_from;
    }
    if (const std::string reason = verdict_disagreement(world, last, trace); !reason.empty()) {
        outcome.divergence = {outcome.steps + 1, reason + reason_of(trace)};
    }
    return outcome;
}

std::string digests_text(const Trace& trace, const ReplayOutcome& outcome) {
    if (outcome.digests_from == 0) {
        return {};
    }
    const std::string_view difference =
        trace.states == kStateVersion ? ", and something that no event shows has changed since"
        : trace.states == 0           ? ", and its states may have had other fields"
                                      : ", and its states had other fields";
    const bool whole = outcome.steps == trace.steps.size();
    return fmt::format("Digests from step {} on differ: {}{}; {}.", outcome.digests_from,
                       writer_of(trace), difference,
                       outcome.divergence ? "the events up to there agree"
                       : whole            ? "every event and the verdict agree"
                                          : "every event so far agrees");
}

}  // namespace sim
