#pragma once
// The command cannot go on: what is said on standard error, and the exit code. Thrown where there
// is nothing left to do but to end, caught in main(). Errors of one file among several are values.

#include <stdexcept>
#include <string>

#include "tools/system/exit_code.hpp"

namespace tools {

class Failure : public std::runtime_error {
  public:
    Failure(ExitCode code, const std::string& message) : std::runtime_error{message}, code_{code} {}

    [[nodiscard]] ExitCode code() const { return code_; }

  private:
    ExitCode code_;
};

// "h2sim: error: MESSAGE", exit code 2: arguments, or what they name, cannot be used.
[[noreturn]] inline void refuse_arguments(const std::string& message) {
    throw Failure{ExitCode::invalid, "h2sim: error: " + message};
}

}  // namespace tools
