#pragma once
// The keys of scenario and profile files as a table: name, kind of value, range, whether required.
// The checker, --set and the test that holds scenarios/schema.json against the program all read
// this one table.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
};

struct KeySpec {
    std::string_view name;
    ValueKind kind = ValueKind::text;
    bool required = false;
    std::uint64_t minimum = 0;
    std::uint64_t maximum = 0;
    // Initializers, so that designated initialization may leave them out.
    std::span<const std::string_view> choices{};  // NOLINT(readability-redundant-member-init)
    std::span<const KeySpec> members{};           // NOLINT(readability-redundant-member-init)
};

using Keys = std::span<const KeySpec>;

// The whole file, as one object.
const KeySpec& scenario_root();
const KeySpec& profile_root();  // its "server" has the keys a profile may set

// Null if there is no such key.
const KeySpec* find_key(Keys keys, std::string_view name);

std::vector<std::string_view> key_names(Keys keys);

// "an integer from 1 to 1000", "one of split, single, locked", …
std::string describe(const KeySpec& key);

}  // namespace sim
