#include "tools/cli/arguments_compare.hpp"

#include <algorithm>
#include <thread>

#include "tools/cli/argument_kinds.hpp"

namespace tools {
namespace {

using Format = CompareArguments::Format;

constexpr Choices<Format, 4> kFormats{{{"text", Format::text},
                                       {"md", Format::markdown},
                                       {"json", Format::json},
                                       {"html", Format::html}}};
constexpr unsigned kMostJobs = 256;

void add_bounds(CLI::App& command, Limits& limits) {
    add_bound(command, "--max-states", limits.max_states, "Stop each variant at so many states");
    add_bound(command, "--max-depth", limits.max_depth, "Look at so many steps at most");
    add_bound(command, "--max-memory", limits.max_memory_mb, "Stop each at so many MB");
    add_bound(command, "--max-time", limits.max_seconds, "Stop each after so many seconds");
    command.add_flag("--exact", limits.exact, "Remember whole states instead of 128-bit digests");
}

}  // namespace

void add_compare(CLI::App& command, CompareArguments& compare) {
    command
        .add_option("scenario", compare.scenario,
                    "Scenario file or id (races/go-42777-landed), or - for standard input")
        ->required()
        ->type_name("SCENARIO");
    command
        .add_option("--vary", compare.vary,
                    "Values to put in place in turn; may be repeated: all combinations")
        ->type_name("KEY=A,B")
        ->allow_extra_args(false);
    command
        .add_option("--set", compare.overrides,
                    "Change a value of the scenario first; may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command
        .add_option("--threshold", compare.threshold,
                    "Go through this key's values until a promise is kept or broken otherwise")
        ->type_name("KEY");
    add_bound(command, "--max", compare.max,
              "The largest value of that key, if no --vary lists its values");
    command
        .add_option("--property", compare.property,
                    "Show this property alone, and end --threshold where it flips")
        ->type_name("PROPERTY");
    add_choice(command, "--format", compare.format, kFormats, "Form of the output (default text)");
    command.add_option("-o,--out", compare.out, "Write to a file (default -: standard output)")
        ->type_name("FILE|-");
    compare.jobs = std::clamp(std::thread::hardware_concurrency(), 1U, kMostJobs);
    command.add_option("-j,--jobs", compare.jobs, "Variants explored at the same time")
        ->check(CLI::Range(1U, kMostJobs))
        ->type_name("N");
    add_bounds(command, compare.limits);
}

}  // namespace tools
