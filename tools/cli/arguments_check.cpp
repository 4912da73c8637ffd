// An option for a file or folder takes no empty name, which would be a variable that a CI file
// forgot to set. The number of --durations stands behind its '=' only, so that a path after it
// stays a path.

#include "tools/cli/arguments_check.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <thread>

#include "sim/text/printable.hpp"
#include "tools/cli/argument_kinds.hpp"

namespace tools {
namespace {

constexpr std::size_t kMostSlowest = 1'000'000;

// A variable that a CI file forgot to set must not pass for an option that was not given.
std::string not_empty(const std::string& given) {
    return given.empty() ? "the name of a file is empty" : "";
}

void add_reports(CLI::App& command, ReportFiles& reports) {
    command
        .add_option("--json", reports.json,
                    "Write the report as one JSON object to a file, or to -")
        ->check(not_empty)
        ->type_name("FILE|-");
    command.add_option("--junit", reports.junit, "Write the report as JUnit XML")
        ->check(not_empty)
        ->type_name("FILE|-");
    command.add_option("--md", reports.markdown, "Write the report as Markdown, for a job summary")
        ->check(not_empty)
        ->type_name("FILE|-");
}

void add_shard(CLI::App& command, std::optional<Shard>& shard) {
    const auto check = [](const std::string& given) {
        return parse_shard(given) ? std::string{}
                                  : fmt::format(
                                        "{} is no part of a whole as 2/5 is, with a total "
                                        "of {} at most",
                                        sim::in_quotes(given), kMostShards);
    };
    command
        .add_option_function<std::string>(
            "--shard", [&shard](const std::string& given) { shard = parse_shard(given); },
            "Only one of N parts, from 1/N; h2sim merge puts the results together")
        ->check(check)
        ->type_name("I/N");
}

void add_durations(CLI::App& command, CheckArguments& check) {
    const auto bound = std::make_shared<std::string>();  // the library wants a variable for a flag
    const auto set = [&check, bound](const std::string& given) {
        const char* const end = given.data() + given.size();
        std::size_t number = 0;
        const auto [last, error] = std::from_chars(given.data(), end, number);
        if (given != "true" && (error != std::errc{} || last != end || number > kMostSlowest)) {
            throw CLI::ValidationError{fmt::format("--durations: {} is no number up to {}",
                                                   sim::in_quotes(given), kMostSlowest)};
        }
        check.durations = true;
        check.slowest = number;
    };
    command
        .add_flag("--durations", *bound,
                  "Also report how long each took, and with =N list the N slowest")
        ->each(set);
}

}  // namespace

void add_check(CLI::App& command, CheckArguments& check) {
    command.add_option("paths", check.paths, "Scenario files and folders (default: scenarios)")
        ->type_name("PATH");
    add_filters(command, check.filters, "ID",
                "Only scenarios with this, or one of several, in their id; !ID: without it");
    command.add_flag("--list", check.list, "Show what would be checked, and stop");
    add_jobs(command, check.jobs, "Scenarios explored at the same time");
    add_bound(command, "--max-time", check.limits.max_seconds,
              "Stop a scenario after so many seconds: it is incomplete");
    add_bound(command, "--max-memory", check.limits.max_memory_mb, "Stop a scenario at so many MB");
    command.add_flag("--fail-fast", check.fail_fast, "Skip what comes after the first failure");
    command.add_flag("--last-failed", check.last_failed,
                     "Only what failed when check last ran in this folder");
    add_shard(command, check.shard);
    add_durations(command, check);
    command
        .add_option("--expectations", check.expectations,
                    "Known failures, with reasons (JSON): they pass, and fail once they are gone")
        ->check(not_empty)
        ->type_name("FILE");
    command.add_flag("--update-pinned", check.update_pinned,
                     "Write the counts that were found into the files (not in CI)");
    add_reports(command, check.reports);
    command.add_option("--html", check.reports.html, "Write the report as one page, with pictures")
        ->check(not_empty)
        ->type_name("FILE|-");
    command
        .add_option("--traces-out", check.traces_out,
                    "Write trace and picture of each unexpected verdict into a folder")
        ->check(not_empty)
        ->type_name("DIR");
}

void add_merge(CLI::App& command, MergeArguments& merge) {
    command
        .add_option("files", merge.files, "What check --shard I/N --json FILE wrote, for every I")
        ->required()
        ->type_name("FILE");
    add_reports(command, merge.reports);
}

}  // namespace tools
