#pragma once
// The report of `h2sim check` as one page that needs nothing else: no scripts, fonts or files from
// elsewhere; light or dark as the reader's system is. It is well-formed as XML too.

#include <string>
#include <vector>

#include "tools/reports/check_report.hpp"

namespace tools {

struct Picture {
    std::string property;
    std::string svg;
};

// `pictures[i]` are those of `cases[i]`; cases without pictures may be missing at the end.
std::string html_report(const CheckCases& cases,
                        const std::vector<std::vector<Picture>>& pictures = {});

}  // namespace tools
