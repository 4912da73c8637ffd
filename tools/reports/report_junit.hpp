#pragma once
// The report of `check` and `merge` as JUnit XML, which most CI systems read: one testsuite, one
// testcase for each scenario. Well-formed XML 1.0 whatever names and messages contain.

#include <string>

#include "tools/reports/check_report.hpp"

namespace tools {

// failed, incomplete and xpassed are failures, invalid and crashed errors; skipped and xfailed
// (with its reason) are skipped. "time" is 0 unless --durations was given, so that two runs give
// the same octets.
std::string junit_text(const CheckCases& cases);

}  // namespace tools
