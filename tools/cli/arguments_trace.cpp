// Bounds have to be numbers above 0. --step excludes the options about what would be printed.

#include "tools/cli/arguments_trace.hpp"

#include <CLI/CLI.hpp>

#include "tools/cli/argument_kinds.hpp"

namespace tools {
namespace {

constexpr Choices<ReplayArguments::Format, 5> kReplayFormats{
    {{"text", ReplayArguments::Format::text},
     {"json", ReplayArguments::Format::json},
     {"jsonl", ReplayArguments::Format::jsonl},
     {"mermaid", ReplayArguments::Format::mermaid},
     {"svg", ReplayArguments::Format::svg}}};

void add_trace(CLI::App& command, std::string& trace) {
    command.add_option("trace", trace, "Trace file, or - for standard input")
        ->required()
        ->type_name("TRACE|-");
}

void add_format(CLI::App& command, ReplayArguments::Format& format) {
    CLI::Option* const option = add_choice(command, "--format", format, kReplayFormats,
                                           "Form of the output (default text)");
    command
        .add_flag_callback(
            "--json", [&format] { format = ReplayArguments::Format::json; },
            "The same as --format json")
        ->excludes(option);
}

}  // namespace

void add_replay(CLI::App& command, ReplayArguments& replay) {
    add_trace(command, replay.trace);
    CLI::Option* const until =
        command.add_option("--until", replay.until, "Stop after so many steps")
            ->check(positive)
            ->type_name("N");
    add_format(command, replay.format);
    CLI::Option* const out =
        command.add_option("-o,--out", replay.out, "Write to a file (default -: standard output)")
            ->type_name("FILE|-");
    CLI::Option* const set =
        add_overrides(command, replay.overrides,
                      "In the design with this change, as far as it goes; may be repeated");
    command
        .add_option("--trace-out", replay.trace_out,
                    "Write the steps that the changed design takes as a trace, or to -")
        ->type_name("FILE|-")
        ->needs(set);
    command
        .add_flag("--step", replay.step,
                  "Go step by step on this terminal, forward, back and aside")
        ->excludes(until, out, command.get_option("--format"), command.get_option("--json"));
    command.add_flag("--at-point-of-no-return", replay.no_return,
                     "Mark the last step from which the violation could be avoided");
    add_bound(command, "--max-states", replay.max_states,
              "Look for it among so many states (default 2000000)");
}

void add_minimize(CLI::App& command, MinimizeArguments& minimize) {
    add_trace(command, minimize.trace);
    command.add_option("-o,--out", minimize.out, "Write the trace that remains to a file, or to -")
        ->type_name("FILE|-");
    add_bound(command, "--max-states", minimize.max_states,
              "Search so many states for the shortest (default 2000000)");
    add_bound(command, "--max-time", minimize.max_seconds, "Search so many seconds");
}

void add_diff(CLI::App& command, DiffArguments& diff) {
    command.add_option("first", diff.first, "The trace before, or - for standard input")
        ->required()
        ->type_name("TRACE|-");
    command.add_option("second", diff.second, "The trace after, or - for standard input")
        ->required()
        ->type_name("TRACE|-");
    command.add_flag("--full", diff.full, "Show every step, every fact, and texts to their ends");
    command.add_flag("--json", diff.json, "Print one JSON object");
    command.add_option("-o,--out", diff.out, "Write to a file (default -: standard output)")
        ->type_name("FILE|-");
}

}  // namespace tools
