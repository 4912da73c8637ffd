// Reads all shards before it writes anything. The merged report has the exit code; annotations for
// GitHub are left to the runs that have found the failures.

#include "tools/commands/commands.hpp"
#include "tools/reports/merge_reports.hpp"
#include "tools/reports/report_files.hpp"

namespace tools {

ExitCode run_command(const CommonArguments& common, const MergeArguments& arguments) {
    check_report_files(arguments.reports);
    std::vector<ShardReport> shards;
    shards.reserve(arguments.files.size());
    for (const std::string& file : arguments.files) {
        shards.push_back(read_shard_report(file));
    }
    const nlohmann::json merged = merge_reports(shards);
    write_reports(common, arguments.reports, merged, /*slowest=*/0, Annotate::never);
    return static_cast<ExitCode>(merged.at("exit_code").get<int>());
}

}  // namespace tools
