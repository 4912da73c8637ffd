#pragma once
// How a command ends, as its exit code.

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace tools {

enum class ExitCode : int {
    ok = 0,                // everything as expected
    failed = 1,            // a scenario, property or expectation failed; traces differ
    invalid = 2,           // usage, input that is not valid, output that cannot be written
    internal = 3,          // a mistake of this program
    nothing_selected = 4,  // no scenario to check
    incomplete = 5,        // a bound was hit before an answer: never a pass
    unreachable = 6,       // a live target cannot be reached, or its connection was lost
    diverged = 7,          // a trace no longer replays
    interrupted = 130,     // by SIGINT; what was found so far has been written
    unread = 141,          // nobody reads standard output any more (h2sim rules | head -1)
    terminated = 143,      // by SIGTERM; likewise
};

// Of several reasons to end, the one that is told: the first of them in this order.
inline constexpr std::array kWorstFirst = {
    ExitCode::terminated, ExitCode::interrupted,      ExitCode::unread, ExitCode::internal,
    ExitCode::invalid,    ExitCode::diverged,         ExitCode::failed, ExitCode::unreachable,
    ExitCode::incomplete, ExitCode::nothing_selected, ExitCode::ok,
};

constexpr ExitCode worst(ExitCode left, ExitCode right) {
    return *std::find_if(kWorstFirst.begin(), kWorstFirst.end(),
                         [&](ExitCode code) { return code == left || code == right; });
}

// What a code means, for people.
struct ExitCodeText {
    ExitCode code;
    std::string_view name;     // "incomplete"
    std::string_view meaning;  // what --help says
    std::string_view example;  // a command that ends so; empty: none is known, or it takes a person
};

std::span<const ExitCodeText> exit_code_texts();  // the worst first

}  // namespace tools
