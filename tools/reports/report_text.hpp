#pragma once
// What people are told about one exploration.

#include <string>

#include "tools/runs/run.hpp"

namespace tools {

struct TextStyle {
    bool colour = false;
    bool timing = false;  // seconds and states per second, which no two runs share
};

// Id and title, the design in one line, and what the verdicts assume where not all orders were
// explored.
std::string heading(const sim::Scenario& scenario);

// "complete: every order of events, 1,234 states …" or what ended the search before, and counts.
std::string coverage(const Run& run, TextStyle style);

// One line for each property: name, expectation, verdict, steps, as expected or not.
std::string property_table(const Run& run, TextStyle style);

// "no-false-refusal violated, 3 hold, 1 reached": what was found, in one line.
std::string summary(const sim::ScenarioOutcome& outcome);

// The steps of a trace as a table, and what they show.
std::string trace_text(const sim::Model& model, const sim::Trace& trace, TextStyle style);

// Progress of one search, in one line.
std::string progress_text(const sim::Progress& progress, double seconds);

}  // namespace tools
