#pragma once
// What RFC 9113 section 8.2 says about one field by itself.

#include <string_view>

#include "h2core/field_list.hpp"
#include "h2core/rules.hpp"

namespace h2 {

// Section 8.2.1: pseudo-fields with their colon are valid names here.
bool is_valid_name(std::string_view name);
bool is_valid_value(std::string_view value);

// RuleId::none, or field_name, field_value, connection_specific, te_other_than_trailers: the first
// of them in this order. Pseudo-fields are only held against the first two.
RuleId examine_field(const Field& field);

}  // namespace h2
