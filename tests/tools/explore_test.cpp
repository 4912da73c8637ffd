// h2sim explore: verdicts, counterexamples, bounds, and the report for programs.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using Words = std::vector<std::string>;
using nlohmann::json;

namespace {

json report_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explore");
    arguments.insert(arguments.end(), {"--json", "-"});
    const Result result = h2sim(arguments);
    CAPTURE(result.err);
    REQUIRE(json::accept(result.out));
    return json::parse(result.out);
}

json property(const json& report, const std::string& name) {
    for (const json& each : report.at("properties")) {
        if (each.at("name") == name) {
            return each;
        }
    }
    FAIL("no property " << name);
    return {};
}

std::size_t lines_with(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t i = text.find(part); i != std::string::npos; i = text.find(part, i + 1)) {
        ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("explore: a property violated as expected is a success", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);

    const Result result = h2sim({"explore", file});

    CHECK(result.code == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Contains("t/racy: loses the race\n"));
    CHECK_THAT(result.out, Contains("complete: every order of events, in every one of "));
    CHECK_THAT(result.out, Contains("no-false-refusal  violated  violated"));
    CHECK_THAT(result.out, Contains("no-deadlock       holds     holds"));
    CHECK(lines_with(result.out, "as expected\n") == 3);
    CHECK_THAT(result.out, Contains("The shortest counterexample of no-false-refusal:"));
    CHECK_THAT(result.out, Contains("<<< no-false-refusal"));
    CHECK_THAT(result.out, Contains("h2sim explore " + file +
                                    " --property no-false-refusal --trace-out racy.trace.json\n"
                                    "  h2sim replay racy.trace.json\n"));
    CHECK_THAT(result.out, !Contains("\x1b"));
}

TEST_CASE("explore: an unexpected verdict is exit code 1", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);

    const Result result = h2sim({"explore", file, "--set", "properties.0.expect=holds"});

    CHECK(result.code == 1);
    CHECK_THAT(result.out, Contains("NOT AS EXPECTED"));
    CHECK_THAT(result.out, Contains("failed: no-false-refusal is violated, expected holds\n"));
    CHECK_THAT(result.out, Contains("--set properties.0.expect=holds --property"));
}

TEST_CASE("explore: the report for programs", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);

    const json report = report_of({file});

    CHECK(report.at("schema") == "h2sim-explore/1");
    CHECK(report.at("scenario") == "t/racy");
    CHECK(report.at("complete") == true);
    CHECK(report.at("bound") == "none");
    CHECK(report.at("status") == "passed");
    CHECK(report.at("states").get<int>() > 20);
    CHECK(report.at("transitions").get<int>() >= report.at("states").get<int>() - 1);
    CHECK(report.at("depth").get<int>() > 10);
    CHECK(report.at("peak_memory").get<int>() > 0);
    CHECK(report.at("limit") == 1);
    CHECK(report.at("most_admitted") == 1);
    CHECK_FALSE(report.contains("seconds"));
    // The header lists all keys that explore and check have alike, in their order.
    std::string keys;
    for (const auto& [key, value] : report.items()) {
        keys += key == "schema" || key == "scenario" ? "" : (keys.empty() ? "" : ", ") + key;
    }
    std::string header = read_file(source_root() + "/tools/reports/report_json.hpp");
    for (std::size_t at = 0; (at = header.find("\n// ", at)) != std::string::npos;) {
        header.replace(at, 4, " ");
    }
    CHECK_THAT(header, Contains("of one exploration: " + keys + ".\n"));
    CHECK(report_of({file, "--durations"}).at("seconds").is_number_float());
    REQUIRE(report.at("properties").size() == 3);

    const json violated = property(report, "no-false-refusal");
    CHECK(violated.at("expectation") == "always");
    CHECK(violated.at("expected") == "violated");
    CHECK(violated.at("verdict") == "violated");
    CHECK(violated.at("shortest") == true);
    REQUIRE(violated.at("trace").size() == violated.at("steps").get<std::size_t>());
    CHECK(violated.at("trace")[0] ==
          json{{"pick", 0}, {"name", "client: sends HEADERS 1 END_STREAM"}});

    const json holds = property(report, "no-deadlock");
    CHECK(holds.at("expectation") == "no_deadlock");
    CHECK(holds.at("verdict") == "holds");
    CHECK(holds.at("steps").is_null());
    CHECK(holds.at("trace").is_null());
    CHECK(property(report, "reaches-limit").at("verdict") == "reached");
}

