#pragma once
// Environment variables, as far as commands look at them.

#include <cstdlib>
#include <string_view>

namespace tools {

// Its value; empty if it is not set.
inline std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view{value};
}

// Whether a CI system runs this: CI is set to anything but nothing, "false" or "0".
inline bool in_ci() {
    const std::string_view ci = environment("CI");
    return !ci.empty() && ci != "false" && ci != "0";
}

}  // namespace tools
