// h2sim explore --strategy random|pct|pos: what is found, what is said about the rest, and that it
// never passes for a proof.

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

// kRacy with only what can be found.
std::string findable() {
    json document = json::parse(texts::kRacy);
    document["properties"].erase(1);
    return document.dump(2);
}

json report_of(std::vector<std::string> arguments, int code) {
    arguments.insert(arguments.begin(), "explore");
    arguments.insert(arguments.end(), {"--json", "-"});
    const Result result = h2sim(arguments);
    CAPTURE(result.err);
    CHECK(result.code == code);
    REQUIRE(json::accept(result.out));
    return json::parse(result.out);
}

json random_property(const json& report, const std::string& name) {
    for (const json& each : report.at("properties")) {
        if (each.at("name") == name) {
            return each;
        }
    }
    FAIL("no property " << name);
    return {};
}

}  // namespace

TEST_CASE("explore at random: not found is no answer", "[tools][explore][random]") {
    const Workspace workspace;
    const std::string racy = workspace.write("racy.json", texts::kRacy);
    const std::string strategy = GENERATE("random", "pct", "pos");
    CAPTURE(strategy);
    const Result result = h2sim({"explore", racy, "--strategy", strategy, "--runs", "500"});
    CHECK(result.code == 5);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Contains("at random: 500 runs, "));
    CHECK_THAT(result.out, Contains("seed 1; it finds and never proves\n"));
    CHECK_THAT(result.out, Contains("no-deadlock       holds     not found        0      -  no "
                                    "answer\n"));
    CHECK_THAT(result.out,
               Contains("never in 500 runs: below 0.00917 per run with 99 %: no-deadlock\n"));
    CHECK_THAT(result.out, !Contains("complete"));
    CHECK_THAT(result.out, Contains("--strategy bfs looks at all of them"));
    CHECK_THAT(result.out, Contains("The counterexample of no-false-refusal:"));
    CHECK((result.out.find("1/(n*k^(d-1)) = ") != std::string::npos) == (strategy == "pct"));
}

TEST_CASE("explore at random: exit codes", "[tools][explore][random]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", findable());
    const std::string safe = workspace.write("safe.json", texts::safe());
    const auto code = [](const std::string& scenario, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"explore", scenario, "--strategy", "random"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return h2sim(arguments).code;
    };
    CHECK(code(file, {}) == 0);
    CHECK(code(file, {"--runs", "1", "--seed", "1"}) == 5);
    CHECK(code(safe, {}) == 5);
    CHECK(code(file, {"--set", "properties.0.expect=holds"}) == 1);
    CHECK(code(file, {"--set", "properties.1.expect=unreached"}) == 1);
    CHECK(code(file, {"--max-depth", "5"}) == 5);
    CHECK(code(file, {"--max-states", "5"}) == 5);
}

TEST_CASE("explore at random: the report for programs", "[tools][explore][random]") {
    const Workspace workspace;
    const std::string racy = workspace.write("racy.json", texts::kRacy);
    const json report = report_of({racy, "--strategy", "pct", "--seed", "18446744073709551615",
                                   "--runs", "400", "--pct-depth", "2"},
                                  5);
    CHECK(report.at("schema") == "h2sim-random/1");
    CHECK(report.at("scenario") == "t/racy");
    CHECK(report.at("strategy") == "pct");
    CHECK(report.at("seed") == 18446744073709551615U);
    CHECK(report.at("runs") == 400);
    CHECK(report.at("runs_asked") == 400);
    CHECK(report.at("bound") == "none");
    CHECK(report.at("cut") == 0);
    CHECK(report.at("from").is_null());
    CHECK(report.at("confidence") == 0.99);
    CHECK(report.at("status") == "incomplete");
    CHECK(report.at("all_states") == report_of({racy}, 0).at("states"));
    CHECK(report.at("states") <= report.at("all_states"));
    const json& pct = report.at("pct");
    const double bound = 1 / (pct.at("lanes").get<double>() * pct.at("steps").get<double>());
    CHECK(pct.at("bound").get<double>() == Approx(bound).epsilon(1e-5));
    CHECK(pct.at("depth") == 2);
    CHECK(pct.at("calibration_runs") == 64);

    for (const json& each : report.at("properties")) {
        CHECK(each.at("verdict") != "holds");
        CHECK(each.at("verdict") != "unreached");
    }
    const json found = random_property(report, "no-false-refusal");
    CHECK(found.at("verdict") == "violated");
    CHECK(found.at("shortest") == false);
    CHECK(found.at("trace").size() == found.at("steps").get<std::size_t>());
    const double p = found.at("hits").get<double>() / 400;
    CHECK(found.at("probability").get<double>() == Approx(p));
    CHECK(p >= pct.at("bound").get<double>());
    CHECK(found.at("low").get<double>() < p);
    CHECK(found.at("high").get<double>() > p);
    CHECK(found.at("clean_runs_needed").get<int>() > 1);

    const json missing = random_property(report, "no-deadlock");
    CHECK(missing.at("verdict") == "not found");
    CHECK(missing.at("hits") == 0);
    CHECK(missing.at("probability").is_null());
    CHECK(missing.at("low") == 0);
    CHECK(missing.at("high").get<double>() == Approx(0.0114469).epsilon(1e-5));
    CHECK(missing.at("trace").is_null());
}

TEST_CASE("explore at random: the same seed gives the same octets", "[tools][explore][random]") {
    const Workspace workspace;
    const std::string racy = workspace.write("racy.json", texts::kRacy);
    const auto once = [&](const std::string& seed) {
        return report_of({racy, "--strategy", "pos", "--seed", seed}, 5).dump();
    };
    CHECK(once("5") == once("5"));
    CHECK(once("5") != once("6"));
}

