#pragma once
// A replayed trace in each of the forms that people and programs read it in.

#include <optional>
#include <string>

#include "sim/trace/refit.hpp"
#include "sim/trace/replay.hpp"
#include "sim/trace/space_time.hpp"
#include "sim/trace/trace_search.hpp"
#include "tools/runs/replay_arguments.hpp"
#include "tools/tables/table.hpp"

namespace tools {

// A trace walked through: what there is to show of it.
struct Walk {
    const sim::Trace& trace;
    sim::SpaceTime picture;
    sim::JudgedWorld last;
    sim::ReplayOutcome outcome;
    bool whole = false;                      // to its end: the verdict has been checked too
    std::optional<sim::NoReturn> no_return;  // if it was asked for
    const sim::Refit* refit = nullptr;       // where it has been taken from a recorded one

    // A changed design that leaves the trace does not replay it.
    [[nodiscard]] bool replays() const {
        return !outcome.divergence && (refit == nullptr || refit->reason.empty());
    }
    [[nodiscard]] bool ended() const { return whole && replays(); }
};

// `until`: steps; 0 for all of them.
Walk walk(const sim::Model& model, const sim::Trace& trace, std::size_t until);

// "The trace replays: …", or where it stopped and why; ends in a line feed.
std::string ending(const Walk& walk);

// Where the digests of a trace of another h2sim differ; ends in a line feed. Empty if none does.
std::string digests(const Walk& walk);

// Text ends in a line feed in every form.
std::string replay_report(const Walk& walk, ReplayArguments::Format format, TextStyle style);

}  // namespace tools