TEST_CASE("explore: two runs give the same octets", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    CHECK(report_of({file}).dump() == report_of({file}).dump());
    CHECK(h2sim({"explore", file}).out == h2sim({"explore", file}).out);
    CHECK_THAT(h2sim({"explore", file, "--durations"}).out, Contains(" states/s\n"));
}

TEST_CASE("explore: --set changes the world, one value for each", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);

    const json report = report_of(
        {"--set", "server.release_at=write_start", "--set=limit=2", "--set", "requests=3", file});

    CHECK(property(report, "no-false-refusal").at("verdict") == "holds");
    CHECK(report.at("status") == "failed");
    CHECK(report.at("complaints")[0] == "no-false-refusal is holds, expected violated");
}

TEST_CASE("explore: depth first sees the same graph", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const json breadth = report_of({file});
    const json depth = report_of({file, "--strategy", "dfs"});
    const json exact = report_of({file, "--exact"});
    CHECK(breadth.at("states") == depth.at("states"));
    CHECK(breadth.at("transitions") == depth.at("transitions"));
    CHECK(breadth.at("states") == exact.at("states"));
    CHECK(property(depth, "no-false-refusal").at("shortest") == false);

    const Result text = h2sim({"explore", file, "--strategy", "dfs"});
    CHECK_THAT(text.out, Contains("The counterexample of"));
    CHECK_THAT(text.out, Contains("--strategy dfs --property"));
}

TEST_CASE("explore: a bound makes it incomplete, exit code 5", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("endless.json", texts::endless());
    const auto [option, value, bound] = GENERATE(table<std::string, std::string, std::string>({
        {"--max-states", "1000", "states"},
        {"--max-depth", "5", "depth"},
        {"--max-memory", "3", "memory"},
        {"--max-time", "0.2", "time"},
    }));
    CAPTURE(option);

    const Result result = h2sim({"explore", file, option, value, "--json", workspace.path("r")});

    CHECK(result.code == 5);
    CHECK_THAT(result.out, Contains("incomplete: stopped at the bound of " + bound + "; " +
                                    (bound == "memory" ? "--max-memory" : option)));
    CHECK_THAT(result.out, Contains("no answer"));
    const json report = json::parse(read_file(workspace.path("r")));
    CHECK(report.at("complete") == false);
    CHECK(report.at("bound") == bound);
    CHECK(report.at("status") == "incomplete");
    CHECK(property(report, "no-false-refusal").at("verdict") == "unknown");
    CHECK(property(report, "no-false-refusal").at("steps").is_null());
}

TEST_CASE("explore: a violation outweighs a bound", "[tools][explore]") {
    const Workspace workspace;
    const std::string file =
        workspace.write("racy.json", texts::racy(R"({"limit": 4, "requests": 30})"));
    const Result result =
        h2sim({"explore", file, "--set", "properties.0.expect=holds", "--max-states", "20000"});
    CHECK(result.code == 1);
}

TEST_CASE("explore: --property chooses whose trace is shown and written", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const std::string trace = workspace.path("witness.trace.json");

    const Result witness =
        h2sim({"explore", file, "--property", "reaches-limit", "--trace-out", trace});
    CHECK(witness.code == 0);
    CHECK_THAT(witness.out, Contains("The shortest witness for reaches-limit:"));
    CHECK_THAT(witness.out, Contains("To see it again:\n  h2sim replay " + trace + "\n"));
    CHECK(json::parse(read_file(trace)).at("verdict") == "reached");

    const Result none = h2sim({"explore", file, "--property", "no-deadlock", "--trace-out",
                               workspace.path("none.trace.json")});
    CHECK(none.code == 0);
    CHECK_THAT(none.out, Contains("no-deadlock has no trace to show."));
    CHECK_THAT(none.err, Contains("no trace written to "));
    CHECK_FALSE(workspace.has("none.trace.json"));

    const Result unknown = h2sim({"explore", file, "--property", "no-dedlock"});
    CHECK(unknown.code == 2);
    CHECK_THAT(unknown.err, Contains("did you mean \"no-deadlock\"?"));
}

