// check --last-failed, --durations=N and --update-pinned.

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tools/ci_scenarios.hpp"
#include "tools/runs/pinned.hpp"

using Catch::Contains;
using Catch::EndsWith;
using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

command::Setting with_state(const Workspace& workspace) {
    return ci::with(workspace, "XDG_STATE_HOME", workspace.path("state"));
}

std::string state_file(const Workspace& workspace) {
    const std::string folder = workspace.path("state/h2sim/last-failed");
    if (!std::filesystem::exists(folder)) {
        return "";
    }
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        files.push_back(entry.path().string());
    }
    REQUIRE(files.size() == 1);
    return files.front();
}

constexpr const char* kOddPins =
    "{\r\n   \"pinned\" :{ \"shortest\":1 , \"states\":  2,"
    "\"transitions\":3 },\n  ";

std::string with_odd_pins(const std::string& id) {
    return kOddPins + ci::with_id(id).substr(1);
}

}  // namespace

TEST_CASE("check --last-failed: only what failed here before", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_good(workspace);
    const command::Setting here = with_state(workspace);
    CHECK(h2sim({"check"}, here).code == 0);
    CHECK(state_file(workspace).empty());  // nothing to remember
    const Result first = h2sim({"check", "--last-failed"}, here);
    CHECK(first.err == "h2sim: note: no failure is remembered here: everything is checked\n");
    CHECK_THAT(first.out, EndsWith("\n2 passed, 0 failed, 0 skipped\n"));

    workspace.write("scenarios/t/c.json", ci::with_id("t/c", ci::kUnexpected));
    workspace.write("scenarios/t/d.json", ci::with_id("t/d", ci::kUnexpected));
    CHECK(h2sim({"check"}, here).code == 1);
    const json state = json::parse(read_file(state_file(workspace)));
    CHECK(state.at("schema") == "h2sim-last-failed/1");
    CHECK(state.at("failed") == json{"t/c", "t/d"});
    CHECK(h2sim({"check", "--last-failed", "--list"}, here).out ==
          "scenario  title\nt/c       loses the race\nt/d       loses the race\n");

    workspace.write("scenarios/t/c.json", ci::with_id("t/c"));
    CHECK_THAT(h2sim({"check", "--last-failed"}, here).out,
               EndsWith("\n1 passed, 1 failed, 0 skipped\n"));
    CHECK(h2sim({"check", "--last-failed", "--list"}, here).out ==
          "scenario  title\nt/d       loses the race\n");
    h2sim({"check", "--filter", "t/a"}, here);  // tells nothing about t/d
    CHECK(h2sim({"check", "--last-failed", "--list"}, here).out ==
          "scenario  title\nt/d       loses the race\n");
    const Result none = h2sim({"check", "--last-failed", "--filter", "t/a"}, here);
    CHECK(none.code == 4);

    workspace.write("scenarios/t/d.json", ci::with_id("t/d"));
    CHECK(h2sim({"check", "--last-failed"}, here).code == 0);
    const Result all = h2sim({"check", "--last-failed"}, here);
    CHECK(all.err == "h2sim: note: nothing failed last time: everything is checked\n");
    CHECK_THAT(all.out, EndsWith("\n4 passed, 0 failed, 0 skipped\n"));
}

TEST_CASE("check --last-failed: a damaged memory is ignored, another folder's unseen",
          "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const command::Setting here = with_state(workspace);
    h2sim({"check"}, here);
    for (const char* damage : {"", "{", "[]", "{}", R"({"schema": "h2sim-last-failed/2"})",
                               R"({"schema": "h2sim-last-failed/1", "failed": [1]})", "\xff"}) {
        workspace.write(state_file(workspace).substr(workspace.folder().size() + 1), damage);
        const Result result = h2sim({"check", "--last-failed", "--list"}, here);
        CHECK_THAT(result.err, Contains("not what was written there, ignored"));
        CHECK_THAT(result.out, Contains("t/a  "));
    }
    h2sim({"check"}, here);
    CHECK_THAT(h2sim({"check", "--last-failed", "--list"}, here).out, !Contains("t/a  "));
    command::Setting other = here;
    other.folder = "/";
    CHECK_THAT(h2sim({"check", workspace.path("scenarios"), "--last-failed", "--list"}, other).err,
               Contains("no failure is remembered here"));
}

TEST_CASE("check: a memory that cannot be written changes nothing else", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    workspace.write("file", "");
    const Result result =
        h2sim({"check"}, ci::with(workspace, "XDG_STATE_HOME", workspace.path("file")));
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains("h2sim: note: failures are not remembered: "));
    CHECK(h2sim({"check"}, ci::in(workspace)).out == result.out);  // no place at all
    h2sim({"check"}, ci::with(workspace, "HOME", workspace.path("home")));
    CHECK(workspace.has("home/.local/state/h2sim/last-failed"));
    h2sim({"check"}, ci::with(workspace, "XDG_STATE_HOME", "relative"));
    CHECK_FALSE(workspace.has("relative"));
}

