#pragma once
// How two traces differ, as people and programs read it.

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "sim/trace/replay.hpp"
#include "sim/trace/trace_difference.hpp"
#include "sim/trace/world_difference.hpp"
#include "tools/tables/table.hpp"

namespace tools {

struct DiffSide {
    std::string file;  // "-" is standard input
    sim::Trace trace;
    sim::ReplayOutcome outcome;
};

struct TraceDiff {
    DiffSide first;
    DiffSide second;
    sim::TraceDifference written;
    std::optional<sim::WorldDifference> worlds;  // where both replay
};

// Replays both.
TraceDiff diff_of(DiffSide first, DiffSide second);

// What they say beside steps, the steps, then states; one line where nothing differs. Unless
// `full`, stretches of common steps are folded, long lists of facts end early, and texts that no
// world depends on are cut.
std::string diff_text(const TraceDiff& diff, bool full, TextStyle style);

// "h2sim-diff/1". Keys:
//   same           nothing that is written in them differs
//   first, second  file, h2sim, scenario, property, verdict, shortest, steps (how many), divergence
//                  (null, or step and reason: it does not replay here), shown (property and step),
//                  end ("finished", "deadlock", "open"); shown and end are null where states are
//                  not compared
//   claims         name, first, second: what differs beside scenario and steps
//   scenario       key, first, second, of_world
//   same_world, by_words
//   steps          change ("same", "removed", "added", "moved-away", "moved-here"), first and
//   second
//                  (numbers, or null), name
//   common         how many common steps differ in words, places, picks, digests
//   worlds         null where one does not replay; beginning, ends: lists of fact, first, second;
//                  parting: null, or step and facts; meeting: null, or first and second
nlohmann::json diff_json(const TraceDiff& diff);

}  // namespace tools
