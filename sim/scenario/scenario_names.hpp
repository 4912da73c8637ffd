#pragma once
// The names that scenario files use for the values of enumerations, in both directions. The table
// of a type is indexed by the enumerator's value.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "sim/scenario/scenario.hpp"

namespace sim {

// Defined for every enumeration of sim/scenario/scenario.hpp and for those of h2::Policy.
template <class Enum>
std::span<const std::string_view> choices();

template <>
std::span<const std::string_view> choices<Loop>();
template <>
std::span<const std::string_view> choices<BeforeRead>();
template <>
std::span<const std::string_view> choices<Orders>();
template <>
std::span<const std::string_view> choices<ShutdownNotice>();
template <>
std::span<const std::string_view> choices<Behaviour>();
template <>
std::span<const std::string_view> choices<WindowUpdates>();
template <>
std::span<const std::string_view> choices<ClientWrites>();
template <>
std::span<const std::string_view> choices<ClientOpens>();
template <>
std::span<const std::string_view> choices<SlotFreedAt>();
template <>
std::span<const std::string_view> choices<SettingsApplied>();
template <>
std::span<const std::string_view> choices<Responses>();
template <>
std::span<const std::string_view> choices<ResetAfterEnd>();
template <>
std::span<const std::string_view> choices<Start>();
template <>
std::span<const std::string_view> choices<Expected>();
template <>
std::span<const std::string_view> choices<h2::WriteStage>();
template <>
std::span<const std::string_view> choices<h2::OverLimit>();
template <>
std::span<const std::string_view> choices<h2::LimitInForce>();
template <>
std::span<const std::string_view> choices<h2::ClosingCounter>();
template <>
std::span<const std::string_view> choices<h2::ResetFrees>();
template <>
std::span<const std::string_view> choices<h2::EndFrees>();
template <>
std::span<const std::string_view> choices<h2::DebitAt>();
template <>
std::span<const std::string_view> choices<h2::AfterGoAway>();

template <class Enum>
    requires std::is_enum_v<Enum>
std::string_view to_text(Enum value) {
    return choices<Enum>()[static_cast<std::size_t>(value)];
}

// Empty if there is no such name; spelling is exact.
template <class Enum>
std::optional<Enum> from_text(std::string_view text) {
    const std::span<const std::string_view> all = choices<Enum>();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == text) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

}  // namespace sim
