// check --expectations: known failures pass as long as they fail.

#include <catch2/catch.hpp>

#include "tests/tools/ci_scenarios.hpp"

using Catch::Contains;
using Catch::EndsWith;
using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

Result check_with(const Workspace& workspace, const std::string& expectations,
                  std::vector<std::string> options = {}) {
    workspace.write("known.json", expectations);
    options.insert(options.begin(), {"check", "--expectations", "known.json"});
    return h2sim(options, ci::in(workspace));
}

std::string status_in(const std::string& report, const std::string& id) {
    const json document = json::parse(report);
    for (const json& scenario : document.at("scenarios")) {
        if (scenario.at("id") == id) {
            return scenario.at("status");
        }
    }
    return "absent";
}

void fill(const Workspace& workspace) {
    ci::fill_good(workspace);
    workspace.write("scenarios/t/c.json", ci::with_id("t/c", ci::kUnexpected));
}

}  // namespace

TEST_CASE("expectations: a known failure passes and is shown", "[tools][ci]") {
    const Workspace workspace;
    fill(workspace);
    CHECK(h2sim({"check"}, ci::in(workspace)).code == 1);
    for (const std::string property : {"", R"("property": "no-false-refusal", )"}) {
        const std::string known = R"([{"id": "t/c", )" + property + R"("reason": "bug <7>"}])";
        const Result result = check_with(workspace, known);
        CHECK(result.code == 0);
        CHECK_THAT(result.out, Contains("\nt/c xfailed\n  a known failure: bug <7>\n  "
                                        "no-false-refusal is violated, expected holds\n"));
        CHECK_THAT(result.out, EndsWith("\n1 of those that passed: a known failure\n"
                                        "3 passed, 0 failed, 0 skipped\n"));
        CHECK_THAT(check_with(workspace, known, {"--junit", "-"}).out,
                   Contains("<skipped message=\"a known failure: bug &lt;7&gt;\"/>"));
        CHECK_THAT(check_with(workspace, known, {"--md", "-"}).out,
                   Contains("| xfailed | a known failure: bug &#60;7&#62; |\n"));
        const std::string report = check_with(workspace, known, {"--json", "-"}).out;
        CHECK(status_in(report, "t/c") == "xfailed");
        CHECK(json::parse(report).at("xfailed") == 1);
        CHECK(json::parse(report).at("passed") == 3);
        CHECK(check_with(workspace, known, {"--fail-fast"}).code == 0);
    }
    CHECK(check_with(workspace, "[]").code == 1);
}

TEST_CASE("expectations: what is known to fail and does not is a failure", "[tools][ci]") {
    const Workspace workspace;
    fill(workspace);
    const Result whole = check_with(workspace, R"([{"id": "t/c", "reason": "x"},
                                                   {"id": "t/a", "reason": "gone"}])");
    CHECK(whole.code == 1);
    CHECK_THAT(whole.out, Contains("\nt/a xpassed\n  everything is as expected, but known.json has "
                                   "it as a known failure (gone): take it out\n"));
    CHECK_THAT(whole.out, EndsWith("\n2 passed, 1 failed, 0 skipped\n"));

    const Result other = check_with(
        workspace, R"([{"id": "t/c", "property": "no-deadlock", "reason": "x"}])", {"--json", "-"});
    CHECK(other.code == 1);
    CHECK(status_in(other.out, "t/c") == "failed");  // its failure is another one
    CHECK_THAT(other.out, Contains("no-deadlock is as expected, but known.json"));

    const Result both = check_with(workspace,
                                   R"([{"id": "t/c", "property": "no-deadlock", "reason": "x"},
                     {"id": "t/c", "property": "no-false-refusal", "reason": "y"}])",
                                   {"--json", "-"});
    CHECK(both.code == 1);
    CHECK(status_in(both.out, "t/c") == "xpassed");
}

