#pragma once
// What is said of a command beside its options.

#include <string_view>

namespace tools {

struct CommandHelp {
    std::string_view name;
    std::string_view purpose;
    std::string_view examples;  // and what else is worth knowing
};

}  // namespace tools
