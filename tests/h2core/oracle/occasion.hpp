#pragma once
// One frame that the implementations do not agree about.

#include <algorithm>
#include <initializer_list>
#include <span>

#include "h2core/frame.hpp"
#include "h2core/role.hpp"
#include "h2core/rules.hpp"
#include "h2core/wire/frame_header.hpp"
#include "tests/h2core/oracle/outcome.hpp"

namespace oracle {

struct Occasion {
    h2::Role role = h2::Role::server;  // of the endpoint that is tried
    h2::FrameHeader header;
    std::span<const std::byte> octets;   // of the frame; of the last one of a field block
    const h2::Frame* frame = nullptr;    // null where our octets made none
    h2::RuleId rule = h2::RuleId::none;  // that our verdict cites
    bool in_field_block = false;         // that other frames began
    bool connect = false;                // the endpoint's own request on that stream was CONNECT
    Outcome ours;
    Outcome theirs;
};

// Whether our verdict cites one of these.
inline bool cites(const Occasion& occasion, std::initializer_list<h2::RuleId> rules) {
    return std::find(rules.begin(), rules.end(), occasion.rule) != rules.end();
}
inline bool they_accept(const Occasion& occasion) {
    return occasion.theirs.scope == Outcome::Scope::accept;
}
inline bool we_accept(const Occasion& occasion) {
    return occasion.ours.scope == Outcome::Scope::accept;
}

}  // namespace oracle
