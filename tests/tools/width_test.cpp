// On a terminal no line is wider than it is, whatever the names in it are.

#include <algorithm>
#include <array>

#include <catch2/catch.hpp>

#include "sim/text/columns.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/pseudo_terminal.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

namespace {

using command::PseudoTerminal;

// Wide letters, combining marks, emoji of one and of several characters, one word without an end.
constexpr const char* kTitle =
    "漢字のタイトルは幅が二つ e\xCC\x81te\xCC\x81 👩‍👩‍👧 ❤️ 😀 "
    "word-without-any-end-that-no-terminal-of-sixty-columns-could-ever-show-on-one-line 完";
constexpr const char* kLongName =
    "t/a-name-that-is-much-longer-than-any-terminal-has-room-for-in-one-of-several-columns";

std::string patched(const nlohmann::json& patch) {
    return texts::racy(patch.dump());
}

struct Shelf : Workspace {
    Shelf() {
        write("scenarios/t/wide.json",
              patched({{"id", kLongName}, {"title", kTitle}, {"why", kTitle}}));
        write("scenarios/t/short.json",
              patched({{"id", "t/short"}, {"title", std::string(200, 'x')}}));
        write("scenarios/t/wrong.json",
              patched({{"id", "t/wrong"},
                       {"properties", nlohmann::json::array({{{"name", "no-false-refusal"},
                                                              {"expect", "holds"}}})}}));
        nlohmann::json profile = nlohmann::json::parse(texts::kProfile);
        profile["stack"] = kTitle;
        profile["version"] = "漢字";
        write("scenarios/profiles/racy-1.json", profile.dump());
    }
};

// What stands on the screen: lines without colours.
std::vector<std::string> shown_lines(const std::string& written) {
    std::vector<std::string> lines(1);
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] == '\x1b') {
            i = written.find_first_of("mKhl", i);
        } else if (written[i] == '\n') {
            lines.emplace_back();
        } else if (written[i] != '\r') {
            lines.back() += written[i];
        }
    }
    return lines;
}

// The words of a command are never torn, so one that has no end may stand out.
bool is_command_word(const std::string& line) {
    return line.starts_with("      ") &&
           line.ends_with(std::string{kLongName}.substr(2) + ".trace.json");
}

std::vector<std::vector<std::string>> commands() {
    return {{"explore", "scenarios/t/wide.json"},
            {"explore", "scenarios/t/wide.json", "--durations"},
            {"explore", "scenarios/t/wide.json", "--strategy", "pct", "--runs", "50"},
            {"explore", "--from", "race.trace.json@3"},
            {"check", "scenarios"},
            {"check", "scenarios", "--durations=2"},
            {"check", "--list"},
            {"replay", "race.trace.json"},
            {"replay", "race.trace.json", "--at-point-of-no-return"},
            {"replay", "race.trace.json", "--set", "server.release_at=write_start"},
            {"minimize", "race.trace.json"},
            {"diff", "race.trace.json", "traces/blocking-drain.no-deadlock.trace.json"},
            {"diff", "race.trace.json", "traces/rapid-reset.bounded-work.trace.json", "--full"},
            {"compare", "scenarios/t/wide.json", "--vary", "limit=1..3", "--vary", "requests=1..3"},
            {"compare", "scenarios/t/short.json", "--threshold", "limit"},
            {"list", "scenarios"},
            {"list", "profiles"},
            {"list", "properties"},
            {"rules", "9113/5.1"},
            {"rules", "9113/6.9", "--uncovered"},
            {"explain"},
            {"explain", "server.release_at", "no-false-refusal"},
            {"explain", "9113"},
            {"validate", "scenarios"}};
}

}  // namespace

TEST_CASE("width: no line of a report is wider than the terminal", "[tools][width][pty]") {
    const Shelf shelf;
    command::Setting setting;
    setting.folder = shelf.folder();
    REQUIRE(command::h2sim({"explore", "scenarios/t/wide.json", "--trace-out", "race.trace.json"},
                           setting)
                .code == 0);
    constexpr std::array<unsigned short, 2> kWidths{80, 60};
    for (const unsigned short columns : kWidths) {
        for (const std::vector<std::string>& arguments : commands()) {
            PseudoTerminal terminal{arguments, columns, 24, shelf.folder()};
            const int code = terminal.await_end();
            CAPTURE(arguments, columns);
            CHECK((code == 0 || code == 1 || code == 5 || code == 7));
            const std::vector<std::string> lines = shown_lines(terminal.all());
            CHECK(lines.size() > 3);
            for (const std::string& line : lines) {
                CAPTURE(line);
                CHECK((sim::columns_of(line) <= columns || is_command_word(line)));
            }
        }
    }
}

TEST_CASE("width: elsewhere it is 80 columns, or COLUMNS", "[tools][width]") {
    const Shelf shelf;
    command::Setting setting;
    setting.folder = shelf.folder();
    const auto widest = [&](const std::string& columns) {
        setting.environment = {{"COLUMNS", columns}};
        std::size_t most = 0;
        for (const std::string& line :
             shown_lines(command::h2sim({"list", "scenarios"}, setting).out)) {
            most = std::max(most, sim::columns_of(line));
        }
        return most;
    };
    CHECK(widest("") == 80);
    CHECK(widest("0") == 80);
    CHECK(widest("19") == 80);
    CHECK(widest("-1") == 80);
    CHECK(widest("100x") == 80);
    CHECK(widest("50") == 50);
    CHECK(widest("100") == 100);
    CHECK(widest("1000") > 200);
}

TEST_CASE("width: NO_COLOR is honoured on a terminal", "[tools][width][pty]") {
    const Shelf shelf;
    for (const std::string choice : {"", "1"}) {
        PseudoTerminal terminal{
            {"check", "--jobs", "1"}, 80, 24, shelf.folder(), {{"NO_COLOR", choice}, {"CI", "1"}}};
        CHECK(terminal.await_end() == 1);
        CHECK((terminal.all().find('\x1b') == std::string::npos) == (choice == "1"));
    }
}
