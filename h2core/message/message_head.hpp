#pragma once
// What RFC 9113 section 8 says about one field section by itself: whether it is a well-formed
// request, response or trailer section, and the facts that later frames are held against. Pure
// functions of the fields; computed once per section.

#include <cstdint>
#include <optional>
#include <span>

#include "h2core/field_list.hpp"
#include "h2core/rules.hpp"

namespace h2 {

enum class Method : std::uint8_t { other, head, connect, extended_connect };

struct MessageHead {
    RuleId malformed = RuleId::none;  // the first rule broken, in the order of the section's fields
    Method method = Method::other;    // of a request
    std::uint16_t status = 0;         // of a response, 100 … 999; 0 where malformed
    std::optional<std::uint64_t> content_length;
    bool operator==(const MessageHead&) const = default;
};

// Sections 8.2, 8.3, 8.3.1, 8.5, 8.6; RFC 8441 section 4. `extended_connect`: we announced
// ENABLE_CONNECT_PROTOCOL.
MessageHead examine_request(std::span<const Field> fields, bool extended_connect);
// Sections 8.2, 8.3, 8.3.2.
MessageHead examine_response(std::span<const Field> fields);
// Sections 8.1, 8.2: no pseudo-fields.
RuleId examine_trailers(std::span<const Field> fields);
// Section 8.4: a request that is well-formed, safe (GET, HEAD, OPTIONS), and without content.
MessageHead examine_promise(std::span<const Field> fields);

}  // namespace h2
