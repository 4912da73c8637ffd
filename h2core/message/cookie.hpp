#pragma once
// Cookie crumbs (RFC 9113 section 8.2.3): a Cookie field may be split into several, which are put
// together again before they leave HTTP/2.

#include <optional>
#include <span>
#include <string>

#include "h2core/field_list.hpp"

namespace h2 {

// The values of all cookie fields in their order, joined with "; "; nothing if there is none.
std::optional<std::string> join_cookies(std::span<const Field> fields);

}  // namespace h2