TEST_CASE("expectations: they excuse only what they name", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    json pinned = json::parse(ci::with_id("t/c", ci::kUnexpected));
    pinned["pinned"] = {{"states", 1}};
    workspace.write("scenarios/t/c.json", pinned.dump());
    const auto status = [&](const std::string& entry, const std::string& id) {
        return status_in(check_with(workspace, "[" + entry + "]", {"--json", "-"}).out, id);
    };
    CHECK(status(R"({"id": "t/c", "reason": "x"})", "t/c") == "xfailed");
    CHECK(status(R"({"id": "t/c", "property": "no-false-refusal", "reason": "x"})", "t/c") ==
          "failed");  // a pinned count differs as well
    CHECK(status(R"({"id": "t/d", "reason": "x"})", "t/d") == "xfailed");
    CHECK(status(R"({"id": "t/e", "reason": "x"})", "t/e") == "incomplete");
    json cut = json::parse(ci::with_id("t/cut", ci::kUnexpected));
    cut["requests"] = 20;  // fails early, and has no answer for the rest
    cut["bounds"] = {{"max_states", 100}};
    workspace.write("scenarios/t/cut.json", cut.dump());
    CHECK(status(R"({"id": "t/c", "reason": "x"})", "t/cut") == "failed");
    CHECK(status(R"({"id": "t/cut", "reason": "x"})", "t/cut") == "incomplete");
    const Result result =
        check_with(workspace, R"([{"id": "t/c", "reason": "x"}, {"id": "t/d", "reason": "x"}])",
                   {"scenarios/t/c.json", "scenarios/t/d.json", "scenarios/t/e.json"});
    CHECK(result.code == 5);
}

TEST_CASE("expectations: a list that is not valid is exit code 2", "[tools][ci]") {
    const Workspace workspace;
    fill(workspace);
    const auto refused = [&](const std::string& text) {
        const Result result = check_with(workspace, text);
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        return result.err;
    };
    CHECK_THAT(
        refused("[\n  {\"id\": \"t/cc\", \"reason\": \"x\"}\n]\n"),
        Contains("known.json:2:10: error[unknown-name]: no scenario here has the id \"t/cc\"") &&
            Contains("did you mean"));
    CHECK_THAT(refused(R"([{"id": "t/c"}])"),
               Contains("known.json:1:2: error[missing-key]: the key \"0.reason\" is missing\n") &&
                   Contains("  at /0\n  expected \"reason\": a text that is not empty\n"));
    CHECK_THAT(refused(R"([{"id": "t/c", "reason": " "}])"),
               Contains("known.json:1:26: error[out-of-range]: \"0.reason\" is \" \"\n") &&
                   Contains("expected a text that is not empty"));
    CHECK_THAT(refused(R"([{"id": "t/c", "reason": 7}])"),
               Contains("known.json:1:26: error[wrong-type]: \"0.reason\" is 7\n"));
    CHECK_THAT(refused(R"([{"reason": "x"}])"), Contains("the key \"0.id\" is missing"));
    CHECK_THAT(refused(R"([{"id": "t/c", "reason": "x", "property": "no-deadlok"}])"),
               Contains("t/c does not check \"no-deadlok\"") && Contains("no-deadlock"));
    CHECK_THAT(refused(R"([{"id": "t/c", "reason": "x", "property": ""}])"),
               Contains("\"0.property\" is \"\"\n"));
    CHECK_THAT(refused(R"([{"id": "t/c", "raeson": "x", "reason": "x"}])"),
               Contains("known.json:1:16: error[unknown-key]: unknown key \"raeson\"\n") &&
                   Contains("hint: did you mean \"reason\"?"));
    CHECK_THAT(refused(R"([{"id": "t/c", "reason": "x"}, {"id": "t/c", "reason": "y"}])"),
               Contains("another entry covers this one"));
    CHECK_THAT(refused("{}"), Contains("the document is an object\n") &&
                                  Contains("expected an array of objects with \"id\""));
    CHECK_THAT(refused("[1]"), Contains("\"0\" is 1\n") && Contains("expected an object"));
    // All mistakes at once, whatever their kind, in the order of the text.
    CHECK_THAT(refused(R"([{"id": "t/cc", "reason": "x"}, {"id": 7, "reason": "x"}])"),
               Contains("no scenario here has the id \"t/cc\"") && Contains("\"1.id\" is 7"));
    CHECK_THAT(refused("["), Contains("known.json:1:"));
    CHECK_THAT(refused(""), Contains("known.json:1:1"));
    CHECK(h2sim({"check", "--expectations", ""}, ci::in(workspace)).code == 2);
    CHECK(h2sim({"check", "--expectations", "nowhere"}, ci::in(workspace)).code == 2);
    CHECK(h2sim({"check", "--expectations", "scenarios"}, ci::in(workspace)).code == 2);
    // Narrowing a run does not make an id unknown.
    CHECK(check_with(workspace, R"([{"id": "t/c", "reason": "x"}])", {"--filter", "t/a"}).code ==
          0);
}
