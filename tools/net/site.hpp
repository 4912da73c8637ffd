#pragma once
// The paths of `h2sim serve`, as pure functions: what a request is answered with.
//
//   /                   a few octets of text
//   /echo               the octets and the content-type of the request, as they come
//   /bytes/N            N octets
//   /drip?n=5&delay=100 n pieces, `delay` ms before each
//   /slow-sink?bytes=1024&delay=100
//                       reads its request so many octets at a time, with `delay` ms between, and
//                       says how many there were; meanwhile the window stays closed
//   /trailers           text, and a trailer section
//   /1xx                two informational responses, then text
//   /status/N           status N, 200 … 599
//   /reset/CODE         RST_STREAM with that code: a name of RFC 9113 section 7, or a number
//   /goaway             text, and the graceful end of the connection
//
// Anything else is 404. GET, HEAD and POST are answered alike but for the content, /echo and
// /slow-sink take any method; other methods get 405, OPTIONS 204.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "h2core/error_code.hpp"
#include "h2core/field_list.hpp"
#include "tools/net/loop.hpp"

namespace tools::net {

struct Request {
    std::string_view method;
    std::string_view target;        // path and query
    std::string_view content_type;  // empty if not given
    bool expects_continue = false;
};

Request request_of(const h2::FieldList& fields);

struct Plan {
    enum class Body : std::uint8_t { none, text, filler, drip, echo, sink };
    Body body = Body::text;
    std::uint16_t status = 200;
    std::string_view text;     // Body::text; of static storage
    std::string content_type;  // empty: the body is text/plain
    std::string_view allow;    // for 405 and OPTIONS
    std::uint64_t octets = 0;  // filler: all; sink: at a time; drip: pieces
    Milliseconds delay{0};     // drip, sink
    bool head_only = false;    // the answer to HEAD
    bool at_once = false;      // without waiting for the end of the request
    bool expects_continue = false;
    bool informational = false;
    bool trailers = false;
    bool go_away = false;
    std::optional<h2::ErrorCode> reset;  // instead of an answer

    [[nodiscard]] std::optional<std::uint64_t> content_length() const;
};

Plan plan_for(const Request& request);

}  // namespace tools::net
