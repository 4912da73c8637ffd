#pragma once
// What a witness of a connection holds against a peer: the rule, and how sure that is.

#include <cstdint>
#include <string_view>

#include "h2core/role.hpp"
#include "h2core/rules.hpp"
#include "h2core/stream_id.hpp"

namespace h2 {

enum class Certainty : std::uint8_t {
    broken,          // no order of what both have sent makes it right
    unless_crossed,  // wrong unless it was sent before what the other had sent arrived
    unknown,         // right or wrong by what is not there: the other direction, or an earlier part
};
std::string_view name(Certainty certainty);  // "broken", "unless-crossed", "unknown"

// rule(Finding::rule).level tells MUST from SHOULD.
struct Finding {
    RuleId rule = RuleId::none;
    Role who = Role::client;
    Certainty certainty = Certainty::broken;
    StreamId stream;           // 0: the connection
    std::uint64_t offset = 0;  // of the frame, in octets since `who` began to send
    bool operator==(const Finding&) const = default;
};

}  // namespace h2
