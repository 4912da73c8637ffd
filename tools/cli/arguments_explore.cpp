// Options that do not fit together are refused after all of them are known, in the command's
// callback: --from beside a scenario or --set, and options of one strategy beside another one.

#include "tools/cli/arguments_explore.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <memory>

#include "tools/cli/argument_kinds.hpp"

namespace tools {
namespace {

enum class Strategy : std::uint8_t { bfs, dfs, random, pct, pos };

constexpr Choices<Strategy, 5> kStrategies{{{"bfs", Strategy::bfs},
                                            {"dfs", Strategy::dfs},
                                            {"random", Strategy::random},
                                            {"pct", Strategy::pct},
                                            {"pos", Strategy::pos}}};

// Numbers of runs and states are counted in 32 bits.
constexpr std::uint64_t kMostRuns = 4'000'000'000;
constexpr std::uint32_t kMostDepth = 100;

// What the options of --strategy say, before it is known whether they fit together.
struct StrategyOptions {
    Strategy strategy = Strategy::bfs;
    RandomArguments random;
};

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

// A check for numbers that the library would round or wrap around.
auto whole(std::uint64_t least, std::uint64_t most) {
    return [least, most](const std::string& text) {
        std::uint64_t number = 0;
        const char* const end = text.data() + text.size();
        const auto [last, error] = std::from_chars(text.data(), end, number);
        const bool fits = error == std::errc{} && last == end && number >= least && number <= most;
        return fits ? std::string{}
                    : fmt::format("{} is no whole number from {} to {}", sim::in_quotes(text),
                                  least, most);
    };
}

void add_strategy(CLI::App& command, StrategyOptions& options) {
    add_choice(command, "--strategy", options.strategy, kStrategies,
               "Breadth first (default; shortest counterexamples), depth first, or at random");
    command
        .add_option_function<std::uint64_t>(
            "--seed", [&options](const std::uint64_t& seed) { options.random.seed = seed; },
            "At random: what all choices follow from (default 1)")
        ->check(whole(0, std::numeric_limits<std::uint64_t>::max()))
        ->type_name("N");
    add_bound(command, "--runs", options.random.runs, "At random: how many (default 1000)")
        ->check(whole(1, kMostRuns));
    add_bound(command, "--pct-depth", options.random.pct_depth,
              "pct: the depth of the bugs that are looked for (default 3)")
        ->check(whole(1, kMostDepth));
}

void check_strategy(const StrategyOptions& options, ExploreArguments& explore) {
    const RandomArguments& random = options.random;
    const Strategy strategy = options.strategy;
    if (strategy == Strategy::bfs || strategy == Strategy::dfs) {
        if (random.seed || random.runs || random.pct_depth) {
            refuse(fmt::format("{} is for --strategy random, pct or pos", random.seed ? "--seed"
                                                                          : random.runs
                                                                              ? "--runs"
                                                                              : "--pct-depth"));
        }
        explore.limits.strategy =
            strategy == Strategy::bfs ? sim::Strategy::breadth_first : sim::Strategy::depth_first;
        return;
    }
    if (random.pct_depth && strategy != Strategy::pct) {
        refuse("--pct-depth is for --strategy pct");
    }
    if (explore.limits.stop_at_first) {
        refuse("--stop-at-first is for --strategy bfs or dfs");
    }
    if (explore.limits.exact) {
        refuse("--exact is for --strategy bfs or dfs");
    }
    explore.random = random;
    explore.random->scheduler = strategy == Strategy::random ? sim::Scheduler::uniform
                                : strategy == Strategy::pct  ? sim::Scheduler::pct
                                                             : sim::Scheduler::pos;
}

}  // namespace

void add_explore(CLI::App& command, ExploreArguments& explore) {
    command
        .add_option("scenario", explore.scenario,
                    "Scenario file or id (races/go-42777-landed), or - for standard input")
        ->type_name("SCENARIO");
    add_overrides(command, explore.overrides);
    command
        .add_option("--from", explore.from,
                    "Begin after so many steps of a trace, of its scenario (default: after all)")
        ->type_name("FILE[@STEP]");
    const auto strategy = std::make_shared<StrategyOptions>();  // lives as long as the callback
    add_strategy(command, *strategy);
    add_bounds(command, explore.limits);
    command
        .add_option("--property", explore.properties,
                    "Ask for this property only, stop when it is answered, and show its trace; may "
                    "be repeated")
        ->type_name("PROPERTY")
        ->allow_extra_args(false);
    command.add_flag("--stop-at-first", explore.limits.stop_at_first,
                     "Stop at the first violation");
    command.add_option("--trace-out", explore.trace_out, "Write that trace to a file, or to -")
        ->type_name("FILE|-");
    add_json(command, explore.json);
    command.add_flag("--durations", explore.durations, "Also report how long it took");
    command.callback([&explore, strategy] {
        check_start(explore);
        check_strategy(*strategy, explore);
    });
}

}  // namespace tools
