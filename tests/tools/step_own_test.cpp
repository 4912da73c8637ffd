// One's own steps: taken, written, restored, not lost.

#include <catch2/catch.hpp>

#include "tests/tools/step_table.hpp"

using Catch::Contains;
using Kind = tools::Key::Kind;
using Mode = tools::Stepper::Mode;

TEST_CASE("step: another event is taken, and the trace restored", "[step]") {
    Table table;
    table.type("12gt");
    CHECK(table.stepper.mode() == Mode::choose);
    CHECK_THAT(table.screen(), Contains("\n>*    0 client"));
    table.press(Kind::down);
    CHECK_THAT(table.screen(), Contains("\n *    0 client"));
    CHECK_THAT(table.screen(), Contains("\n>     1 writer"));
    table.press(Kind::down);  // there are only two
    CHECK(table.stepper.chosen() == 1);
    table.press(Kind::enter);
    CHECK(table.at() == 13);
    CHECK(table.stepper.walk().length() == 13);
    CHECK_THAT(table.screen(), Contains("step 13 of 13"));
    CHECK_THAT(table.screen(), Contains("your own steps from step 13 on"));
    CHECK(table.stepper.message() ==
          "From here on these are your own steps; 4 steps dropped, r restores.");
    table.type("1t");
    CHECK(table.at() == 14);
    table.type("kk");
    CHECK(table.at() == 12);
    CHECK(table.stepper.walk().length() == 14);
    table.type("jj");
    CHECK(table.at() == 14);
    table.type("v");
    CHECK(table.stepper.message() == "No step here breaks a property of the scenario.");
    table.type("r");
    CHECK(table.at() == 12);
    CHECK(table.stepper.walk().length() == 16);
    CHECK_THAT(table.screen(), Contains("no-false-refusal violated at step 16"));
    table.type("r");
    CHECK(table.stepper.message() == "These are the trace's own steps.");
}

TEST_CASE("step: choosing by number, and not choosing", "[step]") {
    Table table;
    table.type("12gt1");
    CHECK(table.stepper.chosen() == 1);
    CHECK_THAT(table.screen(), Contains("Take 1_"));
    table.type("\r");
    CHECK(table.at() == 13);
    CHECK(table.stepper.walk().own_from() == 13U);
    table.type("r12gt7\r");
    CHECK(table.at() == 12);
    CHECK(table.stepper.message() == "There is no event 7 here.");
    table.type("t\x1b");
    CHECK(table.stepper.mode() == Mode::browse);
    table.type("tq");
    CHECK(table.stepper.mode() == Mode::browse);
    CHECK_FALSE(table.stepper.over());
    table.type("0t");
    CHECK(table.at() == 13);
    CHECK(table.stepper.message() == "That is the step the walk takes anyway.");
    CHECK(table.stepper.walk().length() == 16);

    Table stuck{"blocking-drain.no-deadlock.trace.json"};
    stuck.type(">t");
    CHECK(stuck.stepper.mode() == Mode::browse);
    CHECK(stuck.stepper.message() == "Nothing can happen here.");
}

TEST_CASE("step: own steps are written as a trace that claims nothing, and replays", "[step]") {
    Table table;
    table.type("12g1t1t0tkw");
    CHECK_THAT(table.screen(), Contains("Write 15 steps to: own.trace.json_"));
    table.type("\r");
    CHECK(table.stepper.message() == "Written: h2sim explore --from own.trace.json@14");
    REQUIRE(table.files.contains("own.trace.json"));
    const sim::Trace written = traces::parse(table.files["own.trace.json"]);
    CHECK(written.steps.size() == 15);
    CHECK(written.verdict == sim::PropertyVerdict::unknown);
    CHECK(written.property == "no-false-refusal");
    CHECK_FALSE(written.shortest);
    CHECK(written.scenario == table.trace.scenario);
    CHECK(sim::has_our_digests(written));
    const sim::Model model{written.scenario};
    const auto outcome = sim::replay(model, written, [](const sim::ReplayStep&) {});
    CHECK_FALSE(outcome.divergence);
    CHECK(outcome.steps == 15);
}

