#pragma once
// Replay: the world goes along the picks of a trace and everything the trace claims is checked on
// the way: that the pick is enabled, that the same happens (its action; in a trace without actions
// its name), the digests, and at the end the verdict. The first step that differs ends it, and is
// said with the reason. In a trace that another version of h2sim has written, or that does not say
// which one, the events decide: digests that differ are told, and end nothing.

#include <functional>
#include <optional>
#include <string>

#include "sim/trace/trace.hpp"

namespace sim {

struct Divergence {
    std::size_t step = 0;  // counts from 1; steps.size() + 1 where the verdict differs
    std::string reason;    // "the trace picks …, enabled are …"
};

// What a caller is shown of each step: the world before and after it.
struct ReplayStep {
    std::size_t number = 0;  // from 1
    Event event;
    const JudgedWorld& before;
    const JudgedWorld& after;
};

struct ReplayOutcome {
    std::optional<Divergence> divergence;
    std::size_t steps = 0;  // that were applied
    // Of a trace that has not our digests, the first step whose digest differs; 0: none does.
    std::size_t digests_from = 0;
};

// `until`: stop after that many steps (0: all); the verdict is then not checked.
ReplayOutcome replay(const Model& model, const Trace& trace,
                     const std::function<void(const ReplayStep&)>& show, std::size_t until = 0);

// "Digests from step 4 on differ: …", one sentence without a line feed; empty if none does.
std::string digests_text(const Trace& trace, const ReplayOutcome& outcome);

}  // namespace sim
