// replay --step on a pseudo-terminal: keys, sizes, signals, and a terminal that goes away.

#include <csignal>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/pseudo_terminal.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using Catch::EndsWith;
using command::h2sim;
using command::PseudoTerminal;
using command::Result;
using nlohmann::json;

namespace {

const std::string kLanded =
    source_root() + "/scenarios/traces/go-42777-landed.no-false-refusal.trace.json";
const std::string kLeave = "\x1b[?7h\x1b[?25h\x1b[?1049l";

bool is_usual(const termios& settings) {
    return (settings.c_lflag & ICANON) != 0 && (settings.c_lflag & ECHO) != 0 &&
           (settings.c_iflag & ICRNL) != 0;
}

// What stands on the screen after all that was written: only what the stepper sends is known here.
std::vector<std::string> screen_of(const std::string& written, std::size_t rows) {
    std::vector<std::string> lines(rows);
    std::size_t row = 0;
    for (std::size_t at = 0; at < written.size(); ++at) {
        if (written[at] != '\x1b') {
            REQUIRE(row < rows);
            lines[row] += written[at];
            continue;
        }
        const std::size_t end = written.find_first_of("HJKhlm", at);
        REQUIRE(end != std::string::npos);
        const std::string code = written.substr(at + 2, end - at - 2);
        if (written[end] == 'H') {
            row = std::stoul(code) - 1;
        } else if (written[end] == 'K') {
            lines[row].clear();
        } else if (written[end] == 'J') {
            lines.assign(rows, "");
        }
        at = end;
    }
    return lines;
}

std::size_t width(const std::string& line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char octet) {
        return (static_cast<unsigned char>(octet) & 0xc0U) != 0x80U;
    }));
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("step terminal: forward, back, jump, quit; the terminal is as it was", "[step][pty]") {
    PseudoTerminal terminal{{"replay", kLanded, "--step"}, 80, 24};
    CHECK(is_usual(terminal.settings()));
    terminal.await("? help  q quit");
    CHECK_FALSE(is_usual(terminal.settings()));
    CHECK_THAT(terminal.all(), Contains("\x1b[?1049h"));
    CHECK_THAT(terminal.all(), Contains("step 0 of 16"));
    terminal.type("j");
    terminal.await("step 1 of 16");
    terminal.type("\x1b[B");
    terminal.await("step 2 of 16");
    terminal.type("\x1bOC");
    terminal.await("step 3 of 16");
    terminal.type("\x1b[D");
    terminal.await("step 2 of 16");
    terminal.type("k");
    terminal.await("step 1 of 16");
    terminal.type("v");
    terminal.await("This step breaks no-false-refusal");
    terminal.type("12g");
    terminal.await("The server still counts stream 1, which is closed on the wire.");
    const auto lines = screen_of(terminal.all(), 24);
    CHECK_THAT(lines[0], EndsWith("step 12 of 16"));
    CHECK(lines[6].starts_with(">    12 writer"));
    for (const std::string& line : lines) {
        CHECK(width(line) <= 80);
    }
    terminal.type("q");
    CHECK(terminal.await_end() == 0);
    CHECK(is_usual(terminal.settings()));
    CHECK_THAT(terminal.all(), EndsWith(kLeave));
}

TEST_CASE("step terminal: another event, written, explored and replayed", "[step][pty]") {
    const Workspace workspace;
    PseudoTerminal terminal{{"replay", kLanded, "--step"}, 80, 24, workspace.folder()};
    terminal.await("q quit");
    terminal.type("12gt");
    terminal.await("take which one?");
    terminal.type("j\r");
    terminal.await("your own steps from step 13 on");
    terminal.type("w");
    terminal.await("own.trace.json_");
    terminal.type("\x15mine.json\r");
    terminal.await("Written: h2sim explore --from mine.json@13");
    const std::string first = read_file(workspace.path("mine.json"));
    CHECK(json::parse(first).at("steps").size() == 13);
    terminal.type("0tw\x15mine.json\r");
    terminal.await("mine.json exists. Overwrite it? y/n");
    terminal.type("n");
    terminal.await("Not written.");
    CHECK(read_file(workspace.path("mine.json")) == first);
    terminal.type("w\x15no/where.json\r");
    terminal.await("no/where.json: cannot be written: there is no folder no");
    terminal.type("q");
    terminal.await("q again quits");
    terminal.type("q");
    CHECK(terminal.await_end() == 0);
    CHECK(workspace.names() == std::vector<std::string>{"mine.json"});
    const Result replayed = h2sim({"replay", workspace.path("mine.json")});
    CHECK(replayed.code == 0);
    CHECK_THAT(replayed.out, Contains("The trace replays: 13 steps; it claims no verdict."));
}

