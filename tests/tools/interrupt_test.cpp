// Ctrl-C: what was found so far is written, and the exit code says what happened.

#include <csignal>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using Catch::EndsWith;
using command::h2sim;
using command::Result;
using command::Setting;
using nlohmann::json;

TEST_CASE("interrupt: explore writes its report, 130 or 143", "[tools][interrupt]") {
    const Workspace workspace;
    const std::string file = workspace.write("endless.json", texts::endless());
    Setting setting;
    setting.signal = GENERATE(SIGINT, SIGTERM);

    const Result result = h2sim({"explore", file, "--json", workspace.path("report")}, setting);

    CHECK(result.code == (setting.signal == SIGINT ? 130 : 143));
    CHECK_THAT(result.out, Contains("incomplete: interrupted\n"));
    const json report = json::parse(read_file(workspace.path("report")));
    CHECK(report.at("bound") == "interrupted");
    CHECK(report.at("states").get<int>() > 1000);
}

TEST_CASE("interrupt: a counterexample found before is kept", "[tools][interrupt]") {
    const Workspace workspace;
    json racy = json::parse(texts::endless());
    racy["server"]["release_at"] = "completion_processed";
    racy["limit"] = 2;
    racy["server"]["before_read"] = "nothing";
    racy["properties"][0]["expect"] = "violated";
    const std::string file = workspace.write("racy.json", racy.dump());
    Setting setting;
    setting.signal = SIGINT;
    setting.signal_after_ms = 1500;

    const Result result =
        h2sim({"explore", file, "--trace-out", workspace.path("found.trace.json")}, setting);

    CHECK(result.code == 130);
    CHECK_THAT(result.out, Contains("The shortest counterexample of no-false-refusal:"));
    CHECK(h2sim({"replay", workspace.path("found.trace.json")}).code == 0);
}

TEST_CASE("interrupt: check counts what is left as skipped", "[tools][interrupt]") {
    const Workspace workspace;
    workspace.write("s/a.json", texts::safe("t/a"));
    workspace.write("s/b.json", texts::endless("t/b"));
    workspace.write("s/c.json", texts::safe("t/c"));
    Setting setting;
    setting.signal = SIGINT;

    const Result result = h2sim(
        {"check", workspace.path("s"), "--jobs", "1", "--json", workspace.path("r")}, setting);

    CHECK(result.code == 130);
    CHECK_THAT(result.out, EndsWith("1 passed, 0 failed, 2 skipped\n"));
    const json report = json::parse(read_file(workspace.path("r")));
    CHECK(report.at("scenarios")[0].at("status") == "passed");
    CHECK(report.at("scenarios")[1].at("status") == "skipped");
    CHECK(report.at("skipped") == 2);
}

TEST_CASE("interrupt: progress is shown on terminals only", "[tools][interrupt]") {
    const Workspace workspace;
    const std::string file = workspace.write("endless.json", texts::endless());
    Setting setting;
    setting.signal = SIGINT;
    setting.signal_after_ms = 1500;
    setting.error_terminal = true;
    setting.environment = {{"TERM", "xterm"}};
    const Result shown = h2sim({"explore", file}, setting);
    CHECK_THAT(shown.err, Contains(" states, depth "));
    CHECK_THAT(shown.err, EndsWith("\r\x1b[K"));
    CHECK_THAT(shown.out, !Contains("\x1b"));  // standard output is a file
    CHECK_THAT(h2sim({"check", file}, setting).err, Contains("0 of 1 done; t/endless: "));

    CHECK(h2sim({"explore", file, "--quiet"}, setting).err.empty());
    setting.environment = {{"TERM", "dumb"}};
    CHECK(h2sim({"explore", file}, setting).err.empty());
    for (const char* ci : {"true", "1", "yes"}) {
        setting.environment = {{"TERM", "xterm"}, {"CI", ci}};
        CHECK(h2sim({"explore", file}, setting).err.empty());
    }
    for (const char* no_ci : {"false", "0", ""}) {
        CAPTURE(no_ci);
        setting.environment = {{"TERM", "xterm"}, {"CI", no_ci}};
        CHECK_THAT(h2sim({"explore", file}, setting).err, Contains(" states, depth "));
    }
    setting.error_terminal = false;
    setting.environment = {{"TERM", "xterm"}};
    CHECK(h2sim({"explore", file}, setting).err.empty());
}

TEST_CASE("interrupt: the second signal ends it at once", "[tools][interrupt]") {
    // Standard input that never ends: the first signal ends the reading.
    Setting setting;
    setting.signal = SIGINT;
    const Workspace workspace;
    const std::string pipe = workspace.path("pipe");
    REQUIRE(std::system(("mkfifo " + pipe).c_str()) == 0);
    const Result result = h2sim({"replay", pipe}, setting);
    CHECK(result.code == 130);
    CHECK_THAT(result.err, Contains("Interrupted system call"));
}
