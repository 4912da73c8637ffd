#pragma once
// The committed scenarios as the tests of verdicts run them: scenarios/races/NAME.json with values
// changed exactly as `h2sim explore --set` changes them.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/search/exploration.hpp"

namespace races {

using Sets = std::vector<std::string>;  // "key=value"

// All names, sorted: "blocking-drain", …, "stacks/envoy", …
std::vector<std::string> names();
// All profiles, sorted: "blocking-drain", …
std::vector<std::string> profile_names();
// The same for scenarios/idioms and scenarios/nets.
std::vector<std::string> idiom_names();
std::vector<std::string> net_names();

// Fails the test if there is no such file or a set is not valid.
sim::Scenario load(const std::string& name, const Sets& sets = {});
// The same by id: "idioms/two-locks".
sim::Scenario load_id(const std::string& id, const Sets& sets = {});

// The `--set` text that asks for these properties instead of the scenario's own.
std::string asking(std::initializer_list<std::string_view> properties);

// The size of a world.
struct Size {
    unsigned limit = 1;
    unsigned requests = 2;
    unsigned to_client = 1;
    unsigned to_server = 1;
};

// `--set` texts that give a scenario this size, and more.
Sets sized(const Size& size, const Sets& more = {});

// Every order of events of one scenario. Fails the test if a bound was hit.
sim::Exploration explore(const sim::Scenario& scenario, sim::Options options = {});
sim::Exploration explore(const std::string& name, const Sets& sets, sim::Options options = {});

// "holds", "violated", … of one of the properties that were asked.
std::string verdict(const sim::Exploration& exploration, std::string_view property);
// The same for grids of sizes, the smallest of which put nothing at stake: "vacuous" is "holds".
std::string verdict_at_size(const sim::Exploration& exploration, std::string_view property);

}  // namespace races
