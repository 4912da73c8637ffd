// scenarios/schema.json and scenarios/profiles.schema.json say exactly what the program accepts,
// and every key the program accepts reaches the scenario.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "sim/judge/properties.hpp"
#include "sim/scenario/scenario_keys.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "tests/sim/scenario/scenario_fixture.hpp"
#include "tests/support/places.hpp"

namespace {

using nlohmann::json;
using sim::KeySpec;
using sim::ValueKind;

const std::string kScenarios = source_root() + "/scenarios/";

json load(const std::string& name) {
    std::ifstream file{kScenarios + name};
    REQUIRE(file);
    return json::parse(file);
}

// The schema of a value, with references followed: they all lead into schema.json.
const json& resolved(const json& schema) {
    static const json root = load("schema.json");
    if (schema.contains("allOf")) {
        return resolved(schema["allOf"].at(0));
    }
    if (!schema.contains("$ref")) {
        return schema;
    }
    const auto reference = schema["$ref"].get<std::string>();
    const std::size_t hash = reference.find('#');
    REQUIRE((hash == 0 || reference.substr(0, hash) == "schema.json"));
    return resolved(root.at(json::json_pointer{reference.substr(hash + 1)}));
}

std::set<std::string> texts(const json& array) {
    return array.get<std::set<std::string>>();
}

std::set<std::string> texts(std::span<const std::string_view> names) {
    return {names.begin(), names.end()};
}

void check_choice(const json& schema, const KeySpec& key) {
    CHECK(texts(schema.at("enum")) == texts(key.choices));
    CHECK(schema.at("enum").size() == key.choices.size());
    REQUIRE(schema.at("enumDescriptions").size() == key.choices.size());
    for (const json& meaning : schema["enumDescriptions"]) {
        CHECK_FALSE(meaning.get<std::string>().empty());
    }
}

void check_range(const json& schema, const KeySpec& key) {
    CHECK(schema.at("type") == "integer");
    CHECK(schema.at("minimum") == key.minimum);
    CHECK(schema.at("maximum") == key.maximum);
}

void check_object(const json& schema, const KeySpec& object);

void check_value(const json& schema, const KeySpec& key) {
    switch (key.kind) {
        case ValueKind::text:
            CHECK((schema.contains("anyOf") ? schema["anyOf"].at(1) : schema).at("type") ==
                  "string");
            CHECK(schema.value("minLength", 0U) == (schema.contains("enum") ? 0U : key.minimum));
            break;
        case ValueKind::texts:
            CHECK(schema.at("type") == "array");
            CHECK(schema.at("items").at("type") == "string");
            CHECK(schema.at("maxItems") == key.maximum);
            break;
        case ValueKind::flag: CHECK(schema.at("type") == "boolean"); break;
        case ValueKind::integer: check_range(schema, key); break;
        case ValueKind::count:
            check_range(schema.at("anyOf").at(0), key);
            CHECK(schema["anyOf"].at(1).at("enum") == json::array({"unlimited"}));
            break;
        case ValueKind::choice: check_choice(schema, key); break;
        case ValueKind::choice_or_object:
            check_choice(resolved(schema.at("anyOf").at(0)), key);
            check_object(schema["anyOf"].at(1), key);
            break;
        case ValueKind::object: check_object(schema, key); break;
        case ValueKind::objects:
            CHECK(schema.at("type") == "array");
            CHECK(schema.at("minItems") == key.minimum);
            CHECK(schema.at("maxItems") == key.maximum);
            check_object(schema.at("items"), key);
            break;
    }
}

void check_object(const json& schema, const KeySpec& object) {
    CHECK(schema.at("type") == "object");
    CHECK(schema.at("additionalProperties") == false);
    std::set<std::string> required;
    std::set<std::string> known;
    for (const KeySpec& key : object.members) {
        const std::string name{key.name};
        INFO("key " << name);
        known.insert(name);
        if (key.required) {
            required.insert(name);
        }
        REQUIRE(schema.at("properties").contains(name));
        const json& written = schema["properties"][name];
        const json& value = resolved(written);
        CHECK_FALSE((written.contains("description") ? written : value)
                        .at("description")
                        .get<std::string>()
                        .empty());
        check_value(value, key);
    }
    std::set<std::string> documented;
    for (const auto& [name, value] : schema.at("properties").items()) {
        documented.insert(name);
    }
    CHECK(documented == known);
    CHECK(texts(schema.value("required", json::array())) == required);
}

// Another value than the default, for a leaf of the table.
json other_value(const KeySpec& key) {
    switch (key.kind) {
        case ValueKind::text: return "other";
        case ValueKind::texts: return json::array({"other"});
        case ValueKind::integer:
        case ValueKind::count: return key.minimum + 2;
        case ValueKind::choice_or_object: return "app_done";
        default: return nullptr;
    }
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

// What the schema says about the key at a pointer.
const json& documented_at(const json& schema, std::string_view pointer) {
    if (pointer.empty()) {
        return schema;
    }
    const json& around = documented_at(schema, sim::parent_pointer(pointer));
    const std::string token = sim::last_token(pointer);
    if (token == "0") {
        return around.at("items");
    }
    const json& object = around.contains("anyOf") ? around["anyOf"].at(1) : around;
    return object.at("properties").at(token);
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
        for (const std::string_view one : key.choices) {
            for (const std::string_view other : key.choices) {
                const bool differ = read_with(pointer, one) != read_with(pointer, other);
                all = all && differ == (one != other);
            }
        }
        return all;
    }
    return read_with(pointer, other_value(key)) != without;
}

}  // namespace

