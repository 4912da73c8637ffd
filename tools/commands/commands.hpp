#pragma once
// One function for each command of h2sim: arguments in, exit code out. Results go to standard
// output. Throws Failure where it cannot go on.

#include "tools/cli/arguments.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {

ExitCode run_command(const CommonArguments& common, const CheckArguments& arguments);
ExitCode run_command(const CommonArguments& common, const MergeArguments& arguments);
ExitCode run_command(const CommonArguments& common, const ExploreArguments& arguments);
ExitCode run_command(const CommonArguments& common, const CompareArguments& arguments);
ExitCode run_command(const CommonArguments& common, const ReplayArguments& arguments);
ExitCode run_command(const CommonArguments& common, const MinimizeArguments& arguments);
ExitCode run_command(const CommonArguments& common, const DiffArguments& arguments);
ExitCode run_command(const CommonArguments& common, const NewArguments& arguments);
ExitCode run_command(const CommonArguments& common, const NetArguments& arguments);
ExitCode run_command(const CommonArguments& common, const ExplainArguments& arguments);
ExitCode run_command(const CommonArguments& common, const ValidateArguments& arguments);
ExitCode run_command(const CommonArguments& common, const SchemaArguments& arguments);
ExitCode run_command(const CommonArguments& common, const ListArguments& arguments);
ExitCode run_command(const CommonArguments& common, const RulesArguments& arguments);
ExitCode run_command(const CommonArguments& common, const DecodeArguments& arguments);
ExitCode run_command(const CommonArguments& common, const EncodeArguments& arguments);
ExitCode run_command(const CommonArguments& common, const DiagnoseArguments& arguments);
ExitCode run_command(const CommonArguments& common, const EmitArguments& arguments);
ExitCode run_command(const CommonArguments& common, const ServeArguments& arguments);
ExitCode run_command(const CommonArguments& common, const GetArguments& arguments);
ExitCode run_command(const CommonArguments& common, const RaceArguments& arguments);
ExitCode run_command(const CommonArguments& common, const ProbeArguments& arguments);
ExitCode run_command(const CommonArguments& common, const CompleteArguments& wanted);
ExitCode run_command(const CommonArguments& common, const ShowText& arguments);
ExitCode run_command(const CommonArguments& common, const UsageError& arguments);

}  // namespace tools