TEST_CASE("explore at random: traces are picks, replay, and can be minimized",
          "[tools][explore][random]") {
    const Workspace workspace;
    const std::string racy = workspace.write("racy.json", texts::kRacy);
    const std::string trace = workspace.path("found.trace.json");
    const Result result = h2sim({"explore", racy, "--strategy", "random", "--seed", "3", "--runs",
                                 "200", "--trace-out", trace});
    CHECK(result.code == 5);
    CHECK_THAT(result.out, Contains("To see it again:\n  h2sim replay " + trace + "\n"));
    const json found = json::parse(read_file(trace));
    CHECK(found.at("shortest") == false);
    CHECK_FALSE(found.contains("seed"));
    CHECK(h2sim({"replay", trace}).code == 0);
    const Result minimized = h2sim({"minimize", trace, "-o", workspace.path("short.trace.json")});
    CHECK(minimized.code == 0);
    CHECK(json::parse(read_file(workspace.path("short.trace.json"))).at("shortest") == true);

    const Result again = h2sim({"explore", racy, "--strategy", "pct", "--seed", "3", "--runs",
                                "200", "--pct-depth", "4", "--max-depth", "900"});
    CHECK_THAT(again.out, Contains("h2sim explore " + racy +
                                   " --strategy pct --seed 3 --runs 200 --pct-depth 4 --max-depth "
                                   "900 --property no-false-refusal --trace-out racy.trace.json"));

    const Result none = h2sim({"explore", racy, "--strategy", "random", "--property", "no-deadlock",
                               "--trace-out", workspace.path("none")});
    CHECK_THAT(none.err, Contains("what was asked for was not found"));
    CHECK_THAT(none.out, Contains("no-deadlock was not found, there is no trace to show."));
    CHECK_FALSE(workspace.has("none"));
}

TEST_CASE("explore at random: from a step of a trace", "[tools][explore][random][from]") {
    const Workspace workspace;
    const std::string racy = workspace.write("racy.json", texts::kRacy);
    const std::string trace = workspace.path("first.trace.json");
    REQUIRE(h2sim({"explore", racy, "--trace-out", trace}).code == 0);
    const std::string out = workspace.path("second.trace.json");

    const Result result =
        h2sim({"explore", "--from", trace + "@6", "--strategy", "pos", "--trace-out", out});
    CHECK(result.code == 5);  // no deadlock was found
    CHECK_THAT(result.out, Contains("from step 6 of ") && Contains("steps from there"));
    CHECK_THAT(result.out, !Contains("expected  "));
    CHECK(h2sim({"replay", out}).code == 0);
    const json first = json::parse(read_file(trace));
    const json second = json::parse(read_file(out));
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(first.at("steps")[i].at("pick") == second.at("steps")[i].at("pick"));
    }
    const json report = report_of({"--from", trace + "@6", "--strategy", "random"}, 5);
    CHECK(report.at("from").at("step") == 6);
    CHECK(random_property(report, "no-deadlock").at("expected").is_null());
    CHECK(report.at("all_states") == report_of({"--from", trace + "@6"}, 0).at("states"));
}

TEST_CASE("explore at random: time and Ctrl-C end it, incomplete", "[tools][explore][random]") {
    const Workspace workspace;
    const std::string file = workspace.write("endless.json", texts::endless());
    const std::string runs = "4000000000";
    const Result timed =
        h2sim({"explore", file, "--strategy", "random", "--runs", runs, "--max-time", "0.3"});
    CHECK(timed.code == 5);
    CHECK_THAT(timed.out, Contains(" of 4,000,000,000 runs; stopped at the bound of time; "
                                   "--max-time raises it\n"));
    command::Setting setting;
    setting.signal = 2;
    setting.error_terminal = true;
    const Result stopped = h2sim({"explore", file, "--strategy", "pos", "--runs", runs}, setting);
    CHECK(stopped.code == 130);
    CHECK_THAT(stopped.out, Contains("; interrupted\n"));
    CHECK_THAT(stopped.err, Contains(" of 4,000,000,000 runs, "));
}

TEST_CASE("explore at random: options that mean nothing together",
          "[tools][explore][random][bad input]") {
    const auto refused = [](std::vector<std::string> options) {
        options.insert(options.begin(), {"explore", "races/go-42777-landed"});
        const Result result = h2sim(options);
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        return result.err;
    };
    CHECK_THAT(refused({"--seed", "1"}), Contains("--seed is for --strategy random, pct or pos"));
    CHECK_THAT(refused({"--strategy", "dfs", "--runs", "9"}), Contains("--runs is for"));
    CHECK_THAT(refused({"--strategy", "pos", "--pct-depth", "2"}), Contains("--strategy pct"));
    CHECK_THAT(refused({"--strategy", "pos", "--exact"}), Contains("--exact is for"));
    CHECK_THAT(refused({"--strategy", "swarm"}), Contains("bfs|dfs|random|pct|pos"));
    for (const std::string runs : {"0", "-1", "1.5", "4000000001", "x"}) {
        CHECK_THAT(refused({"--strategy", "pct", "--runs", runs}), Contains("--runs"));
    }
    for (const std::string depth : {"0", "101", "1e3"}) {
        CHECK_THAT(refused({"--strategy", "pct", "--pct-depth", depth}), Contains("--pct-depth"));
    }
    for (const std::string seed : {"-1", "18446744073709551616", "one"}) {
        CHECK_THAT(refused({"--strategy", "pct", "--seed", seed}), Contains("--seed"));
    }
}
