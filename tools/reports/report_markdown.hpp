#pragma once
// The report of `check` and `merge` as Markdown, for the summary of a CI job.

#include <string>

#include "tools/reports/check_report.hpp"

namespace tools {

// A heading with the counts, a table, and the findings and commands of what has failed.
std::string markdown_report(const CheckCases& cases);

}  // namespace tools
