#pragma once
// The cases that words on the command line stand for: files rfcN/*.json of all folders of
// scenarios, of which the first one that has a section wins, as with scenarios.

#include <string>
#include <vector>

#include "sim/text/input_error.hpp"
#include "tools/probe/probe_case.hpp"
#include "tools/runs/scenario_files.hpp"

namespace tools {

// All sections, in the order of their numbers. Throws Failure (exit code 2) where one is not valid.
std::vector<ProbeSection> all_probe_sections(const ScenarioFiles& files);

struct ProbeWishes {
    std::vector<std::string> parts;    // "9113/6.9", "7541", a whole id; empty: all
    std::vector<std::string> filters;  // as those of check
    bool only_must = false;
    bool with_may = true;
};
// With the cases that are wished for; sections without any are left out. Throws Failure (exit code
// 2) where a part names nothing.
std::vector<ProbeSection> select_probe_cases(std::vector<ProbeSection> sections,
                                             const ProbeWishes& wishes);

}  // namespace tools
