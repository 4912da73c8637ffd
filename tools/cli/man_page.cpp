// The man page: the commands and options of the parser between words that only it has.

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tools/cli/help_pages.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {
namespace {

constexpr std::string_view kBegin = R"(.\" Made by "h2sim man": change what --help says.
.TH H2SIM 1 "" "h2sim" "User Commands"
.SH NAME
h2sim \- every order of an HTTP/2 endpoint's events: which one breaks which promise
.SH SYNOPSIS
.B h2sim
.I command
.RI [ options ]
.SH DESCRIPTION
.B h2sim
feeds every interleaving of an endpoint's events into a pure HTTP/2 state machine, names the promise
that breaks, and shows the shortest sequence of events that breaks it. A scenario file describes the
design, its peer and the promises; verdicts are repeatable to the octet.
.PP
.B h2sim help
.I command
describes a command, with examples.
)";

constexpr std::string_view kEnd = R"(.SH ENVIRONMENT
.TP
.B H2SIM_SCENARIOS
Folder of scenarios and profiles, as
.BR \-\-scenarios .
.TP
.B COLUMNS
How wide text is that does not go to a terminal; 80 without it.
.TP
.BR NO_COLOR ", " FORCE_COLOR ", " CLICOLOR_FORCE ", " TERM
Whether output is coloured where
.B \-\-color
does not say.
.TP
.B CI
No progress; no
.BR \-\-update\-pinned .
.TP
.BR GITHUB_ACTIONS ", " GITHUB_WORKSPACE
With the first one
.I true
findings are also printed as annotations, for files named from the second one.
.SH FILES
.TP
.I PREFIX/share/h2sim/scenarios
Scenarios, profiles and their schemas.
.TP
.I $XDG_STATE_HOME/h2sim/last\-failed
What
.B \-\-last\-failed
knows
.RI ( ~/.local/state
without that variable).
)";

// As text and nothing else: no escape, no request at the beginning of a line.
std::string plain(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        switch (letter) {
            case '\\': result += "\\e"; break;
            case '-': result += "\\-"; break;
            case '\'': result += "\\(aq"; break;
            default: result += letter;  // a character
        }
        if (letter == '\n') {
            result += "\\&";
        }
    }
    const bool like_request = result.starts_with('.') || result.starts_with("\\(aq");
    return like_request ? "\\&" + result : result;
}

std::string option_entry(const CLI::Option& option) {
    std::string names;
    for (const std::string& letter : option.get_snames()) {
        names += fmt::format("{}\\fB\\-{}\\fP", names.empty() ? "" : ", ", plain(letter));
    }
    for (const std::string& word : option.get_lnames()) {
        names += fmt::format("{}\\fB\\-\\-{}\\fP", names.empty() ? "" : ", ", plain(word));
    }
    if (option.get_items_expected_max() > 0) {
        names +=
            fmt::format("{}\\fI{}\\fP", names.empty() ? "" : " ", plain(option.get_type_name()));
    }
    return fmt::format(".TP\n{}\n{}.\n", names, plain(option.get_description()));
}

std::string command_entry(const CLI::App& command) {
    std::string text =
        fmt::format(".SS {}\n{}.\n", plain(command.get_name()), plain(command.get_description()));
    for (const CLI::Option* option : command.get_options(
             [](const CLI::Option* each) { return each->get_group() == "Options"; })) {
        text += option_entry(*option);
    }
    return text + fmt::format(".PP\n.nf\n{}\n.fi\n", plain("\n" + command.get_footer()).substr(1));
}

}  // namespace

std::string man_page(const CLI::App& app) {
    std::string text{kBegin};
    std::string group;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (command->get_group() != group) {
            group = command->get_group();
            text += fmt::format(".SH COMMANDS: {}\n", plain(group));
        }
        text += command_entry(*command);
    }
    text += ".SH OPTIONS OF ALL COMMANDS\n";
    for (const CLI::Option* option : app.get_options(
             [](const CLI::Option* each) { return each->get_group() == kCommonGroup; })) {
        text += option_entry(*option);
    }
    text += ".SH EXIT STATUS\nThe worst one wins.\n";
    for (const ExitCodeText& each : exit_code_texts()) {
        text += fmt::format(".TP\n.B {}\n{}.\n", static_cast<int>(each.code), plain(each.meaning));
    }
    return text.append(kEnd);
}

}  // namespace tools
