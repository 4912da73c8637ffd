#pragma once
// The two kinds of files that tests are made of.

#include <cstdint>
#include <optional>
#include <string>

#include "tools/emit/emit_plan.hpp"

namespace sim {
struct LocatedJson;
struct Trace;
}  // namespace sim

namespace tools {

// Throw Failure (exit code 2) as plan_of() does. `cell`: that one of the report; else the one with
// the most refusals for its streams, or the first that can be played.
EmitPlan plan_of_report(const sim::LocatedJson& report, std::optional<std::uint32_t> cell);
EmitPlan plan_of_trace(const sim::Trace& trace, const std::string& file);

}  // namespace tools
