#pragma once
// What happens when this program is wrong itself.

#include <stdexcept>
#include <string>

namespace tools {

// A broken invariant (h2core/invariant.hpp): where, and what does not hold.
struct BrokenInvariant : std::logic_error {
    using std::logic_error::logic_error;
};

// From now on a broken invariant of any thread is thrown, so that a command that looks at many
// things loses one of them only. What nobody catches calls `first`, is written to standard error
// and ends the process with exit code 3.
void report_internal_errors(void (*first)());

// What an exception that nobody expected says: "internal error at FILE:LINE: … does not hold".
// Call it while the exception is being handled.
std::string current_internal_error();

}  // namespace tools
