// h2sim diff: how two traces differ, for people and for programs, with the exit codes of diff(1).

#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/instrumented.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

const std::string kTraceFolder = source_root() + "/scenarios/traces/";
const std::string kBeforeFix = kTraceFolder + "go-42777-before.no-false-refusal.trace.json";
const std::string kAfterFix = kTraceFolder + "go-42777-landed.no-false-refusal.trace.json";

json trace_in(const std::string& file) {
    return json::parse(read_file(file));
}

// Another order of the same world: step 7, the client's, after step 8, the writer's.
std::string other_order(const Workspace& workspace) {
    json trace = trace_in(kAfterFix);
    std::swap(trace["steps"][6], trace["steps"][7]);
    const std::string swapped = workspace.write("swapped.json", trace.dump());
    const std::string out = workspace.path("moved.trace.json");
    const std::string title = trace["scenario"]["title"];
    const Result taken = h2sim({"replay", swapped, "--set", "title=" + title, "--trace-out", out});
    CAPTURE(taken.out, taken.err);
    REQUIRE(taken.code == 0);
    return out;
}

// The trace, changed, as a file.
template <class Change>
std::string changed_trace(const Workspace& workspace, const char* name, const Change& change) {
    json trace = trace_in(kAfterFix);
    change(trace);
    return workspace.write(name, trace.dump());
}

std::string not_replaying(const Workspace& workspace) {
    return changed_trace(workspace, "odd.json",
                         [](json& trace) { trace["steps"][4]["pick"] = 60'000; });
}

json diff_json(const std::string& first, const std::string& second, int code = 1) {
    const Result result = h2sim({"diff", first, second, "--json"});
    CAPTURE(result.err);
    CHECK(result.code == code);
    return json::parse(result.out);
}

}  // namespace

TEST_CASE("diff: a trace and itself", "[tools][diff]") {
    const Result result = h2sim({"diff", kAfterFix, kAfterFix});
    CHECK(result.code == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Catch::StartsWith("- first   " + kTraceFolder));
    CHECK_THAT(result.out, Contains("\n+ second  " + kTraceFolder));
    CHECK_THAT(result.out, Contains("\n          races/go-42777-landed: 16 steps, "
                                    "no-false-refusal violated, shortest\n"));
    CHECK_THAT(result.out, Catch::EndsWith("\n\nThe traces are the same.\n"));

    const json report = diff_json(kAfterFix, kAfterFix, 0);
    CHECK(report["schema"] == "h2sim-diff/1");
    CHECK(report["same"] == true);
    CHECK(report["claims"].empty());
    CHECK(report["scenario"].empty());
    CHECK(report["steps"].size() == 16);
    CHECK(report["worlds"]["parting"].is_null());
    CHECK(report["first"] == report["second"]);

    const Result quiet = h2sim({"diff", kAfterFix, kAfterFix, "-q"});
    CHECK(quiet.code == 0);
    CHECK(quiet.out.empty());
}

TEST_CASE("diff: before and after a fix that changes nothing for this order", "[tools][diff]") {
    const Result result = h2sim({"diff", kBeforeFix, kAfterFix});
    CHECK(result.code == 1);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Contains("\nserver.before_read  nothing "));
    CHECK_THAT(result.out, Contains(" drain\n"));
    CHECK_THAT(result.out, Contains("\nserver.profile "));
    CHECK_THAT(result.out, !Contains("pinned"));  // the same in both
    CHECK_THAT(result.out, !Contains("profile_merged"));
    CHECK_THAT(result.out, Contains("Other texts (--full shows them): title, why, refs.3\n"));
    CHECK_THAT(result.out, Contains("\nSteps: all 16 are the same\n"));
    CHECK_THAT(result.out, Contains("\nStates: no difference after any of 16 steps\n"));
    CHECK_THAT(result.out, Contains("Both show no-false-refusal at step 16"));
    CHECK(h2sim({"diff", kBeforeFix, kAfterFix}).out == result.out);
    CHECK_THAT(result.out, Catch::EndsWith("\nThe steps of the first in the design of the second:\n"
                                           "  h2sim replay " +
                                           kBeforeFix + " --set server.before_read=drain\n"));
    CHECK(h2sim({"replay", kBeforeFix, "--set", "server.before_read=drain"}).code == 0);

    const Result full = h2sim({"diff", kBeforeFix, kAfterFix, "--full"});
    CHECK_THAT(full.out, Contains("\ntitle "));
    CHECK_THAT(full.out, Contains("\n     16      16  loop "));

    const json report = diff_json(kBeforeFix, kAfterFix);
    CHECK(report["scenario"][0] == json{{"key", "server.before_read"},
                                        {"first", "nothing"},
                                        {"second", "drain"},
                                        {"of_world", true}});
    CHECK(report["same"] == false);
    CHECK(report["same_world"] == false);
    CHECK(report["worlds"]["ends"].empty());
    CHECK(report["second"]["shown"][0] == json{{"property", "no-false-refusal"}, {"step", 16}});
}

