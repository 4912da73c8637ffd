#pragma once
// Which known designs of servers predict what was seen: each profile is explored in the smallest
// world with the response of each cell, and says in which cells it can refuse a client that is
// within the limit. A profile that cannot where it was seen is excluded; one that could and was not
// seen to is not.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/trace.hpp"
#include "tools/race/race_cell.hpp"
#include "tools/runs/scenario_files.hpp"

namespace tools {

struct RaceDesign {
    std::string profile;
    bool exact = false;    // it can refuse in just those cells in which it was seen
    std::string scenario;  // JSON, of the first cell with a refusal
    sim::Trace trace;      // the shortest interleaving there
};

struct RaceDesigns {
    std::size_t tried = 0;            // profiles
    std::size_t cells = 0;            // of different shape, that were explored
    std::vector<RaceDesign> designs;  // that explain every refusal; exact ones first
};

// Empty: no cell has a refusal that a design could explain.
std::optional<RaceDesigns> find_race_designs(const std::vector<RaceCellResult>& cells,
                                             const ScenarioFiles& files);

// What that profile predicts for each cell: whether some order of its events refuses a client that
// keeps the limit. Nothing for cells of which it says nothing: those in which the client resets.
// Throws Failure (exit code 2) if there is no such profile.
std::vector<std::optional<bool>> predict_cells(const std::vector<RaceCellResult>& cells,
                                               const std::string& profile,
                                               const ScenarioFiles& files);

// Throws as predict_cells() does.
void require_profile(const std::string& profile, const ScenarioFiles& files);

}  // namespace tools
