#pragma once
// Where `check` and `merge` write their reports.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/reports/report_html.hpp"
#include "tools/reports/report_places.hpp"
#include "tools/runs/common_arguments.hpp"

namespace tools {

// Throws Failure (exit code 2) where a folder is missing, or two reports want the same place.
void check_report_files(const ReportFiles& files);

// Whether GitHub is told of findings by file and line, where it runs this: by the run that found
// them, once.
enum class Annotate : std::uint8_t { where_github_runs_it, never };

// Writes the files; then to standard output, unless a report went there, the text, after the
// annotations, with the `slowest` ones that the report has times of. `pictures` are those of the
// page, by scenario.
void write_reports(const CommonArguments& common, const ReportFiles& files,
                   const nlohmann::json& report, std::size_t slowest, Annotate annotate,
                   const std::vector<std::vector<Picture>>& pictures = {});

}  // namespace tools
