#pragma once
// What is written about the keys for editors and people, made from the table of keys
// (sim/scenario/scenario_keys.hpp). The files are committed; `h2sim schema --write` makes them
// anew, and a test holds them against this.

#include <string>
#include <vector>

namespace sim {

// scenarios/schema.json: a JSON Schema (draft 7, with the descriptions of values that editors
// know). `profiles`: the names to offer for "server.profile", sorted.
std::string scenario_schema(const std::vector<std::string>& profiles);

// scenarios/profiles.schema.json; its "server" refers to the other.
std::string profile_schema();

// The rows of the table "Every key" of scenarios/README.md.
std::string key_table();

}  // namespace sim