TEST_CASE("step: what the last step shows is the claim of what is written", "[step]") {
    const auto written = [](Table& table) {
        table.files.clear();
        table.type("w\r");
        return traces::parse(table.files["own.trace.json"]);
    };
    Table same;  // all of the trace's own steps: its own claim
    same.type("3g");
    CHECK(written(same).verdict == sim::PropertyVerdict::violated);
    CHECK(written(same).shortest);
    CHECK(written(same).steps == same.trace.steps);

    Table swapped;  // steps 7 and 8 the other way round, and to the violation all the same
    std::vector<std::string> names = swapped.names();
    std::swap(names[6], names[7]);
    swapped.follow(names);
    REQUIRE(swapped.stepper.walk().own_from() == 7U);
    CHECK(swapped.stepper.wrong_step() == 16U);
    CHECK(written(swapped).verdict == sim::PropertyVerdict::violated);
    CHECK(written(swapped).property == "no-false-refusal");
    CHECK_FALSE(written(swapped).shortest);

    Table stuck{"blocking-drain.every-request-answered.trace.json"};
    stuck.follow(Table{"blocking-drain.no-deadlock.trace.json"}.names());
    REQUIRE(stuck.stepper.walk().enabled().empty());
    const sim::Trace end = written(stuck);
    CHECK(end.verdict == sim::PropertyVerdict::violated);
    CHECK(end.property == "no-deadlock");
    const sim::Model model{end.scenario};
    CHECK_FALSE(sim::replay(model, end, [](const sim::ReplayStep&) {}).divergence);
}

TEST_CASE("step: nothing is overwritten without a yes", "[step]") {
    Table table;
    table.files["there"] = "precious";
    table.type("w");
    table.press(Kind::clear);
    table.type("there\r");
    CHECK(table.stepper.mode() == Mode::confirm);
    CHECK_THAT(table.screen(), Contains("there exists. Overwrite it? y/n"));
    table.type("n");
    CHECK(table.files["there"] == "precious");
    CHECK(table.stepper.message() == "Not written.");
    table.type("g");  // the name is forgotten
    CHECK(table.stepper.typed().empty());
    table.type("\x1bw");
    table.press(Kind::clear);
    table.type("there\r");
    table.press(Kind::enter);  // no yes either
    CHECK(table.files["there"] == "precious");
    table.type("w");
    table.press(Kind::clear);
    table.type("there\ry");
    CHECK(table.files["there"] != "precious");
    CHECK(table.stepper.message() == "Overwritten: h2sim explore --from there@0");
}

TEST_CASE("step: names of files", "[step]") {
    Table table;
    table.type("w");
    table.press(Kind::clear);
    table.type("\r");
    CHECK(table.stepper.message() == "Not written: a file needs a name.");
    table.type("w");
    table.press(Kind::clear);
    table.type("/nowhere/x\r");
    CHECK(table.stepper.message() == "/nowhere/x: cannot be written: there is no folder /nowhere");
    table.type("w");
    table.press(Kind::clear);
    table.type("-\r");  // never standard output: that is the screen
    CHECK(table.files.contains("./-"));
    table.type("w");
    table.press(Kind::clear);
    table.stepper.press({Kind::text, "ä"});
    table.press(Kind::backspace);
    table.type("it's mine\r");
    CHECK(table.files.contains("it's mine"));
    CHECK(table.stepper.message() == "Written: h2sim explore --from 'it'\\''s mine@0'");
    table.type("wq\x1b");
    CHECK(table.stepper.mode() == Mode::browse);
    CHECK(table.files.size() == 2);
    table.type("w");
    table.type(std::string(500, 'x'));
    CHECK_THAT(table.screen(), Contains("xxxx_\n"));
}

TEST_CASE("step: own steps that are in no file are not lost by one key", "[step]") {
    Table table;
    table.type("12g1tq");
    CHECK_FALSE(table.stepper.over());
    CHECK_THAT(table.stepper.message(), Contains("q again quits"));
    table.type("jq");
    CHECK_FALSE(table.stepper.over());
    table.type("q");
    CHECK(table.stepper.over());

    Table written;
    written.type("12g1tw\rq");
    CHECK(written.stepper.over());
    Table restored;
    restored.type("12g1trq");
    CHECK(restored.stepper.over());
    Table untouched;
    untouched.type("jjkq");
    CHECK(untouched.stepper.over());
}
