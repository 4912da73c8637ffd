#pragma once
// Where `check` and `merge` write their reports.

#include <cstddef>
#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "tools/reports/report_places.hpp"
#include "tools/runs/common_arguments.hpp"

namespace tools {

// Throws Failure (exit code 2) where a folder is missing, or two reports want the same place.
void check_report_files(const ReportFiles& files);

// Whether GitHub is told of findings by file and line, where it runs this: by the run that found
// them, once.
enum class Annotate : std::uint8_t { where_github_runs_it, never };

// Writes the files; then to standard output, unless a report went there, the text, after the
// annotations, with the `slowest` ones that the report has times of.
void write_reports(const CommonArguments& common, const ReportFiles& files,
                   const nlohmann::json& report, std::size_t slowest, Annotate annotate);

}  // namespace tools
