#pragma once
// The values of enumerations by the names that scenario files use, in both directions, each with
// its meaning. The table of a type is indexed by the enumerator's value.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "sim/scenario/scenario.hpp"

namespace sim {

struct Choice {
    std::string_view name;
    std::string_view meaning;
};

using Choices = std::span<const Choice>;

// For every enumeration of sim/scenario/scenario.hpp and those of h2::Policy: all of its values.
Choices choices(Loop any);
Choices choices(BeforeRead any);
Choices choices(Orders any);
Choices choices(ShutdownNotice any);
Choices choices(Behaviour any);
Choices choices(WindowUpdates any);
Choices choices(ClientWrites any);
Choices choices(ClientOpens any);
Choices choices(SlotFreedAt any);
Choices choices(SettingsApplied any);
Choices choices(Responses any);
Choices choices(ResetAfterEnd any);
Choices choices(Start any);
Choices choices(Expected any);
Choices choices(h2::WriteStage any);
Choices choices(h2::OverLimit any);
Choices choices(h2::LimitInForce any);
Choices choices(h2::ClosingCounter any);
Choices choices(h2::ResetFrees any);
Choices choices(h2::EndFrees any);
Choices choices(h2::DebitAt any);
Choices choices(h2::AfterGoAway any);

// "a, b, c"
std::string names_of(Choices all);

template <class Enum>
    requires std::is_enum_v<Enum>
std::string_view to_text(Enum value) {
    return choices(value)[static_cast<std::size_t>(value)].name;
}

// Empty if there is no such name; spelling is exact.
template <class Enum>
std::optional<Enum> from_text(std::string_view text) {
    const Choices all = choices(Enum{});
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].name == text) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

}  // namespace sim
