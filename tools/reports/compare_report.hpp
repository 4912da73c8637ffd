#pragma once
// A comparison as people and programs read it.

#include <string>

#include <nlohmann/json.hpp>

#include "tools/runs/comparison.hpp"
#include "tools/tables/table.hpp"

namespace tools {

// A table that fits the terminal, turned and continued below itself where that is needed; then the
// groups of variants with the same states, the thresholds, and commands that show violations again
// (the first kMostCommands of them).
inline constexpr std::size_t kMostCommands = 30;
std::string compare_text(const Comparison& comparison, TextStyle style);

// The same as a table of Markdown, one row for each variant, with all commands.
std::string compare_markdown(const Comparison& comparison);

// One file without anything from elsewhere, with all commands.
std::string compare_html(const Comparison& comparison);

// "h2sim-compare/1". Keys:
//   scenario, title, set ("key=value" texts), vary (the keys), exit_code
//   properties   names, in the order of each variant's list
//   variants     each: variant (its number, from 1), set, status, bound, states, transitions,
//                depth, fingerprint (hex), same_states (a letter), properties: name, verdict,
//                steps, command. What was not found is null; states to fingerprint are null for
//                variants that were not run, fingerprint for all but complete ones.
//   same_states  the letters, each with its variants and the number of states
//   threshold    null, or key and scans: set (of the other keys), first and last value, end, flips:
//                property, before and after (value, verdict, steps)
nlohmann::json compare_json(const Comparison& comparison);

// Parts that several of them share.
Table compare_table(const Comparison& comparison);              // a row for each variant
std::string anchor(std::size_t variant, std::size_t property);  // of a violation's command
std::string cell_text(const ComparedCell& cell);                // "violated 16", "holds", "-"
std::string explored_text(const ComparedVariant& each);  // "complete", "incomplete: states", …

// "A: variants 1 and 2 reach exactly the same 76 states.", or that no two of them do; nothing where
// fewer than two were explored completely.
std::vector<std::string> same_states_sentences(const Comparison& comparison);

// One sentence for each property of the scan: where it flips, or that it does not.
std::vector<std::string> scan_sentences(const Comparison& comparison, const Scan& scan);
std::string scan_title(const Comparison& comparison, const Scan& scan);  // empty if it is alone
std::string scan_end_text(const Comparison& comparison, const Scan& scan);

inline constexpr const char* kNumbersText =
    "The number after a verdict is the length of the shortest counterexample or witness, in steps.";

}  // namespace tools
