// The stepper without a terminal: keys in, lines out.

#include <catch2/catch.hpp>

#include "tests/support/split_mix64.hpp"
#include "tests/tools/step_table.hpp"

using Catch::Contains;
using tools::Key;
using tools::ScreenSize;
using tools::Stepper;
using Kind = tools::Key::Kind;
using Mode = tools::Stepper::Mode;

TEST_CASE("step: forward and back with every key that means it", "[step]") {
    Table table;
    CHECK(table.at() == 0);
    table.type("jl \r");
    table.press(Kind::down);
    table.press(Kind::right);
    CHECK(table.at() == 6);
    table.type("khb");
    table.press(Kind::up);
    table.press(Kind::left);
    table.press(Kind::backspace);
    CHECK(table.at() == 0);
    CHECK(table.stepper.message().empty());
    table.type("k");
    CHECK(table.at() == 0);
    CHECK(table.stepper.message() == "This is the beginning.");
    table.press(Kind::page_down);
    CHECK(table.at() == 10);
    table.press(Kind::page_down);
    CHECK(table.at() == 16);
    table.type("j");
    CHECK(table.at() == 16);
    CHECK(table.stepper.message() == "This is the last step; t takes another one.");
    table.press(Kind::page_up);
    CHECK(table.at() == 6);
    table.press(Kind::home);
    CHECK(table.at() == 0);
    table.press(Kind::end);
    CHECK(table.at() == 16);
    table.type("<");
    CHECK(table.at() == 0);
    table.type(">");
    CHECK(table.at() == 16);
}

TEST_CASE("step: jumps by number", "[step]") {
    Table table;
    table.type("12g");
    CHECK(table.at() == 12);
    table.type("g3\r");
    CHECK(table.at() == 3);
    table.type("0g");
    CHECK(table.at() == 0);
    table.type("16\r");
    CHECK(table.at() == 16);
    table.type("17g");
    CHECK(table.at() == 16);
    CHECK(table.stepper.message() == "There is no step 17: the last one is 16.");
    table.type("99999999999999999999g");
    CHECK(table.at() == 16);
    table.type("12");
    CHECK_THAT(table.screen(), Contains("12_ (g: go to that step, t: take that event)"));
    table.type("k");  // another key forgets the number
    CHECK(table.at() == 15);
    table.type("g\r");  // no number
    CHECK(table.at() == 15);
    table.type("g7x");
    CHECK_THAT(table.screen(), Contains("Go to step: 7_"));
    table.press(Kind::backspace);
    table.type("9\r");
    CHECK(table.at() == 9);
    table.type("g5\x1b");
    CHECK(table.at() == 9);
    CHECK(table.stepper.mode() == Mode::browse);
}

TEST_CASE("step: to the violation, to where the counts part", "[step]") {
    Table table;
    table.type("v");
    CHECK(table.at() == 16);
    CHECK_THAT(table.screen(), Contains("This step breaks no-false-refusal (9113/5.1.2)"));
    CHECK_THAT(table.screen(),
               Contains("what step 16 changed: stream error PROTOCOL_ERROR 9113/5.1.2"));
    table.type("0gc");
    CHECK(table.at() == 1);  // the request is on its way
    CHECK(table.stepper.message() ==
          "Open streams: 1 for the client, 1 on the wire, 0 for the server.");
    table.type("c");
    CHECK(table.at() == 12);
    table.type("c");
    CHECK(table.at() == 1);
    table.type("C");
    CHECK(table.at() == 12);
    CHECK_THAT(table.screen(), Contains("Open streams: 1 for the client, 0 on the wire, 1 for"));
    table.type("kj");
    CHECK_THAT(table.screen(),
               Contains("The server still counts stream 1, which is closed on the wire."));

    Table waiting{"blocking-drain.no-deadlock.trace.json"};
    waiting.type("v");
    CHECK(waiting.at() == waiting.trace.steps.size());
    CHECK_THAT(waiting.screen(), Contains("nothing, and not all is done: a deadlock"));
}

