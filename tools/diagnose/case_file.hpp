#pragma once
// Files of any kind that tell of connections → what is known of each: captures of packets, logs of
// one end, octets of one direction or both.

#include <string>
#include <vector>

#include "tools/diagnose/diagnose_report.hpp"
#include "tools/logs/log_format.hpp"

namespace tools {

struct CaseSource {
    std::vector<std::string> files;  // "-" is standard input
    std::string key_log;             // secrets of TLS, as SSLKEYLOGFILE has them; empty: none
    LogFormats formats;
    std::string log_format;  // the name of the one that is meant; empty: the one that fits
};

struct CaseFile {
    std::vector<Diagnosed> connections;
    // For people: what was not read and why; what else is in the files.
    std::vector<std::string> notes;
};

// Throws Failure (exit code 2) where a file cannot be read, or is nothing of these. Two files of
// octets are the two directions of one connection; more are an error.
CaseFile gather(const CaseSource& source);

}  // namespace tools
