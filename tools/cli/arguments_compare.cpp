// Takes keys and values of --vary and --threshold as texts; sim/scenario/variants.cpp reads them.
// As many variants are explored at the same time as there are processors, unless --jobs says
// otherwise.

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
    add_overrides(command, compare.overrides);
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
    add_jobs(command, compare.jobs, "Variants explored at the same time");
    add_bounds(command, compare.limits, "each variant");
}

}  // namespace tools
