#pragma once
// What `h2sim compare` has found: variants of one scenario, what became of each of its properties
// in each of them, which reach the same states, and where a verdict flips. The reports are made of
// this value; it holds no times, so that two runs write the same octets.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/search/exploration.hpp"
#include "tools/runs/check_results.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {

enum class VariantStatus : std::uint8_t {
    complete,    // every order of events was explored
    incomplete,  // a bound was hit: what was open then is unknown
    not_run,     // interrupted before it was done
    crashed,     // the program failed
};
std::string_view name(VariantStatus status);  // "complete", …, "not run", …

struct ComparedCell {  // one property of one variant
    // Nothing where the variant does not ask for it, or was not run.
    std::optional<sim::PropertyVerdict> verdict;
    // Of the shortest counterexample or witness, where there is one.
    std::optional<std::uint64_t> steps;
    std::string command;  // that shows a violation again; empty if there is none
};

struct ComparedVariant {
    std::vector<std::string> values;  // of Comparison::keys, as --set takes them
    VariantStatus status = VariantStatus::not_run;
    std::string bound = "none";  // what ended an incomplete search: "states", "time", …
    std::string crash;           // what the exception said
    std::uint64_t states = 0;
    std::uint64_t transitions = 0;
    std::uint32_t depth = 0;
    std::uint32_t most_admitted = 0;  // streams at once, in the worst state
    sim::Fingerprint fingerprint;
    std::string same_states;          // "A", "B", …: the group; empty if it is alone or incomplete
    std::vector<ComparedCell> cells;  // of Comparison::properties
};

// A property that has, from one value on, another verdict than at all values before it.
struct Flip {
    std::size_t property = 0;
    std::size_t before = 0;  // variants on either side
    std::size_t after = 0;
};

// The values of the --threshold key that were gone through for one combination of the others.
struct Scan {
    enum class End : std::uint8_t { flip, last_value, incomplete, interrupted, crashed };
    std::size_t first = 0;  // variants from here on …
    std::size_t size = 0;   // … so many
    End end = End::last_value;
    std::vector<Flip> flips;  // one for each property at most, as they were found
};
std::string_view name(Scan::End end);  // "flip", "last-value", …

struct Comparison {
    std::string scenario;  // its id
    std::string title;
    std::vector<std::string> keys;  // that are varied, the threshold's last
    std::vector<std::string> sets;  // --set
    std::vector<std::string> properties;
    std::vector<ComparedVariant> variants;
    bool has_threshold = false;
    std::vector<Scan> scans;  // one for each combination of the other keys, if it has
    ExitCode exit_code = ExitCode::ok;
};

// What a result of the runner says about a variant, for these properties.
ComparedVariant variant_of(const CheckResult& result, const std::vector<std::string>& properties);

// Gives variants that were explored completely and reached the same set of states a letter.
void mark_same_states(std::vector<ComparedVariant>& variants);

// Each property whose verdict at the last of these variants differs for the first time from the one
// at the first that is not vacuous. All of them must be complete.
std::vector<Flip> flips_at_end(const Comparison& comparison, const Scan& scan);

// The members of each group, by variant; in the order of the letters.
struct SameStates {
    std::string label;
    std::vector<std::size_t> variants;
};
std::vector<SameStates> groups_of(const std::vector<ComparedVariant>& variants);

// The value as reports show it: harmless, and cut.
inline constexpr std::size_t kMostOfAValue = 40;  // columns
std::string shown_value(const std::string& value);

}  // namespace tools
