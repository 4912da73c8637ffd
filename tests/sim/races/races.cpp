#include "tests/sim/races/races.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "sim/promises/properties.hpp"
#include "sim/run/scenario_run.hpp"
#include "sim/scenario/scenario_json.hpp"
#include "tests/support/places.hpp"

namespace races {
namespace {

namespace fs = std::filesystem;

const fs::path kScenarios = fs::path{source_root()} / "scenarios";

std::optional<std::string> read(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) {
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{stream}, {}};
}

// Paths below the folder, without ".json".
std::vector<std::string> names_in(const char* folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator{kScenarios / folder}) {
        if (entry.is_regular_file()) {
            const fs::path below = entry.path().lexically_relative(kScenarios / folder);
            found.push_back((below.parent_path() / below.stem()).generic_string());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

sim::ProfileLookup profiles() {
    sim::ProfileLookup lookup;
    lookup.names = names_in("profiles");
    const auto file_in = [](const char* folder) {
        return [folder](std::string_view name) -> std::optional<sim::ProfileText> {
            const std::string file = fmt::format("{}.json", name);
            auto text = read(kScenarios / folder / file);
            return text ? std::optional{sim::ProfileText{file, std::move(*text)}} : std::nullopt;
        };
    };
    lookup.find = file_in("profiles");
    lookup.net_names = names_in("nets");
    lookup.find_net = file_in("nets");
    return lookup;
}

}  // namespace

std::vector<std::string> names() {
    return names_in("races");
}

std::vector<std::string> profile_names() {
    return names_in("profiles");
}

std::vector<std::string> idiom_names() {
    return names_in("idioms");
}

std::vector<std::string> net_names() {
    return names_in("nets");
}

sim::Scenario load(const std::string& name, const Sets& sets) {
    return load_id("races/" + name, sets);
}

sim::Scenario load_id(const std::string& id, const Sets& sets) {
    const std::string file = fmt::format("{}.json", id);
    const auto text = read(kScenarios / file);
    if (!text) {
        FAIL("no file " << file);
    }
    const auto parsed = sim::parse_scenario(*text, file, profiles(), sets);
    if (!parsed) {
        FAIL(sim::to_text(parsed.error()));
    }
    return parsed->scenario;
}

std::string asking(std::initializer_list<std::string_view> properties) {
    std::string list;
    for (const std::string_view name : properties) {
        const sim::Property* property = sim::find_property(name);
        REQUIRE(property != nullptr);
        list += fmt::format(R"({}{{"name": "{}", "expect": "{}"}})", list.empty() ? "" : ", ", name,
                            property->kind == sim::PropertyKind::sometimes ? "reached" : "holds");
    }
    return fmt::format("properties=[{}]", list);
}

Sets sized(const Size& size, const Sets& more) {
    Sets sets{fmt::format("limit={}", size.limit), fmt::format("requests={}", size.requests),
              fmt::format("pipes.to_client={}", size.to_client),
              fmt::format("pipes.to_server={}", size.to_server)};
    sets.insert(sets.end(), more.begin(), more.end());
    return sets;
}

sim::Exploration explore(const sim::Scenario& scenario, sim::Options options) {
    const sim::Model model{scenario};
    const sim::Options bounds = sim::options_for(scenario);
    options.max_states = bounds.max_states;
    options.max_memory = bounds.max_memory;
    sim::Exploration exploration = sim::run_scenario(model, options).exploration;
    REQUIRE((exploration.complete || options.stop_at_first_violation));
    return exploration;
}

sim::Exploration explore(const std::string& name, const Sets& sets, sim::Options options) {
    return explore(load(name, sets), std::move(options));
}

std::string verdict(const sim::Exploration& exploration, std::string_view property) {
    for (const sim::PropertyResult& result : exploration.properties) {
        if (result.spec.name == property) {
            return std::string{sim::name(result.verdict)};
        }
    }
    FAIL("not asked: " << property);
    return {};
}

std::string verdict_at_size(const sim::Exploration& exploration, std::string_view property) {
    std::string found = verdict(exploration, property);
    return found == "vacuous" ? "holds" : found;
}

}  // namespace races
