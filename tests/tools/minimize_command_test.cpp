// h2sim minimize: a shorter trace, what changed, and whether it is proven.

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

// Recorded depth first: some counterexample, not the shortest.
std::string record(const Workspace& workspace) {
    const std::string file = workspace.write("racy.json", texts::racy(R"({"requests": 3})"));
    const std::string trace = workspace.path("long.trace.json");
    REQUIRE(h2sim({"explore", file, "--strategy", "dfs", "--trace-out", trace}).code == 0);
    return trace;
}

std::size_t steps_of(const std::string& trace) {
    return json::parse(trace).at("steps").size();
}

}  // namespace

TEST_CASE("minimize: the shortest trace, proven, and it replays", "[tools][minimize]") {
    const Workspace workspace;
    const std::string trace = record(workspace);
    const std::string out = workspace.path("short.trace.json");

    const Result result = h2sim({"minimize", trace, "-o", out});
    CHECK(result.code == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Contains("t/racy: no-false-refusal violated\n"));
    CHECK_THAT(result.out, Contains("  steps: "));
    CHECK_THAT(result.out, Contains("  context switches: "));
    CHECK_THAT(result.out, Contains("  proven: "));
    CHECK(json::parse(read_file(out)).at("shortest") == true);
    CHECK(steps_of(read_file(out)) <= steps_of(read_file(trace)));
    CHECK(h2sim({"replay", out}).code == 0);
    CHECK(workspace.names() ==
          std::vector<std::string>{"long.trace.json", "racy.json", "short.trace.json"});

    const Result again = h2sim({"minimize", out});
    CHECK_THAT(again.out, Contains(", as before\n  context switches: "));
    CHECK_THAT(again.out, Contains("<<< no-false-refusal"));  // shown where it is not written

    const Result piped = h2sim({"minimize", trace, "-o", "-"});
    CHECK(piped.out == read_file(out));
    CHECK_THAT(piped.err, Contains("  proven: "));
    CHECK(h2sim({"minimize", trace, "-o", "-", "-q"}).err.empty());
}

TEST_CASE("minimize: a bound that was hit is said, exit code 5, and the trace is written",
          "[tools][minimize]") {
    const Workspace workspace;
    const std::string trace = record(workspace);
    const std::string out = workspace.path("short.trace.json");
    const Result result = h2sim({"minimize", trace, "-o", out, "--max-states", "10"});
    CHECK(result.code == 5);
    CHECK_THAT(result.out, Contains("  not proven shortest: a bound was hit after "));
    CHECK(json::parse(read_file(out)).at("shortest") == false);
    CHECK(h2sim({"replay", out}).code == 0);
}

TEST_CASE("minimize: a trace that no longer replays is exit code 7", "[tools][minimize]") {
    const Workspace workspace;
    json trace = json::parse(read_file(record(workspace)));
    trace["steps"][2]["pick"] = 40;
    const std::string file = workspace.write("changed.trace.json", trace.dump());
    const std::string out = workspace.path("short.trace.json");
    const Result result = h2sim({"minimize", file, "-o", out});
    CHECK(result.code == 7);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains("The trace does not replay. Step 3: "));
    CHECK_FALSE(workspace.has("short.trace.json"));
}

TEST_CASE("minimize and replay: bad input and output are exit code 2", "[tools][minimize]") {
    const Workspace workspace;
    const std::string good = record(workspace);
    json other = json::parse(read_file(good));
    other["schema"] = "h2sim-trace/9";
    const std::string file = workspace.path("bad.trace.json");
    std::string out = workspace.path("out");
    std::string trace = file;
    std::string message;
    SECTION("missing") {
        message = "bad.trace.json";
    }
    SECTION("empty") {
        workspace.write("bad.trace.json", "");
        message = "bad.trace.json:1:1: error[";
    }
    SECTION("binary") {
        workspace.write("bad.trace.json", std::string("\x7f"
                                                      "ELF\0\xff\xfe",
                                                      7));
        message = "bad.trace.json:1:5: error[syntax]: not JSON: ";
    }
    SECTION("of another version") {
        workspace.write("bad.trace.json", other.dump());
        message = "expected \"h2sim-trace/1\"; record it again with h2sim explore --trace-out";
    }
    SECTION("a folder") {
        trace = workspace.folder();
        message = "Is a directory";
    }
    SECTION("no folder to write to") {
        trace = good;
        out = workspace.path("none/out");
        message = "none";
    }
    SECTION("a folder to write to") {
        trace = good;
        out = workspace.folder();
        message = workspace.folder();
    }
    for (const char* const command : {"minimize", "replay"}) {
        CAPTURE(command);
        const Result result = h2sim({command, trace, "-o", out});
        CAPTURE(result.err);
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Contains(message));
        CHECK_FALSE(workspace.has("out"));
    }
}

TEST_CASE("minimize and replay: output that nobody reads or that is full", "[tools][minimize]") {
    const Workspace workspace;
    const std::string trace = record(workspace);
    command::Setting broken;
    broken.broken_pipe = true;
    command::Setting full;
    full.output_file = "/dev/full";
    for (const auto& [setting, code] : {std::pair{broken, 141}, std::pair{full, 2}}) {
        CHECK(h2sim({"minimize", trace}, setting).code == code);
        CHECK(h2sim({"minimize", trace, "-o", "-"}, setting).code == code);
        CHECK(h2sim({"replay", trace, "--format", "svg"}, setting).code == code);
        CHECK(h2sim({"replay", trace, "--format", "jsonl"}, setting).code == code);
    }
}

TEST_CASE("minimize: the commands that show the result again", "[tools][minimize]") {
    const Workspace workspace;
    const std::string trace = record(workspace);
    command::Setting here;
    here.folder = workspace.folder();

    const Result shown = h2sim({"minimize", trace, "--max-states", "5000"}, here);
    CHECK_THAT(shown.out, Catch::EndsWith("\nTo see it again:\n  h2sim minimize " + trace +
                                          " --max-states 5000 -o short.trace.json\n"
                                          "  h2sim replay short.trace.json\n"));
    const Result again =
        h2sim({"minimize", trace, "--max-states", "5000", "-o", "short.trace.json"}, here);
    CHECK_THAT(again.out, Catch::EndsWith("\nTo see it again:\n  h2sim replay short.trace.json\n"));
    CHECK(h2sim({"replay", "short.trace.json"}, here).code == 0);

    here.input = read_file(trace);
    CHECK_THAT(h2sim({"minimize", "-"}, here).out, !Contains("To see it again"));
    CHECK_THAT(h2sim({"minimize", trace, "-q"}, here).out, !Contains("To see it again"));
}