TEST_CASE("step terminal: another size is drawn anew", "[step][pty]") {
    PseudoTerminal terminal{{"replay", kLanded, "--step"}, 80, 24};
    terminal.await("q quit");
    terminal.type("12g");
    terminal.await("which is closed on the wire.");
    const std::size_t before = terminal.all().size();
    terminal.resize(60, 15);
    terminal.await("t take  ? help  q quit");
    const auto lines = screen_of(terminal.all().substr(before), 15);
    CHECK(lines[0].starts_with("races/go-42777-landed"));
    CHECK_THAT(lines[0], EndsWith("step 12 of 16"));
    CHECK(lines[14].starts_with("j k step"));
    for (const std::string& line : lines) {
        CHECK(width(line) <= 60);
    }
    terminal.resize(30, 5);
    terminal.await("h2sim needs 40x10");
    terminal.resize(80, 24);
    terminal.await("? help  q quit");
    terminal.type("q");
    CHECK(terminal.await_end() == 0);
}

TEST_CASE("step terminal: Ctrl-C and SIGTERM give the terminal back, 130 and 143", "[step][pty]") {
    for (const int signal : {SIGINT, SIGTERM}) {
        CAPTURE(signal);
        PseudoTerminal terminal{{"replay", kLanded, "--step"}, 80, 24};
        terminal.await("q quit");
        if (signal == SIGINT) {
            terminal.type("\x03");
        } else {
            terminal.signal(SIGTERM);
        }
        CHECK(terminal.await_end() == (signal == SIGINT ? 130 : 143));
        CHECK(is_usual(terminal.settings()));
        CHECK_THAT(terminal.all(), Contains(kLeave));
    }
}

TEST_CASE("step terminal: Ctrl-Z gives it back until the process goes on", "[step][pty]") {
    PseudoTerminal terminal{{"replay", kLanded, "--step"}, 80, 24};
    terminal.await("q quit");
    terminal.type("jj");
    terminal.await("step 2 of 16");
    terminal.signal(SIGTSTP);
    // A process group without a parent in its session is not stopped: there the terminal is given
    // back and taken again at once.
    terminal.await(kLeave);
    terminal.signal(SIGCONT);
    const std::string again = terminal.await("q quit");
    CHECK_THAT(again, Contains("\x1b[?1049h"));
    CHECK_THAT(again, Contains("step 2 of 16"));
    terminal.type("j");
    terminal.await("step 3 of 16");
    CHECK_FALSE(is_usual(terminal.settings()));
    terminal.signal(SIGSTOP);
    REQUIRE(terminal.await_stop());
    terminal.signal(SIGCONT);
    CHECK_THAT(terminal.await("q quit"), Contains("step 3 of 16"));
    terminal.type("q");
    CHECK(terminal.await_end() == 0);
    CHECK(is_usual(terminal.settings()));
}

TEST_CASE("step terminal: one that goes away ends it", "[step][pty]") {
    SECTION("hung up") {
        PseudoTerminal terminal{{"replay", kLanded, "--step"}, 80, 24};
        terminal.await("q quit");
        terminal.hang_up();
        CHECK(terminal.await_end() == 0);
    }
    SECTION("told so") {
        PseudoTerminal terminal{{"replay", kLanded, "--step"}, 80, 24};
        terminal.await("q quit");
        terminal.signal(SIGHUP);
        CHECK(terminal.await_end() == 0);
        CHECK(is_usual(terminal.settings()));
    }
    SECTION("in the middle of a question") {
        const Workspace workspace;
        PseudoTerminal terminal{{"replay", kLanded, "--step"}, 80, 24, workspace.folder()};
        terminal.await("q quit");
        terminal.type("wx");
        terminal.await("x_");
        terminal.hang_up();
        CHECK(terminal.await_end() == 0);
        CHECK(workspace.names().empty());
    }
}

