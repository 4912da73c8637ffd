#pragma once
// The steps of a trace as a table. Where there is too little room, the server's streams and the
// verdict go below the step that changed them.

#include <cstdint>
#include <vector>

#include "sim/trace/trace_table.hpp"
#include "tools/tables/table.hpp"

namespace tools {

// `no_return_after`: a line says so after this step; 0: none does.
Table trace_table(const std::vector<sim::TraceRow>& rows, std::uint32_t limit,
                  std::size_t no_return_after = 0);

}  // namespace tools
