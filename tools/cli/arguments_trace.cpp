#include "tools/cli/arguments_trace.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

using Format = ReplayArguments::Format;

constexpr std::array<std::pair<std::string_view, Format>, 5> kFormats{{{"text", Format::text},
                                                                       {"json", Format::json},
                                                                       {"jsonl", Format::jsonl},
                                                                       {"mermaid", Format::mermaid},
                                                                       {"svg", Format::svg}}};

std::string positive(const std::string& text) {
    const bool is_number = text.find_first_not_of("0123456789.") == std::string::npos;
    return is_number && text.find_first_of("123456789") != std::string::npos
               ? std::string{}
               : fmt::format("{} is no number above 0", sim::in_quotes(text));
}

void add_trace(CLI::App& command, std::string& trace) {
    command.add_option("trace", trace, "Trace file, or - for standard input")
        ->required()
        ->type_name("TRACE|-");
}

void add_format(CLI::App& command, Format& format) {
    const auto find = [](const std::string& given) {
        return std::find_if(kFormats.begin(), kFormats.end(),
                            [&](const auto& each) { return each.first == given; });
    };
    const char* const listed = "text|json|jsonl|mermaid|svg";
    const auto check = [find, listed](const std::string& given) {
        return find(given) != kFormats.end()
                   ? std::string{}
                   : fmt::format("{} is not one of {}", sim::in_quotes(given), listed);
    };
    const auto set = [find, &format](const std::string& given) { format = find(given)->second; };
    CLI::Option* const option =
        command
            .add_option_function<std::string>("--format", set, "Form of the output (default text)")
            ->check(check)
            ->type_name(listed);
    command
        .add_flag_callback(
            "--json", [&format] { format = Format::json; }, "The same as --format json")
        ->excludes(option);
}

template <class Number>
void add_bound(CLI::App& command, const std::string& name, std::optional<Number>& bound,
               const std::string& help) {
    command
        .add_option_function<Number>(
            name, [&bound](const Number& value) { bound = value; }, help)
        ->check(positive)
        ->type_name("N");
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

}  // namespace tools
