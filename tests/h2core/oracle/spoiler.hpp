#pragma once
// Makes a message malformed, or unusual and legal, in one of many ways (RFC 9113 section 8).

#include "h2core/field_list.hpp"
#include "tests/support/split_mix64.hpp"

namespace oracle {

// Changes one field: its octets are literals.
void spoil(std::vector<h2::Field>& fields, support::SplitMix64& random);

}  // namespace oracle