TEST_CASE("step terminal: colours, or none", "[step][pty]") {
    const auto written = [](const std::vector<std::string>& more,
                            const PseudoTerminal::Environment& environment) {
        std::vector<std::string> arguments = {"replay", kLanded, "--step"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        PseudoTerminal terminal{arguments, 80, 24, "/usr", environment};
        terminal.await("q quit");
        terminal.type("vq");
        CHECK(terminal.await_end() == 0);
        return terminal.all();
    };
    CHECK_THAT(written({}, {}), Contains("\x1b[7m"));
    for (const std::string& plain :
         {written({}, {{"NO_COLOR", "1"}}), written({"--color", "never"}, {})}) {
        CHECK_THAT(plain, !Contains("\x1b[7m"));
        CHECK_THAT(plain, !Contains("\x1b[1m"));
        CHECK_THAT(plain, !Contains("\x1b[2m"));
        CHECK_THAT(plain, Contains("\x1b[2K"));
    }
}

TEST_CASE("step terminal: nothing of a file reaches the terminal unescaped", "[step][pty]") {
    const Workspace workspace;
    json trace = json::parse(read_file(kLanded));
    trace["scenario"]["title"] = "a\u001b]0;owned\u0007b\u009b2J";
    trace["scenario"]["why"] = "\u001b[31mred";
    trace["steps"][5]["name"] = "loop: \u001b[2Jgone";
    trace["steps"][5].erase("action");
    const std::string file = workspace.write("hostile.trace.json", trace.dump());
    PseudoTerminal terminal{{"replay", file, "--step", "--color", "never"}, 80, 24};
    terminal.await("q closes this page");
    terminal.type("q");
    terminal.await("the trace does not replay from step 6 on");
    terminal.type("sqiq?q>q");
    CHECK(terminal.await_end() == 7);
    CHECK_THAT(terminal.all(), !Contains("owned\x07"));
    CHECK_THAT(terminal.all(), !Contains("\x1b]0"));
    CHECK_THAT(terminal.all(), !Contains("\x1b[31m"));
    CHECK_THAT(terminal.all(), !Contains("\x1b[2Jgone"));
    CHECK_THAT(terminal.all(), !Contains("\xc2\x9b"));
    const std::size_t end = terminal.all().rfind(kLeave);
    REQUIRE(end != std::string::npos);
    CHECK_THAT(joined(screen_of(terminal.all().substr(0, end), 24)),
               Contains("a\\x1b]0;owned\\x07b"));
    CHECK_THAT(terminal.all().substr(end), Contains("The trace does not replay. Step 6: event 0 "));
}

TEST_CASE("step terminal: digests of another version are told when it is over", "[step][pty]") {
    const Workspace workspace;
    json trace = json::parse(read_file(kLanded));
    trace["h2sim"] = "0.0.9";
    trace["steps"][7]["digest"] = std::string(32, '0');
    const std::string file = workspace.write("old.trace.json", trace.dump());
    PseudoTerminal terminal{{"replay", file, "--step"}, 80, 24};
    terminal.await("step 0 of 16");
    terminal.type("vq");
    CHECK(terminal.await_end() == 0);
    CHECK_THAT(terminal.all(), EndsWith("every event and the verdict agree.\r\n"));
    CHECK_THAT(terminal.all(), Contains(kLeave + "Digests from step 8 on differ: h2sim 0.0.9 "));
}

TEST_CASE("step: without a terminal it says what to use", "[step]") {
    const Result result = h2sim({"replay", kLanded, "--step"});
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains("--step needs a terminal: standard input is no terminal"));
    CHECK_THAT(result.err, Contains("h2sim replay without --step"));
    PseudoTerminal dumb{{"replay", kLanded, "--step"}, 80, 24, "/usr", {{"TERM", "dumb"}}};
    CHECK(dumb.await_end() == 2);
    CHECK_THAT(dumb.all(), Contains("TERM=dumb"));
    CHECK_THAT(dumb.all(), !Contains("\x1b"));

    for (const std::vector<std::string>& more :
         {std::vector<std::string>{"--json"}, {"--format", "svg"}, {"--until", "3"}, {"-o", "x"}}) {
        std::vector<std::string> arguments = {"replay", kLanded, "--step"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        CHECK(h2sim(arguments).code == 2);
    }
}

TEST_CASE("step terminal: files that are no traces", "[step][pty]") {
    const Workspace workspace;
    const std::string file = workspace.write("broken.json", "{\"schema\": ");
    PseudoTerminal terminal{{"replay", file, "--step"}, 80, 24};
    CHECK(terminal.await_end() == 2);
    CHECK_THAT(terminal.all(), Contains("broken.json:1:"));
    CHECK_THAT(terminal.all(), !Contains("\x1b"));
    CHECK(is_usual(terminal.settings()));

    PseudoTerminal standard{{"replay", "-", "--step"}, 80, 24};
    CHECK(standard.await_end() == 2);
    CHECK_THAT(standard.all(), Contains("the keys come from standard input"));
}
