// check --traces-out and --html: a pipeline that fails leaves something to look at.

#include "tools/reports/evidence.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/tools/ci_scenarios.hpp"
#include "tools/reports/report_html.hpp"
#include "tools/system/failure.hpp"

using Catch::Contains;
using Catch::EndsWith;
using command::h2sim;
using command::Result;

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

Names files_below(const std::string& folder) {
    Names names;
    if (fs::exists(folder)) {
        for (const auto& entry : fs::recursive_directory_iterator{folder}) {
            if (entry.is_regular_file()) {
                names.push_back(entry.path().lexically_relative(folder).generic_string());
            }
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

// One result with evidence of one property, for a scenario with this id.
struct Written {
    explicit Written(const std::string& id) {
        sim::ParsedScenario parsed;
        parsed.scenario.id = id;
        scenario.parsed = std::move(parsed);
        add();
    }
    void add() {
        results.push_back(tools::CheckResult::skipped(&scenario));
        results.back().evidence.push_back({"no-deadlock", "{}\n", "<svg/>\n", ""});
    }
    tools::SelectedScenario scenario{"x.json", sim::InputErrors{}, ""};
    tools::CheckResults results;
};

}  // namespace

TEST_CASE("evidence: trace and picture of each unexpected verdict", "[tools][evidence]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const Result result =
        h2sim({"check", "--traces-out", "out", "--json", "r.json"}, ci::in(workspace));
    CHECK(result.code == 2);
    CHECK(files_below(workspace.path("out")) ==
          Names{"t/c.no-false-refusal.svg", "t/c.no-false-refusal.trace.json"});
    const Result replayed =
        h2sim({"replay", "out/t/c.no-false-refusal.trace.json"}, ci::in(workspace));
    CHECK(replayed.code == 0);
    CHECK_THAT(replayed.out, Contains("no-false-refusal violated"));
    const std::string picture = read_file(workspace.path("out/t/c.no-false-refusal.svg"));
    CHECK(picture == h2sim({"replay", "out/t/c.no-false-refusal.trace.json", "--format", "svg"},
                           ci::in(workspace))
                         .out);
    CHECK_THAT(result.out, Contains("no-false-refusal step by step:\n"
                                    "    h2sim replay out/t/c.no-false-refusal.trace.json\n"));
}

TEST_CASE("evidence: nothing where all is as expected", "[tools][evidence]") {
    const Workspace workspace;
    ci::fill_good(workspace);
    CHECK(h2sim({"check", "--traces-out", "out"}, ci::in(workspace)).code == 0);
    CHECK_FALSE(workspace.has("out"));

    workspace.write("scenarios/t/c.json", ci::with_id("t/c", ci::kUnexpected));
    workspace.write("known.json",
                    R"([{"id": "t/c", "property": "no-false-refusal", "reason": "known"}])");
    const Result known =
        h2sim({"check", "--traces-out", "out", "--expectations", "known.json"}, ci::in(workspace));
    CHECK(known.code == 0);
    CHECK_FALSE(workspace.has("out"));
}

TEST_CASE("evidence: what cannot be written is told, and the reports are there",
          "[tools][evidence]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    workspace.write("file", "");
    const Result early = h2sim({"check", "--traces-out", "file"}, ci::in(workspace));
    CHECK(early.code == 2);
    CHECK(early.out.empty());
    CHECK_THAT(early.err, Contains("--traces-out: file: it is no folder"));
    CHECK(h2sim({"check", "--traces-out", "no/where"}, ci::in(workspace)).code == 2);

    workspace.write("out/t", "in the way");
    const Result late = h2sim({"check", "--traces-out", "out", "--filter", "t/c", "--json", "r"},
                              ci::in(workspace));
    CHECK(late.code == 2);
    CHECK_THAT(late.err, Contains("h2sim: error: --traces-out: "));
    CHECK(nlohmann::json::parse(read_file(workspace.path("r"))).at("exit_code") == 2);
}

TEST_CASE("evidence: never leaves its folder", "[tools][evidence]") {
    const Workspace workspace;
    const std::string folder = workspace.path("a/out");
    fs::create_directories(folder);
    SECTION("by its id") {
        for (const char* id : {"../x", "..", "../../x", "t/../../../x", "./x", "/x"}) {
            CAPTURE(id);
            Written written{id};
            tools::write_evidence(written.results, folder);
        }
        const Names inside = files_below(folder);
        CHECK(inside.size() == 8);  // three of them have one name, and write one after the other
        Names everywhere;
        for (const std::string& name : inside) {
            everywhere.push_back("a/out/" + name);
        }
        CHECK(files_below(workspace.folder()) == everywhere);
    }
    SECTION("by a link") {
        workspace.write("b/x.no-deadlock.svg", "precious");
        fs::create_directory_symlink(workspace.path("b"), folder + "/t");
        Written written{"t/x"};
        CHECK_THROWS_AS(tools::write_evidence(written.results, folder), tools::Failure);
        fs::create_symlink(workspace.path("b/x.no-deadlock.svg"), folder + "/x.no-deadlock.svg");
        Written linked{"x"};
        CHECK_THROWS_AS(tools::write_evidence(linked.results, folder), tools::Failure);
        CHECK(read_file(workspace.path("b/x.no-deadlock.svg")) == "precious");
        CHECK(files_below(workspace.path("b")) == Names{"x.no-deadlock.svg"});
    }
    SECTION("by a folder that is a link itself, which is what was asked for") {
        fs::create_directory_symlink(folder, workspace.path("link"));
        Written written{"t/x"};
        tools::write_evidence(written.results, workspace.path("link"));
        CHECK(files_below(folder).size() == 2);
    }
    SECTION("and never writes over its own") {
        Written written{"t/x"};
        written.add();
        tools::write_evidence(written.results, folder);
        CHECK(files_below(folder) == Names{"t/x.no-deadlock.2.svg", "t/x.no-deadlock.2.trace.json",
                                           "t/x.no-deadlock.svg", "t/x.no-deadlock.trace.json"});
    }
}

TEST_CASE("evidence: one page with everything on it", "[tools][evidence]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const Result result = h2sim({"check", "--html", "-"}, ci::in(workspace));
    CHECK(result.code == 2);
    const std::string& page = result.out;
    CHECK_THAT(page, Contains("<h1>h2sim check: 2 passed, 4 failed, 0 skipped</h1>"));
    CHECK_THAT(page, Contains("prefers-color-scheme: dark"));
    CHECK_THAT(page, Contains("h2sim explore scenarios/t/c.json --property no-false-refusal"));
    CHECK_THAT(page, Contains("pinned states is 3, found "));
    CHECK_THAT(page, Contains("alt=\"The steps to no-false-refusal in t/c\" "
                              "src=\"data:image/svg+xml,%3Csvg%20xmlns="));
    for (const char* outside :
         {"<script", "<link", "@import", "url(h", "url(/", "src=\"http", "href=\"http"}) {
        CAPTURE(outside);
        CHECK_THAT(page, !Contains(outside));
    }
    CHECK(h2sim({"check", "--html", "page", "--jobs", "3"}, ci::in(workspace)).code == 2);
    CHECK(read_file(workspace.path("page")) == page);
    CHECK(h2sim({"check", "--html", "-", "--json", "-"}, ci::in(workspace)).code == 2);
}

TEST_CASE("evidence: the page shows texts as texts", "[tools][evidence]") {
    tools::CheckCase each;
    each.label = "<script>alert(1)</script>&\"'\x1b[2J";
    each.file = each.label;
    each.status = tools::CheckStatus::failed;
    each.findings.push_back({7, each.label});
    each.commands.push_back({each.label, each.label});
    const std::string page = tools::html_report({each}, {{{each.label, "<svg>\"&'#%é</svg>"}}});
    CHECK_THAT(page, !Contains("<script") && !Contains("\x1b"));
    CHECK_THAT(page, Contains("data:image/svg+xml,%3Csvg%3E%22%26&apos;%23%25%C3%A9%3C/svg%3E") ||
                         Contains("data:image/svg+xml,%3Csvg%3E%22%26&#39;%23%25%C3%A9%3C/svg%3E"));
    CHECK_THAT(page, Contains(":7</code>: "));
}
