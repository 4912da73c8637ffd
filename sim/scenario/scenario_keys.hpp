#pragma once
// The keys of scenario and profile files: one table, and each key is told in it once. Reading and
// checking files, --set, `serve --set`, `h2sim explain`, both JSON schemas and the table in
// scenarios/README.md follow from it. Rows: keys_of_server.cpp, keys_of_client.cpp,
// keys_of_file.cpp; what a row may say: key_rows.hpp.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/scenario/scenario_names.hpp"

namespace sim {

enum class ValueKind : std::uint8_t {
    text,              // minimum: shortest length
    texts,             // array of texts; minimum and maximum: elements
    flag,              // true or false
    integer,           // minimum to maximum
    count,             // the same, or "unlimited"
    choice,            // one of `choices`
    choice_or_object,  // one of `choices`, or an object of `members`
    object,            // of `members`
    objects,           // array of such; minimum and maximum: elements
    name_or_object,    // the name of a file, or what it says, which has a form of its own
};

// What is said of a value without effect that nobody asked for in this world: it comes from a
// profile, which is written for many worlds, or stands in a record.
enum class Unasked : std::uint8_t {
    noted,
    wrong,        // no world of such a server has any use for it
    passed_over,  // it is one of several for different cases; only --set asks for it alone
};

// A key changes nothing in a world that does not meet its needs.
struct Need {
    bool (*met)(const Scenario& scenario) = nullptr;
    std::string_view key;     // whose value decides: "/server/loop"
    std::string_view reason;  // what is needed, and why: "\"loop\": \"split\": no other …"
    Unasked unasked = Unasked::noted;
};

struct KeySpec {
    std::string_view name;
    ValueKind kind = ValueKind::text;
    std::string_view meaning;
    bool required = false;
    std::uint64_t minimum = 0;
    std::uint64_t maximum = 0;
    Choices choices{};
    std::span<const KeySpec> members{};
    std::string fallback{};       // what stands for a key that is left out, as JSON; may be empty
    std::string_view pattern{};   // of a text, or of each of several: for editors
    std::string_view examples{};  // JSON values, separated by ", "; may be empty
    bool of_policy = false;       // the core decides by it: a live server has it too
    // False of what is asked of a world, of how long to search, and of what a file says about
    // itself, with all that is below it: the world is the same whatever its value is.
    bool of_world = true;
    std::vector<Need> needs{};    // of every value but the fallback …
    bool fallback_needs = false;  // … and of that too: it does not mean "none"
    // Puts the value into a scenario; null where members do, and for labels of the file itself.
    void (*read)(const nlohmann::json& value, Scenario& scenario) = nullptr;
};

using Keys = std::span<const KeySpec>;

// The whole file, as one object.
const KeySpec& scenario_root();
const KeySpec& profile_root();  // its "server" has the keys a profile may set

// Null if there is no such key.
const KeySpec* find_key(Keys keys, std::string_view name);

std::vector<std::string_view> key_names(Keys keys);

// Whether the world that a file describes depends on the key at a pointer ("/pinned/states").
bool is_of_world(std::string_view pointer);

// "an integer from 1 to 1000", "one of split, single, locked", …
std::string describe(const KeySpec& key);

// Calls visit(pointer, key) for every key below `object`, each before those in it. Elements of
// arrays have no index: "/properties/name".
template <class Visit>
void each_key(const KeySpec& object, const Visit& visit, const std::string& pointer = "") {
    for (const KeySpec& key : object.members) {
        const std::string here = pointer + '/' + std::string{key.name};
        visit(here, key);
        each_key(key, visit, here);
    }
}

}  // namespace sim
