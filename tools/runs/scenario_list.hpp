#pragma once
// The list of scenarios that `check --list` and `list scenarios` show.

#include <cstdint>
#include <string>

#include "tools/runs/selection.hpp"
#include "tools/system/exit_code.hpp"
#include "tools/tables/table.hpp"

namespace tools {

enum class ListOf : std::uint8_t { selected, all };

// Ids and titles; of `all` also where each comes from. As JSON ("h2sim-list/1") to the file `json`
// if that is not empty. `invalid` if a file is not valid, `nothing_selected` if there is none.
ExitCode list_scenarios(const Selection& selection, const std::string& json, TextStyle style,
                        ListOf kind = ListOf::selected);

// Writes {"schema": "h2sim-list/1", KEY: […]}.
void write_list(const std::string& json, const std::string& key, nlohmann::json entries);

}  // namespace tools