TEST_CASE("step: C goes by streams, where sums of streams cancel", "[step]") {
    std::size_t cancelled = 0;
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        Table table{name};
        const auto& rows = table.stepper.walk().rows();
        const auto first = std::find_if(rows.begin(), rows.end(),
                                        [](const sim::TraceRow& row) { return row.stale; });
        table.type("C");
        CHECK(table.at() == (first == rows.end() ? 0 : first->step));
        cancelled += first != rows.end() && first->server <= first->wire ? 1U : 0U;
    }
    CHECK(cancelled > 0);
}

TEST_CASE("step: the point of no return", "[step]") {
    Table without;
    without.type("5gp");
    CHECK(without.at() == 5);
    CHECK_THAT(without.stepper.message(), Contains("--at-point-of-no-return"));

    const sim::NoReturn answer{sim::NoReturn::Kind::at_step, 15, 9};
    Table table{"blocking-drain.no-deadlock.trace.json", "", answer};
    table.type("p");
    CHECK(table.at() == 15);
    CHECK_THAT(table.screen(), Contains(">^   15 loop"));
    CHECK_THAT(table.screen(), Contains("point of no return: step 15"));
    CHECK_THAT(table.stepper.message(),
               Contains("Point of no return: step 15 (loop: takes stream 3's HEADERS"));
    table.type("14g0t");  // aside before it: it is not on this way any more
    REQUIRE(table.stepper.walk().own_from() == 15U);
    CHECK_FALSE(table.stepper.no_return_step());
    CHECK_THAT(table.screen(), !Contains("^"));
}

TEST_CASE("step: before and after as a difference", "[step]") {
    Table table;
    CHECK_THAT(table.screen(), Contains("-- before the first step --"));
    table.type("12g");
    const std::string screen = table.screen();
    CHECK_THAT(screen, Contains("-- what step 12 changed --"));
    CHECK_THAT(screen, Contains("\n  open on the wire           1 -> 0\n"));
    CHECK_THAT(screen,
               Contains("\n  on the way to the client   - -> DATA 1 len=4096 END_STREAM\n"));
    CHECK_THAT(screen, Contains("-- what can happen now: 2 --"));
    CHECK_THAT(screen, Contains("\n *    0 client    receives DATA 1 len=4096 END_STREAM\n"
                                "      1 writer    posts the completion of DATA 1 len=4096"));
    table.type("s");
    CHECK_THAT(table.screen(), Contains("State after step 12\n"));
    CHECK_THAT(table.screen(), Contains("* open on the wire           0 (was 1)\n"));
    CHECK_THAT(table.screen(), Contains("  counted by the server      1\n"));
    table.type("q");
    CHECK_FALSE(table.stepper.over());
    CHECK(table.screen() == screen);
}

TEST_CASE("step: help, and keys without a meaning", "[step]") {
    Table table;
    const std::string before = table.screen();
    table.type("?");
    CHECK_THAT(table.screen(), Contains("Keys\n"));
    CHECK_THAT(table.screen(), Contains("one step forward"));
    CHECK_THAT(table.screen(), !Contains("is the point of no return."));
    table.press(Kind::end);
    CHECK_THAT(table.screen(), Contains("what can happen, * is what the next step takes."));
    table.press(Kind::home);
    table.press(Kind::page_down);
    table.press(Kind::up);
    CHECK(table.stepper.page().top == 9);
    table.type("q");
    CHECK(table.screen() == before);
    table.type("x");
    CHECK(table.stepper.message() == "No key x; ? shows all keys.");
    table.type("i");
    CHECK_THAT(table.screen(), Contains("no-false-refusal violated in 16 steps, and in no fewer"));
    table.type("q");
    table.press(Kind::unknown);
    table.press(Kind::escape);
    CHECK(table.screen() == before);
}

