// What is written about keys is what the table of keys says: both schemas, the README's table; and
// every key that is accepted reaches the scenario.

#include "sim/scenario/scenario_schema.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/scenario/scenario_keys.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "tests/sim/scenario/scenario_fixture.hpp"
#include "tests/support/places.hpp"

namespace {

using nlohmann::json;
using sim::KeySpec;
using sim::ValueKind;

const std::string kScenarios = source_root() + "/scenarios/";

std::string load(const std::string& name) {
    std::ifstream file{kScenarios + name, std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<std::string> profile_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{kScenarios + "profiles"}) {
        names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

// The first line in which two texts differ: all of them would be too much to read.
std::string first_difference(const std::string& one, const std::string& other) {
    const auto [at, unused] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    const std::string_view rest =
        std::string_view{one}.substr(std::size_t(std::distance(one.begin(), at)));
    return one == other ? "" : std::string{rest.substr(0, 200)};
}

// Another value than the default, for a leaf of the table.
json other_value(const KeySpec& key) {
    switch (key.kind) {
        case ValueKind::text:
        case ValueKind::name_or_object: return "other";
        case ValueKind::texts: return json::array({"other"});
        case ValueKind::integer:
        case ValueKind::count: return key.minimum + 2;
        case ValueKind::choice_or_object: return "app_done";
        case ValueKind::flag:
        case ValueKind::choice:
        case ValueKind::object:
        case ValueKind::objects: break;
    }
    return nullptr;
}

// Calls visit(pointer, key) for every leaf of the table; elements of arrays have index 0.
template <class Visit>
void each_leaf(const std::string& pointer, const KeySpec& key, const Visit& visit) {
    if (key.members.empty() || key.kind == ValueKind::choice_or_object) {
        visit(pointer, key);
    }
    for (const KeySpec& member : key.members) {
        const std::string here = key.kind == ValueKind::objects ? pointer + "/0" : pointer;
        each_leaf(here + '/' + std::string{member.name}, member, visit);
    }
}

sim::Scenario read_with(const std::string& pointer, const json& value) {
    json document = json::parse(fixture::kSmall);
    document[json::json_pointer{pointer}] = value;
    return sim::read_scenario(document);
}

// Whether some value of the leaf changes the scenario that is read.
bool reaches_the_scenario(const std::string& pointer, const KeySpec& key) {
    const auto without = sim::read_scenario(json::parse(fixture::kSmall));
    if (key.kind == ValueKind::flag) {
        return read_with(pointer, true) != read_with(pointer, false);
    }
    if (key.kind == ValueKind::choice) {
        bool all = true;
        for (const sim::Choice& one : key.choices) {
            for (const sim::Choice& other : key.choices) {
                const bool differ = read_with(pointer, one.name) != read_with(pointer, other.name);
                all = all && differ == (one.name != other.name);
            }
        }
        return all;
    }
    return read_with(pointer, other_value(key)) != without;
}

}  // namespace

TEST_CASE("schema: the committed files are what the table of keys makes of them", "[schema]") {
    INFO("ninja -C build tools/write_schemas && build/tools/write_schemas scenarios");
    CHECK(first_difference(sim::scenario_schema(profile_names()), load("schema.json")).empty());
    CHECK(first_difference(sim::profile_schema(), load("profiles.schema.json")).empty());
    CHECK(load("README.md").find("\n" + sim::key_table()) != std::string::npos);
}

TEST_CASE("schema: a drift is seen", "[schema]") {
    std::string text = load("schema.json");
    const std::size_t at = text.find("\"maximum\": 1000");
    REQUIRE(at != std::string::npos);
    text.replace(at, 15, "\"maximum\": 1001");
    CHECK_FALSE(first_difference(sim::scenario_schema(profile_names()), text).empty());
}

TEST_CASE("keys: each says what it means, and what its values mean", "[schema]") {
    int keys = 0;
    for (const KeySpec* root : {&sim::scenario_root(), &sim::profile_root()}) {
        sim::each_key(*root, [&keys](const std::string& pointer, const KeySpec& key) {
            INFO(pointer);
            ++keys;
            CHECK(key.meaning.size() > 5);
            CHECK(key.meaning.back() == '.');
            for (const sim::Choice& choice : key.choices) {
                INFO(choice.name);
                CHECK(choice.meaning.back() == '.');
            }
            for (const sim::Need& need : key.needs) {
                CHECK(need.reason.size() > 10);
            }
            if (!key.examples.empty()) {
                CHECK(json::accept("[" + std::string{key.examples} + "]"));
            }
        });
    }
    CHECK(keys > 100);
}

TEST_CASE("keys: the defaults they name are the scenario's", "[schema]") {
    const auto plain = sim::read_scenario(json::parse(fixture::kSmall));
    int defaults = 0;
    each_leaf("", sim::scenario_root(), [&](const std::string& pointer, const KeySpec& key) {
        if (!key.fallback.empty()) {
            INFO(pointer);
            ++defaults;
            CHECK(read_with(pointer, json::parse(key.fallback)) == plain);
        }
    });
    CHECK(defaults > 40);
}

TEST_CASE("reader: every key that is accepted reaches the scenario", "[scenario]") {
    int leaves = 0;
    each_leaf("", sim::scenario_root(), [&](const std::string& pointer, const KeySpec& key) {
        if (pointer == "/$schema" || pointer == "/server/profile_merged") {
            return;  // for editors, and for the merging of profiles
        }
        INFO(pointer);
        CHECK(reaches_the_scenario(pointer, key));
        ++leaves;
    });
    CHECK(leaves == 76);
}
