// h2sim explore --from TRACE@STEP: a search that begins where a trace leads.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

// A folder with the shortest counterexample of the racy scenario.
struct Recorded {
    Workspace workspace;
    std::string scenario = workspace.write("racy.json", texts::kRacy);
    std::string trace = workspace.path("racy.trace.json");
    std::size_t steps = 0;

    Recorded() {
        REQUIRE(h2sim({"explore", scenario, "--trace-out", trace}).code == 0);
        steps = json::parse(read_file(trace)).at("steps").size();
        REQUIRE(steps >= 10);
    }
    [[nodiscard]] std::string at(std::size_t step) const {
        return trace + "@" + std::to_string(step);
    }
    [[nodiscard]] json report(std::vector<std::string> arguments, int code = 0) const {
        arguments.insert(arguments.begin(), "explore");
        arguments.insert(arguments.end(), {"--json", "-"});
        const Result result = h2sim(arguments);
        CAPTURE(result.err);
        CHECK(result.code == code);
        REQUIRE(json::accept(result.out));
        return json::parse(result.out);
    }
};

json property(const json& report, const std::string& name) {
    for (const json& each : report.at("properties")) {
        if (each.at("name") == name) {
            return each;
        }
    }
    FAIL("no property " << name);
    return {};
}

}  // namespace

TEST_CASE("explore --from: step 0 is the scenario itself", "[tools][explore][from]") {
    const Recorded recorded;
    json whole = recorded.report({recorded.scenario});
    json from = recorded.report({"--from", recorded.at(0)});
    CHECK(from.at("from") == json{{"trace", recorded.trace}, {"step", 0}});
    for (json* each : {&whole, &from}) {
        each->erase("from");
    }
    CHECK(whole == from);

    // Here expectations count.
    std::string text = read_file(recorded.trace);
    text.replace(text.find("\"expect\": \"violated\""), 20, "\"expect\": \"holds\"");
    const std::string other = recorded.workspace.write("other.trace.json", text);
    CHECK(h2sim({"explore", "--from", other + "@0"}).code == 1);
    CHECK(h2sim({"explore", "--from", other + "@1"}).code == 0);
}

TEST_CASE("explore --from: what it finds replays from the beginning", "[tools][explore][from]") {
    const Recorded recorded;
    const std::string out = recorded.workspace.path("again.trace.json");
    const auto [step, strategy] =
        GENERATE(table<std::size_t, std::string>({{4, "bfs"}, {8, "bfs"}, {8, "dfs"}}));
    CAPTURE(step, strategy);

    const Result result =
        h2sim({"explore", "--from", recorded.at(step), "--strategy", strategy, "--trace-out", out});
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Contains("from step " + std::to_string(step) + " of "));
    CHECK_THAT(result.out, !Contains("as expected"));

    const json again = json::parse(read_file(out));
    const json first = json::parse(read_file(recorded.trace));
    CHECK(again.at("shortest") == false);
    REQUIRE(again.at("steps").size() >= step);
    for (std::size_t i = 0; i < step; ++i) {
        CHECK(again.at("steps")[i].at("pick") == first.at("steps")[i].at("pick"));
    }
    // It began on the way of a shortest counterexample, so the rest is as short.
    CHECK((strategy == "dfs" || again.at("steps").size() == recorded.steps));
    const Result replayed = h2sim({"replay", out});
    CHECK(replayed.code == 0);
    CHECK_THAT(replayed.out, Contains("The trace replays"));
}

TEST_CASE("explore --from: verdicts are about what comes after", "[tools][explore][from]") {
    const Recorded recorded;
    const json whole = recorded.report({"--from", recorded.at(0)});
    const json before = recorded.report({"--from", recorded.at(recorded.steps - 1)});
    const json after = recorded.report({"--from", recorded.trace});

    CHECK(property(before, "no-false-refusal").at("verdict") == "violated");
    CHECK(property(before, "no-false-refusal").at("steps") == recorded.steps);
    CHECK(property(before, "no-false-refusal").at("shortest") == false);
    CHECK(property(before, "no-false-refusal").at("expected").is_null());
    CHECK(property(before, "no-false-refusal").at("trace").size() == recorded.steps);
    CHECK(before.at("status") == "complete");
    CHECK(before.at("states") < whole.at("states"));

    // The end of the trace is after the violation, and the only second stream was refused.
    CHECK(after.at("from").at("step") == recorded.steps);
    CHECK(property(after, "no-false-refusal").at("verdict") == "vacuous");
    CHECK(property(after, "reaches-limit").at("verdict") == "unreached");
    CHECK(after.at("states") < before.at("states"));
    CHECK(after.at("complaints").empty());
}