TEST_CASE("check --durations=N: the slowest, in their order", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const auto lines_after = [&](const std::string& option) {
        const std::string out = h2sim({"check", option, "scenarios"}, ci::in(workspace)).out;
        const std::size_t at = out.find("\nslowest ");
        return at == std::string::npos
                   ? -1
                   : std::count(out.begin() + static_cast<long>(at), out.end(), '\n') - 4;
    };
    CHECK(lines_after("--durations") == -1);
    CHECK(lines_after("--durations=0") == -1);
    CHECK(lines_after("--durations=2") == 2);
    CHECK(lines_after("--durations=1000") == 5);  // all that were explored
    for (const std::string wrong : {"-1", "x", "1x", "1.5", "99999999999999999999", "false"}) {
        const Result result = h2sim({"check", "--durations=" + wrong}, ci::in(workspace));
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Contains("--durations"));
    }
}

TEST_CASE("check --update-pinned: only the numbers change", "[tools][ci]") {
    const Workspace workspace;
    const std::string before = with_odd_pins("t/p");
    const std::string file = workspace.write("scenarios/t/p.json", before);
    REQUIRE(chmod(file.c_str(), 0640) == 0);
    CHECK(h2sim({"check"}, ci::in(workspace)).code == 1);
    CHECK(read_file(file) == before);

    const Result result = h2sim({"check", "--update-pinned"}, ci::in(workspace));
    CHECK(result.code == 0);
    CHECK_THAT(result.err, Contains("h2sim: note: scenarios/t/p.json: pinned states 2 is now "));
    const json found = json::parse(h2sim({"check", "--json", "-"}, ci::in(workspace)).out);
    CHECK(found.at("passed") == 1);
    const json& scenario = found.at("scenarios")[0];
    std::string expected = before;
    expected.replace(expected.find("1 ,"), 1, scenario.at("properties")[0].at("steps").dump());
    expected.replace(expected.find("  2,") + 2, 1, scenario.at("states").dump());
    expected.replace(expected.find(":3 ") + 1, 1, scenario.at("transitions").dump());
    CHECK(read_file(file) == expected);
    const Result again = h2sim({"check", "--update-pinned"}, ci::in(workspace));
    CHECK(again.code == 0);
    CHECK(again.err.empty());
    CHECK(read_file(file) == expected);
}

TEST_CASE("check --update-pinned: failures of other kinds stay", "[tools][ci]") {
    const Workspace workspace;
    json scenario = json::parse(ci::with_id("t/c", ci::kUnexpected));
    scenario["pinned"] = {{"states", 1}};
    const std::string text = scenario.dump();
    const std::string file = workspace.write("scenarios/t/c.json", text);
    CHECK(h2sim({"check", "--update-pinned"}, ci::in(workspace)).code == 1);
    CHECK(read_file(file) == text);
    CHECK(tools::with_pinned(text, "transitions", 7) == text);
    CHECK(tools::with_pinned("{", "states", 7) == "{");
    CHECK(tools::with_pinned(R"({"é": 1, "pinned": {"states": 1.0e1}})", "states", 7) ==
          R"({"é": 1, "pinned": {"states": 7}})");
    // A byte order mark is no column, and "é" is one.
    CHECK(tools::with_pinned("\xEF\xBB\xBF{\"pinned\":\n {\"states\": 12}}", "states", 7) ==
          "\xEF\xBB\xBF{\"pinned\":\n {\"states\": 7}}");
    CHECK(tools::with_pinned("\xEF\xBB\xBF{\"é\": 1, \"pinned\": {\"states\": 12}}", "states", 7) ==
          "\xEF\xBB\xBF{\"é\": 1, \"pinned\": {\"states\": 7}}");
}

TEST_CASE("check --update-pinned: not in CI, and not where nothing can be written", "[tools][ci]") {
    const Workspace workspace;
    const std::string before = with_odd_pins("t/p");
    const std::string file = workspace.write("scenarios/t/p.json", before);
    for (const std::string ci : {"true", "1", "yes", "FALSE", " "}) {
        const Result result = h2sim({"check", "--update-pinned"}, ci::with(workspace, "CI", ci));
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        CHECK_THAT(result.err, Contains("--update-pinned is not for CI"));
        CHECK(read_file(file) == before);
    }
    if (geteuid() != 0) {  // root may write anywhere
        REQUIRE(chmod(workspace.path("scenarios/t").c_str(), 0555) == 0);
        const Result result = h2sim({"check", "--update-pinned"}, ci::in(workspace));
        CHECK(result.code == 1);
        CHECK_THAT(result.out, Contains("cannot be written"));
        REQUIRE(chmod(workspace.path("scenarios/t").c_str(), 0755) == 0);
    }
    for (const std::string ci : {"", "0", "false"}) {
        workspace.write("scenarios/t/p.json", before);
        CHECK(h2sim({"check", "--update-pinned"}, ci::with(workspace, "CI", ci)).code == 0);
        CHECK(read_file(file) != before);
    }
}
