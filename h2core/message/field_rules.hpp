#pragma once
// What RFC 9113 section 8.2 says about one field by itself.

#include <string_view>

#include "h2core/field_list.hpp"
#include "h2core/rules.hpp"

namespace h2 {

// Section 8.2.1, the minimal validation that is a MUST, no more: a name may hold octets that are
// no token (RFC 9110 section 5.1), a value control octets other than NUL, LF and CR. Pseudo-fields
// with their colon are valid names here.
bool is_valid_name(std::string_view name);
bool is_valid_value(std::string_view value);

// RuleId::none, or field_name, field_value, connection_specific, te_other_than_trailers: the first
// of them in this order. Pseudo-fields are only held against the first two. "trailers" is compared
// without regard to case (RFC 9110 section 10.1.4 is ABNF).
RuleId examine_field(const Field& field);

}  // namespace h2
