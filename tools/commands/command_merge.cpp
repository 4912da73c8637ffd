#include <algorithm>

#include "tools/commands/commands.hpp"
#include "tools/reports/report_files.hpp"
#include "tools/runs/merge_reports.hpp"

namespace tools {

ExitCode run_command(const CommonArguments& common, const MergeArguments& arguments) {
    check_report_files(arguments.reports);
    std::vector<ShardReport> shards;
    shards.reserve(arguments.files.size());
    for (const std::string& file : arguments.files) {
        shards.push_back(read_shard_report(file));
    }
    const nlohmann::json merged = merge_reports(shards);
    const nlohmann::json& scenarios = merged.at("scenarios");
    const bool timed = std::any_of(scenarios.begin(), scenarios.end(),
                                   [](const auto& entry) { return entry.contains("seconds"); });
    write_reports(common, arguments.reports, merged, {timed, timed, 0}, Annotate::never);
    return static_cast<ExitCode>(merged.at("exit_code").get<int>());
}

}  // namespace tools
