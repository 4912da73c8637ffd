#pragma once
// Runs the built h2sim as a user would: a process with arguments, files and signals.

#include <string>
#include <utility>
#include <vector>

#include "tests/support/places.hpp"

namespace command {

struct Setting {
    std::string program = h2sim_program();
    std::string folder = "/usr";  // working directory
    std::string input;            // on standard input
    // Environment variables that are set; those h2sim looks at are unset otherwise.
    std::vector<std::pair<std::string, std::string>> environment;
    std::string output_file;      // what standard output is, if not captured: "/dev/full"
    bool closed_output = false;   // standard output is closed
    bool broken_pipe = false;     // standard output is a pipe nobody reads
    bool error_terminal = false;  // standard error is a terminal of 80 columns
    std::size_t memory_mb = 0;    // address space it may use; 0: no limit
    std::size_t file_octets = 0;  // that a file it writes may have; 0: no limit
    int signal = 0;               // sent after `signal_after_ms`
    int signal_again = 0;         // and this one as much later, if it still runs
    int signal_after_ms = 700;
};

struct Result {
    int code = -1;     // exit code; 128 + n if signal n killed it
    std::string out;   // standard output
    std::string err;   // standard error
    long peak_kb = 0;  // its largest resident memory
};

// Fails the test if it cannot be started or runs longer than two minutes.
Result h2sim(const std::vector<std::string>& arguments, const Setting& setting = {});

}  // namespace command
