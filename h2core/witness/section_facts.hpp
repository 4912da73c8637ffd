#pragma once
// What a field section is, by its known fields: which message it begins. Internal to
// h2core/witness.

#include <algorithm>
#include <span>
#include <string_view>

#include "h2core/field_list.hpp"

namespace h2 {

// Empty if there is none, or it is not known.
inline std::string_view value_of(std::span<const Field> fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [name](const Field& field) { return field.name == name; });
    return found == fields.end() ? std::string_view{} : found->value;
}

// No trailers: they have none (RFC 9113 section 8.1).
inline bool has_pseudo_field(std::span<const Field> fields) {
    return std::any_of(fields.begin(), fields.end(),
                       [](const Field& field) { return field.name.starts_with(':'); });
}

}  // namespace h2
