#pragma once
// The scenarios that paths on the command line stand for.

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario_json.hpp"
#include "tools/runs/scenario_files.hpp"

namespace tools {

struct SelectedScenario {
    std::string file;
    sim::ScenarioResult parsed;
    std::string text;          // of the file; empty if it cannot be read
    std::size_t position = 0;  // among those that were selected
    std::string crash = {};    // "internal error: …": the program failed while it read the file

    // Its id; the file where there is none because the file is not valid.
    [[nodiscard]] std::string label() const;
};

struct Selection {
    std::vector<SelectedScenario> scenarios;  // in the order of the paths; folders sorted by path
    std::vector<std::string> notes;           // about files that were left out, and double ids
    std::vector<std::string> labels;          // of all that are there, whatever the filter

    // Positions anew, after some have been taken out.
    void renumber();
};

// Files are taken as they are. Of folders come all *.json files below them except profiles
// and nets (folders `profiles`, `nets`), traces (folders `traces`, *.trace.json), schemas
// (*schema.json) and JSON that is no scenario, and their profiles and nets where these are not
// valid. After Ctrl-C nothing is read any more: what is left has no id and no errors.
Selection select_scenarios(const ScenarioFiles& files, const std::vector<std::string>& paths,
                           const std::vector<std::string>& filters);

// Whether the id (the path where there is no id) has one of the filters in it, if there are any,
// and none of those that begin with '!'.
bool passes(std::string_view label, const std::vector<std::string>& filters);

}  // namespace tools
