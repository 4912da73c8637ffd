#include "tools/arguments_explore.hpp"

#include "tools/argument_kinds.hpp"

namespace tools {
namespace {

constexpr Choices<sim::Strategy, 2> kStrategies{
    {{"bfs", sim::Strategy::breadth_first}, {"dfs", sim::Strategy::depth_first}}};

void add_bounds(CLI::App& command, Limits& limits) {
    add_bound(command, "--max-states", limits.max_states, "Stop at so many states");
    add_bound(command, "--max-depth", limits.max_depth, "Look at so many steps at most");
    add_bound(command, "--max-memory", limits.max_memory_mb, "Stop at so many MB");
    add_bound(command, "--max-time", limits.max_seconds, "Stop after so many seconds");
    command.add_flag("--exact", limits.exact, "Remember whole states instead of 128-bit digests");
}

[[noreturn]] void refuse(const std::string& reason) {
    throw CLI::ValidationError{reason};
}

void check_start(const ExploreArguments& explore) {
    if (explore.from.empty()) {
        if (explore.scenario.empty()) {
            refuse("scenario is required: a file, an id, or --from TRACE@STEP");
        }
        return;
    }
    if (!explore.scenario.empty()) {
        refuse(fmt::format("--from takes the scenario out of the trace; {} cannot be given as well",
                           sim::in_quotes(explore.scenario)));
    }
    if (!explore.overrides.empty()) {
        refuse(
            "--set with --from: the steps of a trace lead somewhere only in the scenario that "
            "it carries");
    }
}

}  // namespace

void add_explore(CLI::App& command, ExploreArguments& explore) {
    command.add_option("scenario", explore.scenario,
                       "Scenario file or id (races/go-42777-landed), or - for standard input");
    command
        .add_option("--set", explore.overrides,
                    "Change a value of the scenario first; may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command
        .add_option("--from", explore.from,
                    "Begin after so many steps of a trace, of its scenario (default: after all)")
        ->type_name("FILE[@STEP]");
    add_choice(command, "--strategy", explore.limits.strategy, kStrategies,
               "Breadth first (default; shortest counterexamples) or depth first");
    add_bounds(command, explore.limits);
    command
        .add_option("--property", explore.property,
                    "Show and write the trace of this property (default: the first violated)")
        ->type_name("NAME");
    command.add_option("--trace-out", explore.trace_out, "Write that trace to a file, or to -")
        ->type_name("FILE|-");
    add_json(command, explore.json);
    command.callback([&explore] { check_start(explore); });
}

}  // namespace tools
