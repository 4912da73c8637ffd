#pragma once
// Where HTTP/2 begins in octets of one direction that may begin with something else.

#include <cstddef>
#include <string>
#include <string_view>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"

namespace tools {

// Whether octets begin with the header of a frame of a known type with a length, and a stream, that
// its type may have (RFC 9113 section 6). Of fewer than nine octets, none do.
bool begins_with_frame(std::string_view octets);

struct ConnectionStart {
    std::size_t skipped = 0;      // octets before it
    std::string_view looks_like;  // "an HTTP/1.x request"; of what is skipped
    std::string_view next;        // "the connection preface" or "the first frame"
};

// The connection preface, if it stands behind octets that are no frames (an Upgrade request, a
// PROXY protocol header); the first SETTINGS behind the head of an HTTP/1.x response; else the
// beginning. Errors: the octets are something else (tools/input/foreign.hpp), or frames and then
// something else stand before a preface.
h2::Result<ConnectionStart, sim::InputError> find_start(std::string_view octets,
                                                        const std::string& file);

}  // namespace tools
