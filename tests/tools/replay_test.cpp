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
std::string record_race(const Workspace& workspace) {
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const std::string trace = workspace.path("racy.trace.json");
    REQUIRE(h2sim({"explore", file, "--trace-out", trace}).code == 0);
    return trace;
}

}  // namespace

TEST_CASE("replay: a recorded counterexample replays", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_race(workspace);

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
    const std::string trace = record_race(workspace);
    command::Setting setting;
    setting.input = read_file(trace);
    const Result result = h2sim({"replay", "-"}, setting);
    CHECK(result.code == 0);
    CHECK(result.out == h2sim({"replay", trace}).out);
    CHECK(h2sim({"explore", workspace.path("racy.json"), "--trace-out", "-"}).out == setting.input);
}

TEST_CASE("replay: --until stops early and claims nothing", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_race(workspace);
    const Result result = h2sim({"replay", trace, "--until", "3"});
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Contains("   3  loop    processes HEADERS 1"));
    CHECK_THAT(result.out, !Contains("\n   4  "));
    CHECK_THAT(result.out, Contains("Stopped after step 3 of "));
    CHECK_THAT(result.out, Contains("the verdict was not checked."));
    CHECK_THAT(h2sim({"replay", trace, "--until", "999"}).out, Contains("The trace replays: "));
}

TEST_CASE("replay: as JSON", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_race(workspace);
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
    json trace = json::parse(read_file(record_race(workspace)));
    std::string reason;
    SECTION("a pick that is not enabled") {
        trace["steps"][2]["pick"] = 40;
        reason = "Step 3: the trace picks event 40";
    }
    SECTION("another name") {
        trace["steps"][4]["name"] = "loop: sleeps";
        trace["steps"][4].erase("action");
        reason = "Step 5: event 0 is \"loop: sleeps\" in the trace";
    }
    SECTION("another thread") {
        trace["steps"][4]["action"]["thread"] = "writer";
        reason = "but its thread is \"writer\" in the trace and \"loop\" in this world";
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

    CHECK_THAT(result.out,
               Catch::EndsWith("\nTo see it up to there:\n  h2sim replay " + file + " --step\n"));

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
    const std::string text = read_file(record_race(workspace));
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
        message = "error[wrong-version]: \"schema\" is \"h2sim-trace/9\"";
    }
    SECTION("a scenario instead") {
        changed = texts::kRacy;
        message = "error[wrong-kind]: not a trace";
    }
    SECTION("a trace of get or serve instead") {
        changed = "{\"schema\":\"h2sim-live-trace/1\",\"role\":\"client\"}\n{\"at_us\":1}\n";
        message = "this is a trace of h2sim get or serve";
    }
    SECTION("an unknown key") {
        trace["stepz"] = 1;
        changed = trace.dump(2);
        message = "unknown key \"stepz\"";
    }
    SECTION("a pick that is no index") {
        trace["steps"][0]["pick"] = -1;
        changed = trace.dump(2);
        message = "error[out-of-range]: \"steps.0.pick\" is -1";
    }
    SECTION("an unknown property") {
        trace["property"] = "no-such-thing";
        changed = trace.dump(2);
        message = "error[unknown-name]: \"property\" is \"no-such-thing\"";
    }
    SECTION("a broken scenario within") {
        trace["scenario"]["limit"] = "many";
        changed = trace.dump(2);
        message = "/scenario/limit";
    }
    SECTION("empty") {
        message = "broken.trace.json:1:1: error[";
    }
    const std::string file = workspace.write("broken.trace.json", changed);
    const Result result = h2sim({"replay", file});
    CAPTURE(result.err);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains(message));
    CHECK(h2sim({"validate", file}).code == (changed == texts::kRacy ? 0 : 2));
}

TEST_CASE("replay: a trace of another h2sim replays where the events and the verdict agree",
          "[tools][replay]") {
    const Workspace workspace;
    json trace = json::parse(read_file(record_race(workspace)));
    trace["steps"][7]["digest"] = std::string(32, '0');
    trace["h2sim"] = "0.0.9";
    trace["states"] = 4711;
    const std::string file = workspace.write("old.trace.json", trace.dump());
    const std::string sentence =
        "Digests from step 8 on differ: h2sim 0.0.9 wrote the trace, and its states had other "
        "fields; every event and the verdict agree.\n";

    const Result text = h2sim({"replay", file});
    CHECK(text.code == 0);
    CHECK(text.err.empty());
    CHECK_THAT(text.out, Catch::EndsWith(", no-false-refusal violated.\n" + sentence));

    const Result svg = h2sim({"replay", file, "--format", "svg"});
    CHECK(svg.code == 0);
    CHECK(svg.err == sentence);
    const Result as_json = h2sim({"replay", file, "--json", "--quiet"});
    CHECK(as_json.code == 0);
    CHECK(as_json.err.empty());
    CHECK(json::parse(as_json.out).at("digests_differ_from") == 8);
    CHECK(json::parse(as_json.out).at("h2sim") == "0.0.9");
    CHECK(h2sim({"minimize", file}).code == 0);

    trace["steps"][4]["name"] = "loop: dreams";
    trace["steps"][4].erase("action");
    const Result renamed = h2sim({"replay", workspace.write("renamed.json", trace.dump())});
    CHECK(renamed.code == 7);
    CHECK_THAT(renamed.out, Contains("Step 5: event 0 is \"loop: dreams\" in the trace and "));
    CHECK_THAT(renamed.out, Contains("h2sim 0.0.9 wrote the trace, this is h2sim "));
}