TEST_CASE("step: a trace that does not replay is walked as far as it goes", "[step]") {
    sim::Trace trace =
        traces::parse(traces::text_of("go-42777-landed.no-false-refusal.trace.json"));
    trace.steps[4].name = "loop: sleeps";
    trace.steps[4].action.reset();
    const sim::Model model{trace.scenario};
    Stepper stepper{model, trace, "Step 5: event 0 is\n    another", std::nullopt, {}};
    const auto screen = [&stepper] {
        std::string text;
        for (const std::string& line : tools::view(stepper, {80, 24}, false)) {
            text += line + "\n";
        }
        return text;
    };
    CHECK_THAT(screen(),
               Contains("The trace does not replay\n\nStep 5: event 0 is\n    another\n"));
    stepper.press({Kind::text, "q"});
    CHECK_FALSE(stepper.over());
    CHECK(stepper.walk().length() == 4);
    CHECK_THAT(screen(), Contains("the trace does not replay from step 5 on (i: why)"));
    stepper.press({Kind::text, "v"});
    CHECK(stepper.walk().position() == 0);
    stepper.press({Kind::text, "i"});
    CHECK_THAT(screen(), Contains("Step 5: event 0 is"));
}

TEST_CASE("step: every screen fits, whatever its size and whatever is on it", "[step]") {
    sim::Trace trace =
        traces::parse(traces::text_of("go-42777-landed.no-false-refusal.trace.json"));
    trace.scenario.title = "\x1b[31mred\x1b]0;owned\x07 \u202e " + std::string(300, 'w') + "ä";
    trace.scenario.id = "races/\x1b[2J";
    const sim::Model model{trace.scenario};
    const ScreenSize sizes[] = {{80, 24}, {40, 10}, {60, 15}, {63, 11}, {64, 12},  {132, 50},
                                {39, 24}, {80, 9},  {1, 1},   {3, 40},  {500, 200}};
    const std::string keys =
        "jjjjjjjjt1\r?q12g1tsqi qv9gwabc\x1bt\x1b"
        "c7gx>1234";
    Stepper stepper{model,
                    trace,
                    "",
                    std::nullopt,
                    {[](const std::string&) { return false; },
                     [](const std::string&, const std::string&) { return std::string{}; }}};
    for (const char letter : keys) {
        for (const ScreenSize size : sizes) {
            CAPTURE(size.columns, size.rows);
            for (const bool colour : {false, true}) {
                const auto lines = tools::view(stepper, size, colour);
                REQUIRE(lines.size() <= size.rows);
                for (std::string line : lines) {
                    for (std::size_t at = line.find("\x1b["); colour && at != std::string::npos;
                         at = line.find("\x1b[")) {
                        line.erase(at, line.find('m', at) + 1 - at);
                    }
                    REQUIRE(line.find('\x1b') == std::string::npos);
                    REQUIRE(line.find('\n') == std::string::npos);
                    REQUIRE(line.find("\u202e") == std::string::npos);
                    const auto width = std::count_if(line.begin(), line.end(), [](char octet) {
                        return (static_cast<unsigned char>(octet) & 0xc0U) != 0x80U;
                    });
                    REQUIRE(static_cast<std::size_t>(width) <= size.columns);
                }
            }
        }
        stepper.press(letter == '\r'     ? Key{Kind::enter, ""}
                      : letter == '\x1b' ? Key{Kind::escape, ""}
                                         : Key{Kind::text, std::string{letter}});
    }
    const auto small = tools::view(stepper, {39, 9}, false);
    CHECK(small[0] == "h2sim needs 40x10, this is 39x9; q");
}

TEST_CASE("step: any keys in any order keep it in its bounds", "[step]") {
    Table table{"blocking-drain.no-deadlock.trace.json"};
    support::SplitMix64 random{17};
    const std::string letters = "jkhlbgvcCptrwsi?0123456789<>\r\x1bxyn ";
    for (int i = 0; i < 3000; ++i) {
        const std::size_t key = random.below(letters.size() + 8);
        if (key < letters.size()) {
            table.type(std::string{letters[key]});
        } else {
            table.press(static_cast<Kind>(1 + random.below(13)));
        }
        REQUIRE(table.at() <= table.stepper.walk().length());
        REQUIRE(table.stepper.walk().rows().size() == table.stepper.walk().length());
        REQUIRE(tools::view(table.stepper, {80, 24}, true).size() == 24);
        REQUIRE_FALSE(table.stepper.over());  // there is no q among them
    }
}
