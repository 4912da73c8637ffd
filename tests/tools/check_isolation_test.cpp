// One scenario on which h2sim fails is one row of the report: the others are explored, and every
// report is written.

#include <algorithm>
#include <csignal>
#include <new>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "h2core/invariant.hpp"
#include "sim/text/xml_text.hpp"
#include "tests/support/instrumented.hpp"
#include "tests/tools/ci_scenarios.hpp"
#include "tools/reports/check_json.hpp"
#include "tools/reports/report_files.hpp"
#include "tools/runs/check_results.hpp"
#include "tools/runs/check_runner.hpp"
#include "tools/system/internal_error.hpp"

using Catch::Contains;
using Catch::EndsWith;
using command::h2sim;
using command::Result;
using nlohmann::json;
using tools::CheckStatus;
using tools::ExitCode;

namespace {

[[noreturn]] void break_invariant() {
    h2::invariant_failed("seven == 8", "h2core/somewhere.cpp", 12);
}

using Failing = void (*)();

struct Fault {
    const char* says;
    Failing fail;
};

const Fault kFaults[] = {
    {"internal error at h2core/somewhere.cpp:12: seven == 8 does not hold", break_invariant},
    {"internal error: it is late", [] { throw std::runtime_error{"it is late"}; }},
    {"internal error: out of memory", [] { throw std::bad_alloc{}; }},
    {"internal error", [] { throw 5; }},
};

// Invariants are thrown, as in the program, while a test runs.
struct Handlers {
    Handlers() {
        tools::report_internal_errors([] {});
    }
    Handlers(const Handlers&) = delete;
    Handlers& operator=(const Handlers&) = delete;
    ~Handlers() { h2::set_invariant_handler(old); }
    h2::InvariantHandler old = h2::set_invariant_handler(nullptr);
};

tools::Selection three(const Workspace& workspace) {
    for (const char* id : {"t/a", "t/b", "t/c"}) {
        workspace.write(std::string{id} + ".json", texts::safe(id));
    }
    return tools::select_scenarios(tools::ScenarioFiles{""}, {workspace.folder()}, {});
}

bool is_b(const tools::CheckResult& result) {
    return result.scenario->label() == "t/b";
}

std::vector<std::string> statuses(const json& report) {
    std::vector<std::string> found;
    for (const json& scenario : report.at("scenarios")) {
        found.push_back(scenario.at("status"));
    }
    return found;
}

const std::vector<std::string> kOneLost{"passed", "crashed", "passed"};

// Every report of the results is there and knows of all three.
void check_reports(const Workspace& workspace, tools::CheckResults& results, const char* says) {
    tools::CheckContext context;
    context.selected = 3;
    const json report = tools::check_json(results, context);
    CHECK(context.exit_code == ExitCode::internal);
    CHECK(report.at("exit_code") == 3);
    CHECK(statuses(report) == kOneLost);
    CHECK(report.at("scenarios")[1].at("crash") == says);
    CHECK(report.at("failed") == 1);
    tools::ReportFiles files;
    files.json = workspace.path("r.json");
    files.junit = workspace.path("r.xml");
    files.markdown = workspace.path("r.md");
    tools::write_reports({}, files, report, {}, tools::Annotate::never);
    CHECK(statuses(json::parse(read_file(files.json))) == kOneLost);
    CHECK_THAT(
        read_file(files.junit),
        Contains("errors=\"1\"") && Contains(fmt::format("message=\"{}", sim::xml_text(says))));
    CHECK_THAT(read_file(files.markdown),
               Contains("### t/b crashed") && Contains("2 passed, 1 failed"));
}

}  // namespace

TEST_CASE("check: what fails while it explores is one row", "[tools][check][isolation]") {
    const Workspace workspace;
    const Handlers handlers;
    const tools::Selection selection = three(workspace);
    const Fault& fault = GENERATE(from_range(std::begin(kFaults), std::end(kFaults)));
    CAPTURE(fault.says);
    tools::CheckSettings settings;
    settings.quiet = true;
    settings.jobs = GENERATE(1U, 3U);
    SECTION("the search") {
        settings.explore = [&](const sim::ParsedScenario& parsed, const tools::Limits& limits,
                               const tools::ShowProgress& show) {
            if (parsed.scenario.id == "t/b") {
                fault.fail();
            }
            return tools::run(parsed, limits, show);
        };
    }
    SECTION("what judges it") {
        settings.judge = [&](tools::CheckResult& result) {
            if (is_b(result)) {
                fault.fail();
            }
        };
    }
    tools::CheckResults results = tools::check_all(selection, settings);
    check_reports(workspace, results, fault.says);
}

