#pragma once
// The report of `h2sim check` as its text, JUnit and Markdown forms see it. It is read from the
// JSON form ("h2sim-check/1"), so that `h2sim merge` makes the same octets of the results of
// shards as an unsharded run makes of its own.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/reports/report_text.hpp"
#include "tools/runs/check_status.hpp"

namespace tools {

struct CheckFinding {
    std::uint64_t line = 0;  // in the scenario's file; 0: unknown
    std::string message;
};

struct CheckCommand {
    std::string shows;  // "no-deadlock in 12 steps"
    std::string command;
};

struct CheckCase {
    std::string label;  // the id; the file where there is none because it is not valid
    std::string file;
    CheckStatus status = CheckStatus::skipped;
    bool explored = false;
    std::uint64_t states = 0;
    std::optional<std::uint64_t> shortest;  // steps of the first counterexample
    std::optional<double> seconds;
    std::string verdicts;  // "2 hold, 1 reached"
    std::string reason;    // of an expected failure
    std::vector<CheckFinding> findings;
    std::vector<CheckCommand> commands;  // that show it again
};

using CheckCases = std::vector<CheckCase>;

struct CheckCounts {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;
    std::size_t xfailed = 0;  // among `passed`
};

// Of a document that check has written, or that merge has found to be one.
CheckCases cases_of(const nlohmann::json& report);

CheckCounts count(const CheckCases& cases);

// Sets "passed", "failed", "skipped" and "xfailed" of a document that has its scenarios.
void add_counts(nlohmann::json& report);
std::string counts_text(const CheckCounts& counts);  // "3 passed, 0 failed, 0 skipped"

// A row for each scenario, which every form shows; with their times where there are any.
Table check_table(const CheckCases& cases);

// The table, then what is wrong with each failure and how to see it, the `slowest` ones if that
// is not 0, then the counts.
std::string check_text(const CheckCases& cases, TextStyle style, std::size_t slowest = 0);

}  // namespace tools