TEST_CASE("diff: one step moved: where the states part and meet", "[tools][diff]") {
    const Workspace workspace;
    const std::string moved = other_order(workspace);
    const Result result = h2sim({"diff", kAfterFix, moved});
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Contains("\nSteps: 15 in both, 1 moved\n"));
    CHECK_THAT(result.out, Contains("… 4 steps the same\n"));
    CHECK_THAT(result.out, Contains("to 8\n"));
    CHECK_THAT(result.out, Contains("from 7\n"));
    CHECK_THAT(result.out, Contains("\nStates: they first differ after step 7\n"));
    CHECK_THAT(result.out, Contains("\nAfter step 8 of the first and step 8 of the second they "
                                    "are the same again.\n"));
    CHECK_THAT(result.out, Contains("\nEnds: the same state\n"));
    CHECK_THAT(h2sim({"diff", kAfterFix, moved, "--full"}).out, !Contains("steps the same"));

    const json report = diff_json(kAfterFix, moved);
    CHECK(report["same"] == false);
    CHECK(report["same_world"] == true);
    CHECK(report["worlds"]["parting"]["step"] == 7);
    CHECK_FALSE(report["worlds"]["parting"]["facts"].empty());
    CHECK(report["worlds"]["meeting"] == json{{"first", 8}, {"second", 8}});
    CHECK(report["steps"][6]["change"] == "moved-away");
    CHECK(report["steps"][6]["first"] == 7);
    CHECK(report["steps"][6]["second"] == 8);
    CHECK(report["steps"][8]["change"] == "moved-here");
}

TEST_CASE("diff: steps that only one of them has", "[tools][diff]") {
    const Workspace workspace;
    const std::string shorter = changed_trace(workspace, "short.json", [](json& trace) {
        trace["steps"].erase(15);
        trace["verdict"] = "unknown";
        trace["shortest"] = false;
    });
    const Result removed = h2sim({"diff", kAfterFix, shorter});
    CHECK(removed.code == 1);
    CHECK_THAT(removed.out, Contains("\nSteps: 15 in both, 1 only in the first\n"));
    CHECK_THAT(removed.out, Contains("\n-     16          loop "));
    CHECK_THAT(removed.out, Contains("\nverdict "));
    CHECK_THAT(removed.out, Contains("\nStates: no difference after any of the first 15 steps\n"));
    CHECK_THAT(removed.out, Contains("\nEnds: different states\n"));
    CHECK_THAT(removed.out, Contains("\nno-false-refusal       at step 16  never\n"));

    const Result added = h2sim({"diff", shorter, kAfterFix, "--color", "always"});
    CHECK_THAT(added.out, Contains("\n\x1b[32m+             16  loop "));
    const Result by_hand = h2sim({"diff", kAfterFix, shorter, "--color", "always"});
    CHECK_THAT(by_hand.out, Contains("\n\x1b[31m-     16          loop "));
    command::Setting forced;
    forced.environment = {{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}};
    CHECK_THAT(h2sim({"diff", kAfterFix, shorter}, forced).out, !Contains("\x1b"));
}

TEST_CASE("diff: one of them from standard input, the report to a file", "[tools][diff]") {
    const Workspace workspace;
    command::Setting setting;
    setting.input = read_file(kBeforeFix);
    const Result second = h2sim({"diff", kAfterFix, "-"}, setting);
    CHECK(second.code == 1);
    CHECK_THAT(second.out, Contains("\n+ second  standard input\n"));
    const Result first = h2sim({"diff", "-", kBeforeFix}, setting);
    CHECK(first.code == 0);
    CHECK_THAT(first.out, Catch::StartsWith("- first   standard input\n"));

    CHECK_THAT(h2sim({"diff", "-", kAfterFix}, setting).out, !Contains("h2sim replay"));

    const Result both = h2sim({"diff", "-", "-"}, setting);
    CHECK(both.code == 2);
    CHECK_THAT(both.err, Contains("both traces cannot come from standard input"));

    const std::string out = workspace.path("report.txt");
    const Result written = h2sim({"diff", kBeforeFix, kAfterFix, "-q", "-o", out});
    CHECK(written.code == 1);
    CHECK(written.out.empty());
    setting.environment = {{"COLUMNS", ""}};  // files are 80 columns wide
    CHECK(read_file(out) == h2sim({"diff", kBeforeFix, kAfterFix}, setting).out);
    CHECK(h2sim({"diff", kBeforeFix, kAfterFix, "--json", "-o", out}).code == 1);
    CHECK(json::parse(read_file(out)) == diff_json(kBeforeFix, kAfterFix));
    CHECK(h2sim({"diff", kBeforeFix, kAfterFix, "-o", workspace.path("no/x")}).code == 2);
}