TEST_CASE("replay: what a newer h2sim has written besides is ignored and told", "[tools][replay]") {
    const Workspace workspace;
    json trace = json::parse(read_file(record_race(workspace)));
    trace["h2sim"] = "999.0.0";
    trace["colour\u001b[31m"] = "red";
    for (std::size_t i = 0; i < 4; ++i) {
        trace["steps"][i]["seconds"] = i;
    }
    const std::string file = workspace.write("new.trace.json", trace.dump());
    const Result result = h2sim({"replay", file});
    CHECK(result.code == 0);
    CHECK_THAT(result.err, Contains("new.trace.json: h2sim 999.0.0 wrote this trace, this is "));
    CHECK_THAT(result.err, Contains("ignored are the keys /colour\\x1b[31m, /steps/0/seconds, "
                                    "/steps/1/seconds and 2 more\n"));
    CHECK_THAT(result.err + result.out, !Contains("\x1b"));
    CHECK(h2sim({"replay", file, "--quiet"}).err.empty());
    CHECK(h2sim({"validate", file}).code == 0);
}

TEST_CASE("replay: a version with terminal escapes reaches no terminal", "[tools][replay]") {
    const Workspace workspace;
    json trace = json::parse(read_file(record_race(workspace)));
    trace["h2sim"] = "1.0.0-\u001b]0;owned\u0007";
    const Result result = h2sim({"replay", workspace.write("hostile.trace.json", trace.dump(2))});
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains("error[wrong-form]: \"h2sim\" is \"1.") &&
                               Contains("0.0-\\x1b]0;owned\\x07\"\n"));
    CHECK_THAT(result.err, !Contains("\x1b"));
}

TEST_CASE("replay: a trace that claims nothing", "[tools][replay]") {
    const Workspace workspace;
    json trace = json::parse(read_file(record_race(workspace)));
    trace["verdict"] = "unknown";
    trace["shortest"] = false;
    trace["steps"].erase(trace["steps"].size() - 1);
    const std::string file = workspace.write("open.trace.json", trace.dump(2));
    const Result result = h2sim({"replay", file});
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Contains(" steps; it claims no verdict.\n"));
    CHECK_THAT(result.out, Contains("The trace claims nothing about no-false-refusal.\n"));
    for (const char* form : {"json", "jsonl", "mermaid", "svg"}) {
        CHECK(h2sim({"replay", file, "--format", form}).code == 0);
    }
    const Result shorter = h2sim({"minimize", file});
    CHECK(shorter.code == 2);
    CHECK_THAT(shorter.err, Contains("the trace claims nothing"));
}

TEST_CASE("replay --set: as far as a changed design goes along", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_race(workspace);
    const std::string kept = workspace.path("as-far.trace.json");

    const Result left =
        h2sim({"replay", trace, "--set", "server.before_read=wait", "--trace-out", kept});
    CHECK(left.code == 7);
    CHECK_THAT(left.out, Contains("The changed design takes "));
    CHECK_THAT(left.out, Contains("is not enabled; enabled are:"));
    CHECK_THAT(left.out, Contains("h2sim explore --from " + kept));
    CHECK_FALSE(Contains("<<< no-false-refusal").match(left.out));

    // What was kept is a trace of the changed design, and the search goes on from its end.
    const Result again = h2sim({"replay", kept});
    CHECK(again.code == 0);
    CHECK_THAT(again.out, Contains("it claims no verdict"));
    CHECK(h2sim({"explore", "--from", kept, "--property", "no-false-refusal"}).code == 0);

    const json told =
        json::parse(h2sim({"replay", trace, "--set", "server.before_read=wait", "--json"}).out);
    CHECK(told.at("refit").at("taken") < told.at("refit").at("steps"));
    CHECK(told.at("divergence").at("step") == told.at("steps").size() + 1);
    CHECK(told.at("divergence").at("reason") == told.at("refit").at("reason"));
}

TEST_CASE("replay --set: a change that changes nothing on the way", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_race(workspace);
    const Result all = h2sim({"replay", trace, "--set", "pipes.to_client=3"});
    CHECK(all.code == 0);
    CHECK_THAT(all.out, Contains("The changed design takes all of it: "));
    CHECK_THAT(all.out, Contains("no-false-refusal violated"));

    // All steps, but what they broke is no longer broken: one stream more is allowed, or the slot
    // is free in time.
    for (const char* change : {"server.slack=1", "server.release_at=write_start"}) {
        CAPTURE(change);
        const Result harmless = h2sim({"replay", trace, "--set", change});
        CHECK(harmless.code == 7);
        CHECK_THAT(harmless.out, Contains("The changed design takes all 10 steps, but the last "));
    }
}

TEST_CASE("replay --set: what cannot be", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_race(workspace);
    const Result unknown = h2sim({"replay", trace, "--set", "server.no_such_key=1"});
    CHECK(unknown.code == 2);
    CHECK(unknown.out.empty());
    CHECK_THAT(unknown.err, Contains("no_such_key"));
    CHECK(h2sim({"replay", trace, "--set", "limit=0"}).code == 2);
    CHECK(h2sim({"replay", trace, "--set", "nothing"}).code == 2);
    CHECK(h2sim({"replay", trace, "--trace-out", workspace.path("t")}).code == 2);  // of what?
    CHECK(h2sim({"replay", trace, "--set", "limit=2", "--trace-out", "-"}).code == 2);
}
