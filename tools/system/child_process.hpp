#pragma once
// Another program as a child, without a shell: its output goes into a file that has no name, so
// nobody waits for anybody but for its end.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tools/system/owned_descriptor.hpp"

namespace tools {

struct ChildEnd {
    bool is_missing = false;  // there is no such program
    int code = -1;            // exit code; 128 + n if signal n ended it; -1: it was not started
    std::string said;         // the end of what it wrote to standard error
};

// An empty file for reading and writing that is gone when it is closed, in TMPDIR or /tmp; -1 with
// errno where there can be none.
OwnedDescriptor temporary_file();

// As exec takes them: good as long as `texts` is, and ended by a null pointer.
std::vector<char*> pointers_to(std::vector<std::string>& texts);

// The last octets of a file, `most` at most.
std::string end_of_file(int descriptor, std::size_t most);

// Runs the program, which is looked for in PATH, and waits for its end. Standard input is empty,
// standard output the descriptor. `environment` is set beside what is there.
ChildEnd run_child(const std::vector<std::string>& arguments,
                   const std::vector<std::pair<std::string, std::string>>& environment, int output);

}  // namespace tools