TEST_CASE("diff: what does not replay is compared as it is written", "[tools][diff]") {
    const Workspace workspace;
    const std::string odd = not_replaying(workspace);
    const Result result = h2sim({"diff", kAfterFix, odd});
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Contains("\nSteps: all 16 are the same\n"));
    CHECK_THAT(result.out, Contains("Of the steps in both, 1 has another pick.\n"));
    CHECK_THAT(result.out, Contains("The second trace does not replay here: it leaves off at step "
                                    "5;"));
    CHECK_THAT(result.out, Contains("Their states are not compared.\n"));
    CHECK_THAT(result.out, !Contains("\nStates: "));
    const json report = diff_json(kAfterFix, odd);
    CHECK(report["worlds"].is_null());
    CHECK(report["first"]["divergence"].is_null());
    CHECK(report["second"]["divergence"]["step"] == 5);
    CHECK(report["common"]["picks"] == 1);

    const Result same = h2sim({"diff", odd, odd});
    CHECK(same.code == 0);
    CHECK_THAT(same.out, Contains("The traces are the same.\n"));
    CHECK_THAT(same.out, Contains("The first trace does not replay here"));
}

TEST_CASE("diff: another version, other words, no actions", "[tools][diff]") {
    const Workspace workspace;
    const std::string old = changed_trace(workspace, "old.json", [](json& trace) {
        trace.erase("h2sim");
        trace.erase("states");
        for (json& step : trace["steps"]) {
            step.erase("action");
        }
        trace["steps"][1]["name"] = "reader: takes HEADERS 1";
    });
    const Result result = h2sim({"diff", old, kAfterFix});
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Contains("\nh2sim   none   0.1.0\n"));
    CHECK_THAT(result.out, Contains("takes HEADERS 1\n"));
    CHECK_THAT(result.out, Contains("compared by their words"));

    const std::string reworded = changed_trace(workspace, "reworded.json", [](json& trace) {
        trace["steps"][1]["name"] = "reader: takes HEADERS 1";
    });
    const Result words = h2sim({"diff", reworded, kAfterFix});
    CHECK(words.code == 1);
    CHECK_THAT(words.out, Contains("Steps: all 16 are the same\nOf the steps in both, 1 has other "
                                   "words.\n"));
}

TEST_CASE("diff: what is no trace is exit code 2", "[tools][diff]") {
    const Workspace workspace;
    const std::string scenario = source_root() + "/scenarios/races/go-42777-landed.json";
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
        {{"diff"}, "first is required"},
        {{"diff", kAfterFix}, "second is required"},
        {{"diff", kAfterFix, kAfterFix, kAfterFix}, "unexpected argument"},
        {{"diff", kAfterFix, kAfterFix, "--ful"}, "did you mean \"--full\"?"},
        {{"diff", kAfterFix, workspace.path("missing.json")}, "missing.json"},
        {{"diff", scenario, kAfterFix}, "not a trace"},
        {{"diff", kAfterFix, scenario}, "not a trace"},
        {{"diff", workspace.write("half.json", "{\"schema\": "), kAfterFix}, "half.json"},
        {{"diff", kAfterFix, workspace.folder()}, "Is a directory"},
    };
    for (const auto& [arguments, message] : cases) {
        CAPTURE(arguments);
        const Result result = h2sim(arguments);
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        CHECK_THAT(result.err, Contains(message));
    }
}

TEST_CASE("diff: ten thousand steps, all in another order", "[tools][diff]") {
    const Workspace workspace;
    const auto long_trace = [&](const char* name, bool backwards) {
        return changed_trace(workspace, name, [&](json& trace) {
            json steps = json::array();
            for (int i = 0; i < 10'000; ++i) {
                steps.push_back(
                    {{"pick", 0},
                     {"name", "client: step " + std::to_string(backwards ? 9'999 - i : i)}});
            }
            trace["steps"] = std::move(steps);
        });
    };
    command::Setting setting;
    setting.memory_mb = support::kInstrumented ? 0 : 1'000;
    const Result result =
        h2sim({"diff", long_trace("long.json", false), long_trace("back.json", true)}, setting);
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Contains("\nSteps: 1 in both, 9999 moved\n"));
}

TEST_CASE("diff: a shell offers files for both traces", "[tools][diff]") {
    CHECK(h2sim({"complete", "diff", ""}).out == "files\n");
    CHECK(h2sim({"complete", "diff", "a.json", ""}).out == "files\n");
    CHECK(h2sim({"complete", "diff", "a.json", "b.json", ""}).out == "words\n");
}
