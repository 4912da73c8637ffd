#pragma once
// What RFC 9113 section 8 says about one field section by itself: whether it is a well-formed
// request, response or trailer section, and the facts that later frames are held against. Pure
// functions of the fields; computed once per section.
//
// What the RFC leaves to us:
//  - Content-Length is one decimal number, in one field line. A list of equal numbers ("42, 42"),
//    in one line or several, is malformed: RFC 9110 section 8.6 allows to reject it, and it is what
//    request smuggling is made of. A number beyond 2^64-1 counts as 2^64-1, which no content has.
//  - :method is a token, :scheme a scheme, :path has no control octet and no space (they would end
//    an HTTP/1.1 request line): otherwise they are not valid values (request_pseudo_missing). What
//    else RFC 3986 forbids in a path is left to the application.
//  - :authority has only octets of RFC 3986 section 3.2, and for http and https a host (RFC 9110
//    section 4.2.1: an empty one must be rejected) and no userinfo (request_authority). It may be
//    absent, with or without Host.
//  - Every Host beside :authority must identify the same entity; how they are compared is told in
//    message/authority.hpp. Without :authority, Host is not looked at.
//  - :authority of CONNECT holds host and port, both (section 8.5; RFC 9110 section 9.3.6).
//  - :path of schemes other than http and https may be anything, even empty.

#include <cstdint>
#include <optional>
#include <span>

#include "h2core/field_list.hpp"
#include "h2core/rules.hpp"

namespace h2 {

enum class Method : std::uint8_t { other, head, connect, extended_connect };

struct MessageHead {
    // The first rule broken, in the order of the section's fields; after them the rules about the
    // section as a whole. The members below have their default values where this is not none.
    RuleId malformed = RuleId::none;
    Method method = Method::other;  // of a request
    std::uint16_t status = 0;       // of a response, 100 … 999
    std::optional<std::uint64_t> content_length;
    bool operator==(const MessageHead&) const = default;
};

// Sections 8.2, 8.3, 8.3.1, 8.5, 8.6; RFC 8441 section 4. `extended_connect`: we announced
// ENABLE_CONNECT_PROTOCOL.
MessageHead examine_request(std::span<const Field> fields, bool extended_connect);
// Sections 8.2, 8.3, 8.3.2. `request`: what is answered. In a 2xx response to CONNECT, extended or
// not, Content-Length is ignored, whatever it holds (RFC 9110 section 9.3.6).
MessageHead examine_response(std::span<const Field> fields, Method request = Method::other);
// Sections 8.1, 8.2: no pseudo-fields.
RuleId examine_trailers(std::span<const Field> fields);
// Section 8.4: a request that is well-formed, safe and cacheable (GET and HEAD: responses to
// OPTIONS are not cacheable, RFC 9110 section 9.3.7), and without content.
MessageHead examine_promise(std::span<const Field> fields);

}  // namespace h2
