// h2sim replay: its other forms, its output file, and the point of no return.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

std::string record_landed(const Workspace& workspace) {
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const std::string trace = workspace.path("racy.trace.json");
    REQUIRE(h2sim({"explore", file, "--trace-out", trace}).code == 0);
    return trace;
}

std::vector<json> lines_of(const std::string& text) {
    std::vector<json> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        REQUIRE(end != std::string::npos);
        lines.push_back(json::parse(text.substr(at, end - at)));
        at = end + 1;
    }
    return lines;
}

}  // namespace

TEST_CASE("replay: --json is --format json", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_landed(workspace);
    const Result result = h2sim({"replay", trace, "--json"});
    CHECK(result.code == 0);
    CHECK(result.out == h2sim({"replay", trace, "--format", "json"}).out);
    CHECK(h2sim({"replay", trace, "--json", "--format", "svg"}).code == 2);
    const Result unknown = h2sim({"replay", trace, "--format", "yaml"});
    CHECK(unknown.code == 2);
    CHECK_THAT(unknown.err, Contains("\"yaml\" is not one of text|json|jsonl|mermaid|svg"));
}

TEST_CASE("replay: as JSON, one event per line", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_landed(workspace);
    const auto lines = lines_of(h2sim({"replay", trace, "--format", "jsonl"}).out);
    const json whole = json::parse(h2sim({"replay", trace, "--json"}).out);
    REQUIRE(lines.size() == whole.at("steps").size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i] == whole.at("steps")[i]);
    }
}

TEST_CASE("replay: pictures, to a file and to standard output alike", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_landed(workspace);
    const std::pair<const char*, const char*> forms[] = {
        {"svg", "<svg xmlns="}, {"mermaid", "sequenceDiagram\n"},
        {"text", "t/racy: "},   {"json", "{\n"},
        {"jsonl", "{\""},
    };
    command::Setting usual;
    usual.environment = {{"COLUMNS", ""}};
    for (const auto& [form, begin] : forms) {
        CAPTURE(form);
        const Result shown = h2sim({"replay", trace, "--format", form}, usual);
        CHECK(shown.code == 0);
        CHECK(shown.err.empty());
        CHECK(shown.out.starts_with(begin));
        const std::string file = workspace.write("out", "what was there before");
        const Result written = h2sim({"replay", trace, "--format", form, "-o", file});
        CHECK(written.code == 0);
        CHECK(written.out.empty());
        CHECK(read_file(file) == shown.out);
        CHECK(h2sim({"replay", trace, "--format", form, "-q", "-o", file}).code == 0);
        CHECK(read_file(file) == shown.out);
    }
    CHECK(workspace.names() == std::vector<std::string>{"out", "racy.json", "racy.trace.json"});
}

TEST_CASE("replay: a trace that does not replay is drawn as far as it goes, exit code 7",
          "[tools][replay]") {
    const Workspace workspace;
    json trace = json::parse(read_file(record_landed(workspace)));
    trace["steps"][4]["name"] = "loop: </script><script>sleeps";
    trace["steps"][4].erase("action");
    const std::string file = workspace.write("changed.trace.json", trace.dump());
    const Result svg = h2sim({"replay", file, "--format", "svg", "--at-point-of-no-return"});
    CHECK(svg.code == 7);
    CHECK_THAT(svg.out, Contains("The trace does not replay. Step 5: "));
    CHECK_THAT(svg.out, !Contains("<script"));
    const auto lines = lines_of(h2sim({"replay", file, "--format", "jsonl"}).out);
    REQUIRE(lines.size() == 5);
    CHECK(lines[4].at("divergence").at("step") == 5);
    const std::string out = workspace.path("out");
    const Result written = h2sim({"replay", file, "--format", "mermaid", "-o", out});
    CHECK(written.code == 7);
    CHECK_THAT(written.err, Contains("The trace does not replay. Step 5: "));
    CHECK_THAT(read_file(out), Contains("The trace does not replay. Step 5#58; "));
}

TEST_CASE("replay: the point of no return", "[tools][replay]") {
    const Workspace workspace;
    const std::string trace = record_landed(workspace);
    const Result text = h2sim({"replay", trace, "--at-point-of-no-return"});
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Contains("\nPoint of no return: step "));
    CHECK_THAT(h2sim({"replay", trace}).out, !Contains("Point of no return"));
    const json report =
        json::parse(h2sim({"replay", trace, "--at-point-of-no-return", "--json"}).out);
    CHECK(report.at("point_of_no_return").at("known") == true);
    CHECK(report.at("point_of_no_return").at("step").get<std::size_t>() >= 1);

    const std::string deadlock =
        source_root() + "/scenarios/traces/blocking-drain.no-deadlock.trace.json";
    const Result sealed = h2sim({"replay", deadlock, "--at-point-of-no-return"});
    CHECK_THAT(sealed.out, Contains("  15  loop       takes stream 3's"));
    const std::size_t line = sealed.out.find("----- point of no return -----\n  16  loop ");
    CHECK(line != std::string::npos);
    CHECK_THAT(h2sim({"replay", deadlock, "--at-point-of-no-return", "--format", "svg"}).out,
               Contains(">point of no return<"));

    const Result bound =
        h2sim({"replay", deadlock, "--at-point-of-no-return", "--max-states", "1"});
    CHECK(bound.code == 5);
    CHECK_THAT(bound.out, Contains("Point of no return: not known, the bound was hit after "));
}
