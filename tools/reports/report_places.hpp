#pragma once
// Where reports for programs are to be written.

#include <string>

namespace tools {

struct ReportFiles {  // each an output file, "-" or empty
    std::string json;
    std::string junit;
    std::string markdown;
    std::string html;  // of check alone
};

}  // namespace tools
