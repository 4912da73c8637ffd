#pragma once
// Where nghttp2 1.52 and we are known to differ, and why ours is right: nothing else is let pass.

#include <span>
#include <string_view>

#include "h2core/frame.hpp"
#include "h2core/role.hpp"
#include "h2core/rules.hpp"
#include "h2core/wire/frame_header.hpp"
#include "tests/h2core/oracle/outcome.hpp"
#include "tests/h2core/oracle/script.hpp"

namespace oracle {

// One frame that they do not agree about.
struct Occasion {
    h2::Role role;  // of the endpoint that is tried
    h2::FrameHeader header;
    std::span<const std::byte> octets;  // of the frame; of the last CONTINUATION of a field block
    const h2::Frame* frame;             // null where our octets made none
    h2::RuleId rule;                    // that our verdict cites
    Outcome ours;
    Outcome theirs;
};

struct Difference {
    std::string_view name;
    std::string_view theirs;  // what nghttp2 does
    std::string_view ours;    // what we do
    std::string_view rfc;     // the sentence that allows or demands ours
    bool (*covers)(const Occasion& occasion);
};

std::span<const Difference> all_differences();
// The first that covers the occasion, or null.
const Difference* find_difference(const Occasion& occasion);

}  // namespace oracle
