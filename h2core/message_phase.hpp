#pragma once
// Where an HTTP message stands in one direction of a stream (RFC 9113 section 8.1): field section,
// content, trailers, end. One small table serves both directions.

#include <cstdint>

#include "h2core/rules.hpp"

namespace h2 {

enum class MessagePhase : std::uint8_t {
    expect_headers,  // nothing yet, or only informational responses
    body,            // after the field section
    done,            // END_STREAM seen or sent
};

enum class MessageInput : std::uint8_t {
    informational,             // HEADERS of a 1xx response
    informational_end_stream,  // never allowed: a final response must follow
    headers,                   // any other HEADERS without END_STREAM
    headers_end_stream,
    data,
    data_end_stream,
};
inline constexpr int kMessagePhases = 3;
inline constexpr int kMessageInputs = 6;

struct PhaseStep {
    MessagePhase next = MessagePhase::expect_headers;
    RuleId broken = RuleId::none;  // the rule broken, none if the input is allowed
    constexpr bool operator==(const PhaseStep&) const = default;
};

PhaseStep advance(MessagePhase phase, MessageInput input);

}  // namespace h2