TEST_CASE("explore --from: a bound is still incomplete", "[tools][explore][from]") {
    const Recorded recorded;
    const json report = recorded.report({"--from", recorded.at(3), "--max-states", "2"}, 5);
    CHECK(report.at("status") == "incomplete");
    CHECK(report.at("bound") == "states");
}

TEST_CASE("explore --from: the commands that show it again", "[tools][explore][from]") {
    const Recorded recorded;
    const Result result =
        h2sim({"explore", "--from", recorded.at(5), "--property", "no-false-refusal"});
    CHECK(result.code == 0);
    const std::string command = "h2sim explore --from " + recorded.at(5) +
                                " --property no-false-refusal --trace-out racy.trace.json\n";
    CHECK_THAT(result.out, Contains(command));
    CHECK_THAT(result.out, Contains("shortest counterexample of no-false-refusal from step 5 on"));
}

TEST_CASE("explore --from: a trace from standard input, a name with an @",
          "[tools][explore][from]") {
    const Recorded recorded;
    const std::string text = read_file(recorded.trace);
    command::Setting setting;
    setting.input = text;
    const Result piped = h2sim({"explore", "--from", "-@2"}, setting);
    CHECK(piped.code == 0);
    CHECK_THAT(piped.out, Contains("from step 2 of -: "));

    const std::string named = recorded.workspace.write("a@3", text);
    CHECK_THAT(h2sim({"explore", "--from", named}).out,
               Contains("from step " + std::to_string(recorded.steps) + " of "));
    CHECK_THAT(h2sim({"explore", "--from", named + "@3"}).out, Contains("from step 3 of "));
}

TEST_CASE("explore --from: what is no step of a trace", "[tools][explore][from][bad input]") {
    const Recorded recorded;
    const auto refusal = [](const std::vector<std::string>& arguments, int code) {
        const Result result = h2sim(arguments);
        CAPTURE(result.err);
        CHECK(result.code == code);
        CHECK(result.out.empty());
        return result.err;
    };
    CHECK_THAT(refusal({"explore", "--from", recorded.trace + "@x"}, 2),
               Contains("\"x\" is no number of steps"));
    CHECK_THAT(refusal({"explore", "--from", recorded.trace + "@"}, 2), Contains("no number"));
    CHECK_THAT(refusal({"explore", "--from", recorded.trace + "@-1"}, 2), Contains("no number"));
    CHECK_THAT(refusal({"explore", "--from", recorded.trace + "@99999999999999999999"}, 2),
               Contains("no number"));
    CHECK_THAT(refusal({"explore", "--from", recorded.trace + "@\x1b[31m"}, 2), !Contains("\x1b"));
    CHECK_THAT(refusal({"explore", "--from", recorded.at(recorded.steps + 1)}, 2),
               Contains("is beyond the end of") && Contains("which has"));
    CHECK_THAT(refusal({"explore", "--from", "nowhere.trace.json@3"}, 2),
               Contains("nowhere.trace.json"));
    CHECK_THAT(refusal({"explore", "--from", recorded.scenario}, 2), Contains("schema"));
    CHECK_THAT(refusal({"explore", recorded.scenario, "--from", recorded.trace}, 2),
               Contains("cannot be given as well"));
    CHECK_THAT(refusal({"explore", "--from", recorded.trace, "--set", "limit=2"}, 2),
               Contains("--set with --from"));
    CHECK_THAT(refusal({"explore"}, 2), Contains("or --from TRACE@STEP"));
}

TEST_CASE("explore --from: a trace that no longer replays is exit code 7, unless it differs later",
          "[tools][explore][from]") {
    const Recorded recorded;
    json trace = json::parse(read_file(recorded.trace));
    trace["steps"][5]["name"] = "client: sings";
    trace["steps"][5].erase("action");
    const std::string broken = recorded.workspace.write("broken.trace.json", trace.dump());

    const Result result = h2sim({"explore", "--from", broken + "@6"});
    CHECK(result.code == 7);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains("does not replay. Step 6: event") && Contains("sings"));
    CHECK(h2sim({"explore", "--from", broken}).code == 7);
    CHECK(h2sim({"explore", "--from", broken + "@5"}).code == 0);
}