TEST_CASE("check: a trace that cannot be recorded is one row", "[tools][check][isolation]") {
    const Workspace workspace;
    const Handlers handlers;
    workspace.write("t/b.json", ci::with_id("t/b"));
    const tools::Selection selection = three(workspace);
    tools::CheckSettings settings;
    settings.quiet = true;
    settings.judge = [](tools::CheckResult& result) {
        if (is_b(result)) {
            sim::PropertyResult& broken = result.run->outcome.properties[0].result;
            broken.verdict = sim::PropertyVerdict::violated;
            broken.picks.assign(3, 60'000);  // no such event
        }
    };
    tools::CheckResults results = tools::check_all(selection, settings);
    CHECK(results[1].status == CheckStatus::passed);
    tools::CheckContext context;
    context.selected = 3;
    const json report = tools::check_json(results, context);
    CHECK(statuses(report) == kOneLost);
    CHECK_THAT(report.at("scenarios")[1].at("crash").get<std::string>(),
               Contains("internal error at "));
    check_reports(workspace, results, results[1].crash.c_str());
}

TEST_CASE("check: a file for which there is no memory is one row", "[tools][check][isolation]") {
    if (support::kInstrumented) {
        return;
    }
    const Workspace workspace;
    workspace.write("s/a.json", texts::safe("t/a"));
    std::filesystem::resize_file(workspace.write("s/b.json", "{"), std::uintmax_t{60} << 20U);
    workspace.write("s/c.json", texts::safe("t/c"));
    command::Setting setting = ci::in(workspace);
    setting.memory_mb = 96;
    const Result result = h2sim({"check", "s", "--jobs", "1", "--json", "r.json"}, setting);
    CHECK(result.code == 3);
    CHECK_THAT(result.err, Contains("h2sim: s/b.json: internal error: out of memory\n"));
    CHECK_THAT(result.out, EndsWith("\n2 passed, 1 failed, 0 skipped\n"));
    CHECK(statuses(json::parse(read_file(workspace.path("r.json")))) == kOneLost);
}

TEST_CASE("check: --max-time and --max-memory are those of each scenario",
          "[tools][check][isolation]") {
    const Workspace workspace;
    workspace.write("s/a.json", texts::endless("t/a"));
    workspace.write("s/b.json", texts::endless("t/b"));
    workspace.write("s/c.json", texts::safe("t/c"));
    const auto checked = [&](const char* option, const char* most) {
        const Result result =
            h2sim({"check", "s", "--jobs", "1", "--json", "-", option, most}, ci::in(workspace));
        CHECK(result.code == 5);
        const json report = json::parse(result.out);
        CHECK(statuses(report) == std::vector<std::string>{"incomplete", "incomplete", "passed"});
        return report.at("scenarios")[1].at("bound").get<std::string>();
    };
    CHECK(checked("--max-time", "0.2") == "time");
    CHECK(checked("--max-memory", "1") == "memory");
}

TEST_CASE("check: Ctrl-C while files are read", "[tools][check][isolation]") {
    const Workspace workspace;
    workspace.write("s/a.json", texts::safe("t/a"));
    REQUIRE(mkfifo(workspace.path("s/b.json").c_str(), 0600) == 0);  // nobody writes into it
    workspace.write("s/c.json", "{");
    workspace.write("known.json", R"([{"id": "t/c", "reason": "not read yet"}])");
    command::Setting setting = ci::in(workspace);
    setting.signal = SIGINT;
    setting.signal_after_ms = 300;
    const Result result = h2sim(
        {"check", "s", "--json", "r.json", "--junit", "r.xml", "--expectations", "known.json"},
        setting);
    CHECK(result.code == 130);
    CHECK(result.err.empty());
    CHECK(statuses(json::parse(read_file(workspace.path("r.json")))) ==
          std::vector<std::string>{"skipped", "skipped", "skipped"});
    CHECK_THAT(read_file(workspace.path("r.xml")), Contains("skipped=\"3\""));
    CHECK(h2sim({"list", "scenarios", "--scenarios", "s"}, setting).code == 130);
}

TEST_CASE("check: several filters, and what they leave out", "[tools][check]") {
    using Filters = std::vector<std::string>;
    CHECK(tools::passes("races/late-data", {}));
    CHECK(tools::passes("races/late-data", {"late"}));
    CHECK_FALSE(tools::passes("races/late-data", {"early"}));
    CHECK(tools::passes("races/late-data", {"early", "late"}));
    CHECK(tools::passes("races/late-data", {"late", "early"}));
    CHECK_FALSE(tools::passes("races/late-data", {"late", "!data"}));
    CHECK_FALSE(tools::passes("races/late-data", {"!data", "late"}));
    CHECK(tools::passes("races/late-data", {"!early"}));

    const Workspace workspace;
    ci::fill_good(workspace);
    const auto listed = [&](const Filters& filters) {
        std::vector<std::string> words{"check", "--list"};
        for (const std::string& filter : filters) {
            words.insert(words.end(), {"--filter", filter});
        }
        return h2sim(words, ci::in(workspace));
    };
    CHECK(listed({"a", "b"}).out == listed({}).out);
    CHECK(listed({"t/", "!t/a"}).out == "scenario  title\nt/b       loses the race\n");
    CHECK_THAT(listed({"t/", "!t"}).err, Contains(R"(id fits --filter "t/", "!t")"));
    CHECK(listed({"t/", "!t"}).code == 4);
    CHECK(listed({"!"}).code == 2);
    CHECK(listed({""}).code == 2);
}