TEST_CASE("explore: what is asked alone is answered at once", "[tools][explore]") {
    const Workspace workspace;
    const std::string file =
        workspace.write("racy.json", texts::racy(R"({"limit": 4, "requests": 30})"));
    const std::string report = workspace.path("r.json");
    const Words ask{"explore", file, "--property", "no-false-refusal", "--json", report};
    const Result violated = h2sim(ask);
    CHECK(violated.code == 0);
    CHECK_THAT(violated.out, Contains("answered: the search ended with the answer"));
    CHECK_THAT(violated.out, Contains("The shortest counterexample of no-false-refusal:"));
    CHECK_THAT(violated.out, !Contains("no-deadlock"));
    const json found = json::parse(read_file(report));
    CHECK(found.at("bound") == "answered");
    CHECK(found.at("complete") == false);
    CHECK(found.at("status") == "passed");
    CHECK(found.at("properties").size() == 1);

    Words wrong = ask;
    wrong.insert(wrong.end(), {"--set", "properties.0.expect=holds"});
    CHECK(h2sim(wrong).code == 1);
    Words two = ask;
    two.insert(two.end(), {"--property", "reaches-limit"});
    CHECK(h2sim(two).code == 0);
    CHECK(json::parse(read_file(report)).at("properties").size() == 2);

    // Nothing is expected of what the scenario does not list, and "holds" takes the whole graph.
    const std::string small = workspace.write("small.json", texts::kRacy);
    const Result unlisted = h2sim({"explore", small, "--property", "client-keeps-rfc"});
    CHECK(unlisted.code == 0);
    CHECK_THAT(unlisted.out, Contains("complete: every order of events"));
    CHECK_THAT(unlisted.out, Contains("client-keeps-rfc  holds"));
}

TEST_CASE("explore: --stop-at-first claims nothing of what it left open", "[tools][explore]") {
    const Workspace workspace;
    const std::string file =
        workspace.write("racy.json", texts::racy(R"({"limit": 4, "requests": 30})"));
    const std::string report = workspace.path("r.json");
    const Result found = h2sim({"explore", file, "--stop-at-first", "--json", report});
    CHECK(found.code == 0);
    CHECK_THAT(found.out, Contains("stopped at the first violation"));
    const json json_report = json::parse(read_file(report));
    CHECK(json_report.at("bound") == "first-violation");
    CHECK(property(json_report, "no-false-refusal").at("verdict") == "violated");
    CHECK(property(json_report, "no-deadlock").at("verdict") == "unknown");
    CHECK(h2sim({"explore", file, "--stop-at-first", "--set", "properties.0.expect=holds"}).code ==
          1);
    CHECK(h2sim({"explore", file, "--strategy", "random", "--stop-at-first"}).code == 2);
}

TEST_CASE("explore: what was never at stake is no pass unless it is expected", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::racy(R"({"limit": 2})"));
    const Result vacuous = h2sim({"explore", file, "--set", "properties.0.expect=holds", "--json",
                                  workspace.path("r.json")});
    CHECK(vacuous.code == 1);
    CHECK_THAT(vacuous.out, Contains("no-false-refusal is vacuous, expected holds"));
    const json report = json::parse(read_file(workspace.path("r.json")));
    CHECK(property(report, "no-false-refusal").at("verdict") == "vacuous");
    CHECK(h2sim({"explore", file, "--set", "properties.0.expect=vacuous"}).code == 0);
    CHECK(h2sim({"explore", workspace.write("r.json", texts::kRacy), "--set",
                 "properties.0.expect=vacuous"})
              .code == 1);
}

TEST_CASE("explore: a client that opens a stream after GOAWAY does not pass in silence",
          "[tools][explore][9113/6.8/new-stream]") {
    const Workspace workspace;
    const std::string file = workspace.write("late.json", R"({
  "id": "t/late", "title": "opens a stream after GOAWAY", "limit": 2, "requests": 1,
  "server": {"profile": "release-at-write-start", "graceful_shutdown": true},
  "client": {"behaviour": "scripted", "script": ["await GOAWAY", "HEADERS 1 END_STREAM"]},
  "properties": [{"name": "admitted-within-limit", "expect": "vacuous"}]
})");
    const Result result = h2sim({"explore", file});
    CHECK_THAT(result.out, Contains("note: in some order the client breaks a MUST of RFC 9113 "
                                    "(--property client-keeps-rfc shows one)"));
    const Result shown = h2sim({"explore", file, "--property", "client-keeps-rfc"});
    CHECK_THAT(shown.out, Contains("client: broke 9113/6.8 at step "));
    CHECK(shown.code == 0);  // nothing is expected of it
}

TEST_CASE("explore: restricted orders are named as an assumption", "[tools][explore]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const Result all = h2sim({"explore", file});
    CHECK_THAT(all.out, !Contains("assumption"));
    const Result some =
        h2sim({"explore", file, "--set", "server.orders=completion_posted_before_handling"});
    CHECK_THAT(some.out, Contains("assumption: not all orders, only those of "
                                  "\"completion_posted_before_handling\""));
}