TEST_CASE("schema: scenario keys, kinds, ranges and choices are those of the program", "[schema]") {
    const json schema = load("schema.json");
    check_object(schema, sim::scenario_root());
}

TEST_CASE("schema: profile keys, kinds, ranges and choices are those of the program", "[schema]") {
    const json schema = load("profiles.schema.json");
    check_object(schema, sim::profile_root());
}

TEST_CASE("schema: property names and meanings are those of the program", "[schema]") {
    const json schema = load("schema.json");
    const json& name =
        schema.at("properties").at("properties").at("items").at("properties").at("name");
    REQUIRE(name.at("enum").size() == sim::all_properties().size());
    for (std::size_t i = 0; i < sim::all_properties().size(); ++i) {
        const sim::Property& property = sim::all_properties()[i];
        CHECK(name["enum"][i] == property.name);
        const std::string label =
            property.invariant.empty() ? "" : std::string{property.invariant} + ": ";
        CHECK(name["enumDescriptions"][i] == label + std::string{property.meaning});
    }
}

TEST_CASE("schema: the defaults it names are the program's", "[schema]") {
    const json schema = load("schema.json");
    const auto plain = sim::read_scenario(json::parse(fixture::kSmall));
    int defaults = 0;
    each_leaf("", sim::scenario_root(), [&](const std::string& pointer, const KeySpec&) {
        INFO(pointer);
        const json& at = documented_at(schema, pointer);
        if (at.contains("default")) {
            ++defaults;
            CHECK(read_with(pointer, at.at("default")) == plain);
        }
    });
    CHECK(defaults > 40);
}

TEST_CASE("schema: profiles that come with the program are offered for completion", "[schema]") {
    const json offered = load("schema.json")
                             .at("properties")
                             .at("server")
                             .at("properties")
                             .at("profile")
                             .at("anyOf")
                             .at(0)
                             .at("enum");
    for (const json& name : offered) {
        INFO(name);
        CHECK(std::ifstream{kScenarios + "profiles/" + name.get<std::string>() + ".json"});
    }
    const std::filesystem::directory_iterator folder{kScenarios + "profiles"};
    CHECK(std::ptrdiff_t(offered.size()) == std::distance(begin(folder), end(folder)));
}

TEST_CASE("reader: no key that is accepted is without effect", "[scenario]") {
    int leaves = 0;
    each_leaf("", sim::scenario_root(), [&](const std::string& pointer, const KeySpec& key) {
        if (pointer == "/$schema" || pointer == "/server/profile_merged") {
            return;  // for editors, and for the merging of profiles
        }
        INFO(pointer);
        CHECK(reaches_the_scenario(pointer, key));
        ++leaves;
    });
    CHECK(leaves == 75);
}
