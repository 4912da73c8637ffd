// What is asked of the table of keys; its rows are in keys_of_*.cpp.

#include "sim/scenario/scenario_keys.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sim {

const KeySpec* find_key(Keys keys, std::string_view name) {
    for (const KeySpec& key : keys) {
        if (key.name == name) {
            return &key;
        }
    }
    return nullptr;
}

std::vector<std::string_view> key_names(Keys keys) {
    std::vector<std::string_view> names;
    for (const KeySpec& key : keys) {
        names.push_back(key.name);
    }
    return names;
}

bool is_of_world(std::string_view pointer) {
    const KeySpec* key = &scenario_root();
    while (key != nullptr && key->of_world && !pointer.empty()) {
        const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
        key = find_key(key->members, pointer.substr(1, end - 1));
        pointer.remove_prefix(end);
    }
    return key == nullptr || key->of_world;
}

std::string describe(const KeySpec& key) {
    using enum ValueKind;
    std::string range = fmt::format("an integer from {} to {}", key.minimum, key.maximum);
    switch (key.kind) {
        case text: return key.minimum > 0 ? "a text that is not empty" : "a text";
        case texts: return "an array of texts";
        case flag: return "true or false";
        case integer: return range;
        case count: return range + ", or \"unlimited\"";
        case choice: return fmt::format("one of {}", names_of(key.choices));
        case choice_or_object:
            return fmt::format("one of {}, or an object with {}", names_of(key.choices),
                               fmt::join(key_names(key.members), ", "));
        case object: return "an object";
        case name_or_object: return "a name, or an object that stands for such a file";
        case objects: return fmt::format("an array of {} to {} objects", key.minimum, key.maximum);
    }
    return {};
}

}  // namespace sim
