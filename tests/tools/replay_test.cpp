// h2sim replay: a trace says what happened, and replay says whether it still does.

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

// The counterexample of kRacy, recorded by the command.
std::string record(const Workspace& workspace) {
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const std::string trace = workspace.path("racy.trace.json");
    REQUIRE(h2sim({"explore", file, "--trace-out", trace}).code == 0);
    return trace;
}

}  // namespace

TEST_CASE("replay: a recorded counterexample replays", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record(workspace);

    const Result result = h2sim({"replay", trace});

    CHECK(result.code == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Contains("t/racy: loses the race"));
    CHECK_THAT(result.out, Contains("step  actor"));
    CHECK_THAT(result.out, Contains("<<< no-false-refusal"));
    CHECK_THAT(result.out, Contains("The trace replays: "));
    CHECK_THAT(result.out, Contains(", no-false-refusal violated.\n"));
    CHECK(h2sim({"replay", trace}).out == result.out);
}

TEST_CASE("replay: standard input, and standard output of explore", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record(workspace);
    command::Setting setting;
    setting.input = read_file(trace);
    const Result result = h2sim({"replay", "-"}, setting);
    CHECK(result.code == 0);
    CHECK(result.out == h2sim({"replay", trace}).out);
    CHECK(h2sim({"explore", workspace.path("racy.json"), "--trace-out", "-"}).out == setting.input);
}

TEST_CASE("replay: --until stops early and claims nothing", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record(workspace);
    const Result result = h2sim({"replay", trace, "--until", "3"});
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Contains("    3  loop    processes HEADERS 1"));
    CHECK_THAT(result.out, !Contains("    4  "));
    CHECK_THAT(result.out, Contains("Stopped after step 3 of "));
    CHECK_THAT(result.out, Contains("the verdict was not checked."));
    CHECK_THAT(h2sim({"replay", trace, "--until", "999"}).out, Contains("The trace replays: "));
}

TEST_CASE("replay: as JSON", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record(workspace);
    const Result result = h2sim({"replay", trace, "--format", "json"});
    CHECK(result.code == 0);
    const json report = json::parse(result.out);
    CHECK(report.at("schema") == "h2sim-replay/1");
    CHECK(report.at("scenario") == "t/racy");
    CHECK(report.at("property") == "no-false-refusal");
    CHECK(report.at("verdict") == "violated");
    CHECK(report.at("divergence").is_null());
    CHECK(report.at("whole") == true);
    const json steps = json::parse(read_file(trace)).at("steps");
    REQUIRE(report.at("steps").size() == steps.size());
    CHECK(report.at("steps")[0].at("actor") == "client");
    CHECK(report.at("steps")[0].at("event") == "sends HEADERS 1 END_STREAM");
    CHECK(report.at("steps").back().at("wrong") == true);
    CHECK(report.at("steps").back().at("observed")[0] == "no-false-refusal");
}

TEST_CASE("replay: what differs is named with its step, exit code 7", "[tools][replay]") {
    const Workspace workspace;
    json trace = json::parse(read_file(record(workspace)));
    std::string reason;
    SECTION("a pick that is not enabled") {
        trace["steps"][2]["pick"] = 40;
        reason = "Step 3: the trace picks event 40";
    }
    SECTION("another name") {
        trace["steps"][4]["name"] = "loop: sleeps";
        reason = "Step 5: event 0 is \"loop: sleeps\" in the trace";
    }
    SECTION("a digest") {
        trace["steps"][7]["digest"] = std::string(32, '0');
        reason = "Step 8: the state after it has digest ";
    }
    SECTION("a verdict the steps do not show") {
        trace["steps"].erase(trace["steps"].size() - 1);
        reason = "Step " + std::to_string(trace["steps"].size() + 1) +
                 ": the last step does not show no-false-refusal";
    }
    SECTION("another world") {
        trace["scenario"]["requests"] = 1;
        reason = "Step 8: event 0 is \"client: sends HEADERS 3 END_STREAM\" in the trace";
    }
    const std::string file = workspace.write("changed.trace.json", trace.dump());

    const Result result = h2sim({"replay", file});
    CHECK(result.code == 7);
    CHECK_THAT(result.out, Contains("The trace does not replay. "));
    CHECK_THAT(result.out, Contains(reason));

    const Result quiet = h2sim({"replay", file, "--quiet"});
    CHECK(quiet.code == 7);
    CHECK(quiet.out.empty());
    CHECK_THAT(quiet.err, Contains(reason));

    CHECK(h2sim({"replay", file, "--until", "999"}).code == 7);  // beyond the end: all of it

    const Result as_json = h2sim({"replay", file, "--format", "json"});
    CHECK(as_json.code == 7);
    const json report = json::parse(as_json.out);
    CHECK(report.at("divergence").at("step").get<std::size_t>() ==
          report.at("steps").size() + (reason.find("digest") == std::string::npos ? 1 : 0));
}

TEST_CASE("replay: traces that cannot be read are exit code 2", "[tools][replay]") {
    const Workspace workspace;
    const std::string text = read_file(record(workspace));
    json trace = json::parse(text);
    std::string changed;
    std::string message;
    SECTION("truncated") {
        changed = text.substr(0, text.size() / 2);
        message = "broken.trace.json:";
    }
    SECTION("of another version") {
        trace["schema"] = "h2sim-trace/9";
        changed = trace.dump(2);
        message = "a trace of version 9, this program reads version 1";
    }
    SECTION("a scenario instead") {
        changed = texts::kRacy;
        message = "\"schema\" is missing";
    }
    SECTION("an unknown key") {
        trace["stepz"] = 1;
        changed = trace.dump(2);
        message = "unknown key \"stepz\"";
    }
    SECTION("a pick that is no index") {
        trace["steps"][0]["pick"] = -1;
        changed = trace.dump(2);
        message = "not a pick";
    }
    SECTION("an unknown property") {
        trace["property"] = "no-such-thing";
        changed = trace.dump(2);
        message = "no property \"no-such-thing\"";
    }
    SECTION("a broken scenario within") {
        trace["scenario"]["limit"] = "many";
        changed = trace.dump(2);
        message = "/scenario/limit";
    }
    SECTION("empty") {
        message = "broken.trace.json:1:1: error: ";
    }
    const std::string file = workspace.write("broken.trace.json", changed);
    const Result result = h2sim({"replay", file});
    CAPTURE(result.err);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains(message));
    CHECK(h2sim({"validate", file}).code == (changed == texts::kRacy ? 0 : 2));
}
