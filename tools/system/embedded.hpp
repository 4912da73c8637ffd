#pragma once
// Files of the source tree that are part of the program; the build generates their definitions.

#include <string_view>

namespace tools {

extern const std::string_view kScenarioSchema;  // scenarios/schema.json

}  // namespace tools
