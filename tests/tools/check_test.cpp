// h2sim check: which scenarios are taken, the table, the exit codes, and that the report does not
// depend on how many ran at a time.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using Catch::EndsWith;
using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

// Three scenarios that pass, and the files that are none.
void fill(const Workspace& workspace) {
    workspace.write("scenarios/t/a.json", texts::safe("t/a"));
    workspace.write("scenarios/t/b.json", texts::racy(R"({"id": "t/b"})"));
    workspace.write("scenarios/u/c.json", texts::safe("u/c"));
    workspace.write("scenarios/profiles/racy-1.json", texts::kProfile);
    workspace.write("scenarios/traces/x.trace.json", "not looked at");
    workspace.write("scenarios/schema.json", "{}");
    workspace.write("scenarios/.hidden/h.json", "not looked at");
    workspace.write("scenarios/notes.txt", "not looked at");
}

command::Setting in(const Workspace& workspace) {
    command::Setting setting;
    setting.folder = workspace.folder();
    return setting;
}

constexpr const char* kUnexpected = R"({"id": "t/b2", "properties": [
  {"name": "no-false-refusal", "expect": "holds"}]})";

std::vector<std::string> statuses(const Result& result) {
    std::vector<std::string> found;
    const json report = json::parse(result.out);
    for (const json& scenario : report.at("scenarios")) {
        found.push_back(scenario.at("status"));
    }
    return found;
}

}  // namespace

TEST_CASE("check: the default is the folder scenarios", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);

    const Result result = h2sim({"check"}, in(workspace));

    CHECK(result.code == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, EndsWith("\n\n3 passed, 0 failed, 0 skipped\n"));
    const std::size_t a = result.out.find("t/a ");
    const std::size_t b = result.out.find("t/b ");
    const std::size_t c = result.out.find("u/c ");
    REQUIRE(c != std::string::npos);
    CHECK((a < b && b < c));
    CHECK_THAT(result.out, Contains("passed  no-false-refusal violated, 1 holds, 1 reached\n"));
    CHECK_THAT(result.out, Contains("passed  2 hold, 1 reached\n"));
    CHECK_THAT(result.out, !Contains(" s  "));
}

TEST_CASE("check: --list, --filter and paths", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);
    const command::Setting here = in(workspace);
    CHECK(h2sim({"check", "--list"}, here).out ==
          "scenario  title\nt/a       loses the race\nt/b       loses the race\n"
          "u/c       loses the race\n");
    CHECK(h2sim({"check", "--list", "--filter", "t/"}, here).out ==
          "scenario  title\nt/a       loses the race\nt/b       loses the race\n");
    // In the order given; what was taken once is not taken again.
    CHECK(h2sim({"check", "--list", "scenarios/u", "scenarios/t/b.json", "scenarios/./u/c.json"},
                here)
              .out == "scenario  title\nu/c       loses the race\nt/b       loses the race\n");
    const json list = json::parse(h2sim({"check", "--list", "--json", "-"}, here).out);
    CHECK(list.at("schema") == "h2sim-list/1");
    CHECK(list.at("scenarios")[0] ==
          json{{"id", "t/a"}, {"title", "loses the race"}, {"file", "scenarios/t/a.json"}});
}

TEST_CASE("check: nothing selected is exit code 4", "[tools][check]") {
    const Workspace workspace;
    std::filesystem::create_directories(workspace.path("empty"));
    const Result empty = h2sim({"check", workspace.path("empty")});
    CHECK(empty.code == 4);
    CHECK(empty.out == "0 passed, 0 failed, 0 skipped\n");
    CHECK_THAT(empty.err, Contains("nothing selected: no scenario in these files and folders"));

    fill(workspace);
    const Result filtered = h2sim({"check", "--filter", "nobody"}, in(workspace));
    CHECK(filtered.code == 4);
    CHECK_THAT(filtered.err, Contains("no scenario's id fits --filter \"nobody\""));
    CHECK_THAT(filtered.err, !Contains("have no meaning"));
    CHECK_THAT(h2sim({"check", "--filter", "t/*"}, in(workspace)).err,
               Contains("a filter is a part of an id, * and ? have no meaning in it"));
    CHECK(h2sim({"check", "--filter", "nobody", "--list"}, in(workspace)).code == 4);
    CHECK(h2sim({"check", "scenarios/profiles"}, in(workspace)).code == 4);
}

TEST_CASE("check: a failure says what was expected and how to see it", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);
    workspace.write("scenarios/t/b2.json", texts::racy(kUnexpected));
    workspace.write("scenarios/t/b3.json",
                    texts::racy(R"({"id": "t/b3", "pinned": {"states": 3, "shortest": 2}})"));

    const Result result = h2sim({"check"}, in(workspace));

    CHECK(result.code == 1);
    CHECK_THAT(result.out, EndsWith("\n3 passed, 2 failed, 0 skipped\n"));
    CHECK_THAT(result.out, Contains("\nt/b2 failed\n"
                                    "  no-false-refusal is violated, expected holds\n"
                                    "  no-false-refusal in "));
    CHECK_THAT(result.out, Contains(":\n    h2sim explore scenarios/t/b2.json --property "
                                    "no-false-refusal\n"));
    CHECK_THAT(result.out, Contains("\nt/b3 failed\n  pinned states is 3, found "));
    CHECK_THAT(result.out, Contains("  pinned shortest is 2, found "));
}

