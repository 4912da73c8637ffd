#pragma once
// What people are told about one exploration.

#include <string>

#include "tools/runs/run.hpp"
#include "tools/tables/table.hpp"

namespace tools {

// Id and title, the design in one line, and what the verdicts assume where not all orders were
// explored.
std::string heading(const sim::Scenario& scenario, TextStyle style);

// "complete: every order of events, 1,234 states …" or what ended the search before, and counts.
std::string coverage(const Run& run, TextStyle style);

// One line for each property: name, expectation, verdict, steps, as expected or not.
std::string property_table(const Run& run, TextStyle style);

// "no-false-refusal violated, 3 hold, 1 reached": what was found, in one line.
std::string summary(const sim::ScenarioOutcome& outcome);

// The steps of a trace as a table, and what they show.
std::string trace_text(const sim::Model& model, const sim::Trace& trace, TextStyle style);

// A command that shows something again, on lines of its own.
std::string command_text(const std::string& command, TextStyle style);

// "as expected", or not.
Cell mark_of(const sim::PropertyOutcome& property);

// What does not agree with the scenario, a line each after an empty one; "" where all does.
std::string complaints_text(const std::vector<std::string>& complaints, TextStyle style);

}  // namespace tools
