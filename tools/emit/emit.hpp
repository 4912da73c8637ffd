#pragma once
// The test of a plan in a language: a template (tools/emit/templates/) with its holes filled.

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/emit/emit_plan.hpp"

namespace tools {

enum class EmitLanguage : std::uint8_t { python, go, java, rust };

// "race_test.go": the name that its users would give the file.
std::string_view usual_file(EmitLanguage language);

// The source text. `file` is the name that it speaks of itself by, without folders.
std::string emit_test(EmitLanguage language, const EmitPlan& plan, const std::string& file);

}  // namespace tools
