#pragma once
// What `h2sim explain` knows: every name a person meets in a scenario, a report, a trace or an
// error, with its meaning. The texts are those of the tables the program works with: properties,
// the ledger, the schema, profiles, events, exit codes, error codes.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/runs/scenario_files.hpp"

namespace tools {

struct Explanation {
    Explanation(std::string_view kind_, std::string_view name_, std::string_view meaning_)
        : kind{kind_}, name{name_}, meaning{meaning_} {}

    std::string kind;                                        // "property"
    std::string name;                                        // "no-false-refusal"
    std::string meaning;                                     // sentences
    std::string section;                                     // "9113/5.1.2"; may be empty
    std::vector<std::pair<std::string, std::string>> facts;  // what kind, what it may be, …
    std::vector<std::string> example;                        // lines; may be empty
    std::vector<std::string> also;                           // other names it goes by
};

using Explanations = std::vector<Explanation>;

inline constexpr std::string_view kPropertyKind = "property";

// Each adds those of its kinds.
void explain_properties(Explanations& all);  // without a scenario: see add_scenarios
void explain_profiles(Explanations& all, const ScenarioFiles& files);  // those that can be read
void explain_nets(Explanations& all, const ScenarioFiles& files);      // the same, and their words
void explain_rules(Explanations& all);
void explain_keys(Explanations& all);  // of scenario files, and the values that have names
void explain_events(Explanations& all);
void explain_results(Explanations& all);  // exit codes, error codes, words of reports and traces

// All of them; kinds stand together.
Explanations all_explanations(const ScenarioFiles& files);

// Those that are called so: by name, else by another name, else with '-' for '_' and small letters
// for capital ones. "9113/5.1.2" stands for all rules below that section, the words of a step in a
// trace for the event.
std::vector<const Explanation*> find_explanations(const Explanations& all, const std::string& name);

// Adds to the examples of properties the scenario that shows each. It reads all scenarios, which
// takes ten times as long as everything else here: for properties that are shown.
void add_scenarios(Explanations& all, const ScenarioFiles& files);

}  // namespace tools
