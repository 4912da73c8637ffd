#pragma once
// How two traces differ by what is written in them: what they claim, in which scenario, with which
// steps. A step is known by what it does (sim/trace/action_record.hpp), not by its pick or its
// words; where one of the traces has no actions, by its words. What both do in the same order are
// common steps. What the worlds of two traces do: sim/trace/world_difference.hpp.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario_difference.hpp"
#include "sim/trace/trace.hpp"

namespace sim {

struct ClaimDifference {
    std::string name;   // "property", "verdict", "shortest", "h2sim", "states"
    std::string first;  // empty: it does not say
    std::string second;
    bool operator==(const ClaimDifference&) const = default;
};

enum class StepChange : std::uint8_t {
    same,
    removed,     // only in the first trace
    added,       // only in the second
    moved_away,  // in both, but not in this order; here it stands in the first trace
    moved_here,  // … and here in the second
};

std::string_view name(StepChange change);  // "moved-away"

struct ComparedStep {
    StepChange change = StepChange::same;
    // Numbers from 1; 0: not there. A step that has moved has both, wherever it is listed.
    std::size_t first = 0;
    std::size_t second = 0;
    bool operator==(const ComparedStep&) const = default;
};

// How common steps differ nevertheless: so many of them do.
struct CommonDifferences {
    std::size_t words = 0;
    std::size_t places = 0;   // where they take and put things: only if both say so
    std::size_t picks = 0;    // other events could have happened, or they are listed otherwise
    std::size_t digests = 0;  // of the state after them; only if both have one
    bool operator==(const CommonDifferences&) const = default;
};

struct TraceDifference {
    std::vector<ClaimDifference> claims;
    std::vector<KeyDifference> scenario;
    bool by_words = false;            // steps were compared by their words
    std::vector<ComparedStep> steps;  // of both traces, in an order that fits both
    CommonDifferences common;

    // Their scenarios describe the same world.
    [[nodiscard]] bool same_world() const;
    [[nodiscard]] std::size_t count(StepChange change) const;
    // Nothing that a trace says is different.
    [[nodiscard]] bool none() const;
};

TraceDifference difference(const Trace& first, const Trace& second);

}  // namespace sim
