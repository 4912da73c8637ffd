#pragma once
// The report of `check` and `merge` as Markdown, for the summary of a CI job.

#include <string>
#include <string_view>

#include "tools/reports/check_report.hpp"

namespace tools {

// One line of text as it stands, in a cell of a table too: what Markdown and HTML would take for
// markup, '|' and control characters are escaped.
std::string markdown_text(std::string_view text);

// A heading with the counts, a table, and the findings and commands of what has failed.
std::string markdown_report(const CheckCases& cases);

}  // namespace tools
