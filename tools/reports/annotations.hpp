#pragma once
// Workflow commands of GitHub Actions: findings shown at their lines of the scenario files.

#include <string>

#include "tools/reports/check_report.hpp"

namespace tools {

// Whether this runs there (the environment variable GITHUB_ACTIONS is "true").
bool wants_annotations();

// `::error file=…,line=…,title=…::…`, one line for each finding of what has failed. `workspace` is
// the folder of the checkout (GITHUB_WORKSPACE): files below it are named from there; empty: as
// they are.
std::string annotations_text(const CheckCases& cases, const std::string& workspace);

// The same for the workspace of the environment.
std::string annotations_text(const CheckCases& cases);

}  // namespace tools
