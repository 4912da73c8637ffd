#pragma once
// Where nghttp2 1.52 and we are known to differ, and why we do as we do: nothing else is let pass.
// differences_test.cpp shows each of them on few octets.

#include <span>
#include <string_view>

#include "tests/h2core/oracle/occasion.hpp"

namespace oracle {

struct Difference {
    std::string_view name;
    std::string_view theirs;  // what nghttp2 does
    std::string_view ours;    // what we do
    std::string_view rfc;     // the sentence that allows or demands ours
    bool (*covers)(const Occasion& occasion);
};

std::span<const Difference> frame_differences();    // frames, streams, the connection
std::span<const Difference> message_differences();  // RFC 9113 section 8
// The first that covers the occasion, or null.
const Difference* find_difference(const Occasion& occasion);

}  // namespace oracle
