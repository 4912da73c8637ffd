#pragma once
// How the rows of the table of keys are written. A row names the member of the Scenario that a key
// stands for; the kind of value, its default and how it is read follow from that member:
//
//     field<&ServerSpec::write_buffer>("write_buffer", {0, kMostOctets}, "Octets of …")
//
// What more there is to say about a key is set behind it: with(field<…>(…), {.examples = "4096"}).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/scenario/response_plan.hpp"
#include "sim/scenario/scenario_keys.hpp"

namespace sim::rows {

inline constexpr std::uint64_t kMostStreams = 1000;
inline constexpr std::uint64_t kMostOctets = 16U << 20U;
inline constexpr std::uint64_t kMostTicks = 1'000'000;
inline constexpr std::uint64_t kMostInFrame = kMaxFrameSize;  // one frame carries it
inline constexpr std::uint64_t kMostElements = 10'000;

inline bool is_scripted(const Scenario& s) {
    return s.client.behaviour == Behaviour::scripted;
}

// Where a scenario has its parts: each type of part is there once.
inline Scenario& part(Scenario& s, const Scenario* /*type*/) {
    return s;
}
inline ServerSpec& part(Scenario& s, const ServerSpec* /*type*/) {
    return s.server;
}
inline h2::Policy& part(Scenario& s, const h2::Policy* /*type*/) {
    return s.server.policy;
}
inline h2::ReleasePoints& part(Scenario& s, const h2::ReleasePoints* /*type*/) {
    return s.server.policy.release;
}
inline ClientSpec& part(Scenario& s, const ClientSpec* /*type*/) {
    return s.client;
}
inline ClientDesign& part(Scenario& s, const ClientDesign* /*type*/) {
    return s.client.design;
}
inline RequestSpec& part(Scenario& s, const RequestSpec* /*type*/) {
    return s.request;
}
inline ResponseSpec& part(Scenario& s, const ResponseSpec* /*type*/) {
    return s.response;
}
inline PipesSpec& part(Scenario& s, const PipesSpec* /*type*/) {
    return s.pipes;
}
inline BoundsSpec& part(Scenario& s, const BoundsSpec* /*type*/) {
    return s.bounds;
}
inline Pinned& part(Scenario& s, const Pinned* /*type*/) {
    return s.pinned;
}

// The part and the type of value that a pointer to a member names.
template <auto Member>
struct MemberOf;
template <class PartType, class ValueType, ValueType PartType::* Member>
struct MemberOf<Member> {
    using Part = PartType;
    using Value = ValueType;
};

template <auto Member>
auto& member_in(Scenario& scenario) {
    const typename MemberOf<Member>::Part* type = nullptr;
    return part(scenario, type).*Member;
}

// A value of a file as one of a scenario. It has been checked.
inline void assign(const nlohmann::json& value, std::string& target) {
    target = value.get<std::string>();
}
inline void assign(const nlohmann::json& value, bool& target) {
    target = value.get<bool>();
}
inline void assign(const nlohmann::json& value, std::uint64_t& target) {
    target = value.get<std::uint64_t>();
}
inline void assign(const nlohmann::json& value, std::uint32_t& target) {
    target = value.is_string() ? h2::kUnlimited : value.get<std::uint32_t>();
}
inline void assign(const nlohmann::json& value, std::vector<std::string>& target) {
    target = value.get<std::vector<std::string>>();
}
template <class Enum>
    requires std::is_enum_v<Enum>
void assign(const nlohmann::json& value, Enum& target) {
    target = *from_text<Enum>(value.get_ref<const std::string&>());
}
template <class T>
void assign(const nlohmann::json& value, std::optional<T>& target) {
    assign(value, target.emplace());
}

// What a row may say beside name, range and meaning.
struct More {
    std::string_view examples{};
    std::string_view pattern{};
    bool required = false;
    std::vector<Need> needs{};
    bool fallback_needs = false;
};

inline KeySpec with(KeySpec key, More more) {
    key.examples = more.examples;
    key.pattern = more.pattern;
    key.required = more.required;
    key.needs = std::move(more.needs);
    key.fallback_needs = more.fallback_needs;
    if (key.required) {
        key.fallback.clear();
    }
    return key;
}

inline KeySpec not_of_world(KeySpec key) {
    key.of_world = false;
    return key;
}

struct Range {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
};

template <auto Member>
KeySpec field(std::string_view name, Range range, std::string_view meaning) {
    using Part = typename MemberOf<Member>::Part;
    using Value = typename MemberOf<Member>::Value;
    KeySpec key{
        .name = name,
        .meaning = meaning,
        .minimum = range.least,
        .maximum = range.most,
        .of_policy = std::is_same_v<Part, h2::Policy> || std::is_same_v<Part, h2::ReleasePoints>,
        .read = [](const nlohmann::json& value, Scenario& scenario) {
            assign(value, member_in<Member>(scenario));
        }};
    Scenario usual;
    const Value& fallback = member_in<Member>(usual);
    if constexpr (std::is_same_v<Value, bool>) {
        key.kind = ValueKind::flag;
        key.fallback = fallback ? "true" : "false";
    } else if constexpr (std::is_enum_v<Value>) {
        key.kind = ValueKind::choice;
        key.choices = choices(Value{});
        key.fallback = '"' + std::string{to_text(fallback)} + '"';
    } else if constexpr (std::is_same_v<Value, std::string>) {
        key.kind = ValueKind::text;
    } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
        key.kind = ValueKind::texts;
    } else {
        key.kind = ValueKind::integer;
        if constexpr (std::is_integral_v<Value>) {
            key.fallback = std::to_string(fallback);
        }
    }
    return key;
}

template <auto Member>
KeySpec field(std::string_view name, std::string_view meaning) {
    return field<Member>(name, {}, meaning);
}

// An integer, or "unlimited".
template <auto Member>
KeySpec count(std::string_view name, Range range, std::string_view meaning) {
    KeySpec key = field<Member>(name, range, meaning);
    key.kind = ValueKind::count;
    if (key.fallback == std::to_string(h2::kUnlimited)) {
        key.fallback = "\"unlimited\"";
    }
    return key;
}

inline KeySpec object(std::string_view name, Keys members, std::string_view meaning) {
    return {.name = name, .kind = ValueKind::object, .meaning = meaning, .members = members};
}

// A key that means something to the file and nothing to the world.
inline KeySpec label(std::string_view name, ValueKind kind, std::string_view meaning) {
    KeySpec key{.name = name, .kind = kind, .meaning = meaning};
    key.fallback = kind == ValueKind::flag ? "false" : "";
    return key;
}

Keys server_keys();  // keys_of_server.cpp; the first kLabels of them are no profile's
inline constexpr std::size_t kLabels = 2;
Keys client_keys();  // keys_of_client.cpp

}  // namespace sim::rows