TEST_CASE("check: an invalid file counts as failed, the others still run", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);
    workspace.write("scenarios/t/broken.json", R"({"id": "t/broken",})");

    const Result result = h2sim({"check"}, in(workspace));

    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains("scenarios/t/broken.json:1:19: error["));
    CHECK_THAT(result.out, Contains("scenarios/t/broken.json invalid\n"));
    CHECK_THAT(result.out, Contains("h2sim validate scenarios/t/broken.json\n"));
    CHECK_THAT(result.out, EndsWith("3 passed, 1 failed, 0 skipped\n"));
    CHECK(h2sim({"check", "--list"}, in(workspace)).code == 2);
    CHECK(h2sim({"check", "scenarios/t", "nowhere.json"}, in(workspace)).code == 2);
}

TEST_CASE("check: an incomplete search is no pass, exit code 5", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);
    json endless = json::parse(texts::endless("t/endless"));
    endless["bounds"] = {{"max_states", 1000}};
    workspace.write("scenarios/t/endless.json", endless.dump());

    const Result result = h2sim({"check"}, in(workspace));
    CHECK(result.code == 5);
    CHECK_THAT(result.out, Contains("\nt/endless incomplete\n  stopped at the bound of states\n"));
    CHECK_THAT(result.out, EndsWith("3 passed, 1 failed, 0 skipped\n"));

    workspace.write("scenarios/t/b2.json", texts::racy(kUnexpected));
    CHECK(h2sim({"check"}, in(workspace)).code == 1);  // failed outweighs incomplete
}

TEST_CASE("check: JSON in a folder that is no scenario is left out with a note", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);
    workspace.write("scenarios/t/package.json", R"({"name": "x", "version": "1.0.0"})");
    const Result result = h2sim({"check"}, in(workspace));
    CHECK(result.code == 0);
    CHECK(result.err == "h2sim: note: scenarios/t/package.json: no scenario, left out\n");
    CHECK(h2sim({"check", "--quiet"}, in(workspace)).err.empty());
    CHECK(h2sim({"check", "scenarios/t/package.json"}, in(workspace)).code == 2);
}

TEST_CASE("check: two files with one id are pointed out", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);
    workspace.write("scenarios/t/copy.json", texts::safe("t/a"));
    const Result result = h2sim({"check"}, in(workspace));
    CHECK(result.code == 0);
    CHECK(result.err ==
          "h2sim: note: scenarios/t/a.json and scenarios/t/copy.json have the same "
          "id, t/a\n");
}

TEST_CASE("check: the report does not depend on the number of jobs", "[tools][check]") {
    const Workspace workspace;
    for (int i = 0; i < 12; ++i) {
        const std::string id = "t/s" + std::to_string(10 + i);
        json scenario = json::parse(i % 3 == 1 ? std::string{texts::kRacy} : texts::safe());
        scenario["id"] = id;
        scenario["requests"] = 2 + i % 5;
        scenario["properties"][0]["expect"] = i == 7       ? "violated"
                                              : i % 3 == 1 ? "violated"
                                                           : "holds";
        scenario["pinned"] = i == 9 ? json{{"states", 1}} : json::object();
        workspace.write("scenarios/" + id + ".json", scenario.dump());
    }
    const command::Setting here = in(workspace);
    const auto options =
        GENERATE(std::vector<std::string>{}, std::vector<std::string>{"--fail-fast"},
                 std::vector<std::string>{"--json", "-"});
    const auto with_jobs = [&](const std::string& jobs) {
        std::vector<std::string> arguments{"check", "--jobs", jobs};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return h2sim(arguments, here);
    };
    const Result one = with_jobs("1");
    CHECK(one.code == 1);
    for (const std::string jobs : {"1", "2", "3", "20"}) {
        const Result more = with_jobs(jobs);
        CHECK(more.out == one.out);
        CHECK(more.code == one.code);
    }
}

TEST_CASE("check: --fail-fast skips what comes after the first failure", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);
    workspace.write("scenarios/t/a2.json", texts::racy(kUnexpected));
    const Result result = h2sim({"check", "--fail-fast", "--json", "-"}, in(workspace));
    CHECK(result.code == 1);
    CHECK(statuses(result) == std::vector<std::string>{"passed", "failed", "skipped", "skipped"});
    CHECK_THAT(h2sim({"check", "--fail-fast"}, in(workspace)).out,
               EndsWith("1 passed, 1 failed, 2 skipped\n"));
}

TEST_CASE("check: the report for programs", "[tools][check]") {
    const Workspace workspace;
    fill(workspace);
    workspace.write("scenarios/t/broken.json", "{");

    const Result result = h2sim({"check", "--json", "-"}, in(workspace));

    CHECK(result.code == 2);
    const json report = json::parse(result.out);
    CHECK(report.at("schema") == "h2sim-check/1");
    CHECK(report.at("passed") == 3);
    CHECK(report.at("failed") == 1);
    CHECK(report.at("skipped") == 0);
    const json& scenarios = report.at("scenarios");
    REQUIRE(scenarios.size() == 4);
    CHECK(scenarios[0].at("id") == "t/a");
    CHECK(scenarios[0].at("file") == "scenarios/t/a.json");
    CHECK(scenarios[0].at("complete") == true);
    CHECK(scenarios[0].at("properties").size() == 3);
    CHECK_FALSE(scenarios[0].contains("seconds"));
    CHECK(scenarios[2].at("id").is_null());
    CHECK(scenarios[2].at("errors")[0].at("line") == 1);

    const json timed =
        json::parse(h2sim({"check", "--json", "-", "--durations"}, in(workspace)).out);
    CHECK(timed.at("scenarios")[0].at("seconds").is_number());
    CHECK_THAT(h2sim({"check", "--durations"}, in(workspace)).out, Contains(" s  passed"));
}
