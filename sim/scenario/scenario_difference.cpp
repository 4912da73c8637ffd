// Walks both documents along the table of keys, so that a default stands where one of them is
// silent. Where a key has one value for all of its members in one document, and a value for each in
// the other, members are compared.

#include "sim/scenario/scenario_difference.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/scenario_keys.hpp"

namespace sim {
namespace {

using nlohmann::json;

constexpr const char* kName = "name";

// It says how the profile is to be read, and differs where the profile does.
bool follows_from_profile(std::string_view key) {
    return key == "server.profile_merged";
}

const json* member_of(const json* object, std::string_view name) {
    if (object == nullptr || !object->is_object()) {
        return nullptr;
    }
    const auto found = object->find(std::string{name});
    return found == object->end() ? nullptr : &*found;
}

// Of a list of objects, each with a name of its own.
const json* element_named(const json* list, const std::string& name) {
    if (list == nullptr) {
        return nullptr;
    }
    const auto found = std::find_if(list->begin(), list->end(),
                                    [&](const json& element) { return element.at(kName) == name; });
    return found == list->end() ? nullptr : &*found;
}

class KeyWalk {
  public:
    // `first` and `second`: values of the key, null if they are left out.
    void walk(const KeySpec& spec, const json* first, const json* second, const std::string& name) {
        const bool around = std::exchange(of_world_below_, of_world_below_ && spec.of_world);
        look(spec, first, second, name);
        of_world_below_ = around;
    }

    [[nodiscard]] std::vector<KeyDifference> take() {
        std::move(others_.begin(), others_.end(), std::back_inserter(of_world_));
        return std::move(of_world_);
    }

  private:
    void look(const KeySpec& spec, const json* first, const json* second, const std::string& name) {
        switch (spec.kind) {
            case ValueKind::object: return walk_members(spec, first, second, name);
            case ValueKind::objects: return walk_named(spec, first, second, name);
            case ValueKind::texts: return walk_texts(first, second, name);
            case ValueKind::choice_or_object:
                if ((first != nullptr && first->is_object()) ||
                    (second != nullptr && second->is_object())) {
                    return walk_members(spec, first, second, name);
                }
                break;
            case ValueKind::text:
            case ValueKind::flag:
            case ValueKind::integer:
            case ValueKind::count:
            case ValueKind::choice:
            case ValueKind::name_or_object: break;
        }
        compare(value_of(spec, first), value_of(spec, second), name);
    }

    static json value_of(const KeySpec& spec, const json* given) {
        return given != nullptr        ? *given
               : spec.fallback.empty() ? json(nullptr)
                                       : json::parse(spec.fallback);
    }

    void walk_members(const KeySpec& spec, const json* first, const json* second,
                      const std::string& name) {
        const auto part = [](const json* value, std::string_view member) {
            return value != nullptr && value->is_string() ? value : member_of(value, member);
        };
        for (const KeySpec& member : spec.members) {
            walk(member, part(first, member.name), part(second, member.name),
                 name.empty() ? std::string{member.name} : fmt::format("{}.{}", name, member.name));
        }
    }

    void walk_texts(const json* first, const json* second, const std::string& name) {
        const auto size = [](const json* list) { return list == nullptr ? 0 : list->size(); };
        const auto text = [&](const json* list, std::size_t i) {
            return i < size(list) ? (*list)[i] : json(nullptr);
        };
        for (std::size_t i = 0; i < std::max(size(first), size(second)); ++i) {
            compare(text(first, i), text(second, i), fmt::format("{}.{}", name, i));
        }
    }

    // Those of the first list, then those that only the second one has.
    void walk_named(const KeySpec& spec, const json* first, const json* second,
                    const std::string& name) {
        std::vector<std::string> names;
        for (const json* const list : {first, second}) {
            for (const json& element : list == nullptr ? json::array() : *list) {
                const auto& own = element.at(kName).get_ref<const std::string&>();
                if (std::find(names.begin(), names.end(), own) == names.end()) {
                    names.push_back(own);
                }
            }
        }
        for (const std::string& each : names) {
            for (const KeySpec& member : spec.members) {
                if (member.name != kName) {
                    walk(member, member_of(element_named(first, each), member.name),
                         member_of(element_named(second, each), member.name),
                         fmt::format("{}.{}.{}", name, each, member.name));
                }
            }
        }
    }

    void compare(json first, json second, const std::string& name) {
        if (first != second && !follows_from_profile(name)) {
            (of_world_below_ ? of_world_ : others_)
                .push_back({name, std::move(first), std::move(second), of_world_below_});
        }
    }

    bool of_world_below_ = true;  // the world depends on what is walked through
    std::vector<KeyDifference> of_world_;
    std::vector<KeyDifference> others_;
};

}  // namespace

std::vector<KeyDifference> differences(const json& first, const json& second) {
    KeyWalk walk;
    walk.walk(scenario_root(), &first, &second, "");
    return walk.take();
}

}  // namespace sim
