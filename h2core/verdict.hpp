#pragma once
// What RFC 9113 section 5.4 says about a frame received from the peer. The alternative is the
// scope of the error; everything but Accept names the rule.

#include <variant>

#include "h2core/error_code.hpp"
#include "h2core/rules.hpp"
#include "h2core/stream_id.hpp"

namespace h2 {

struct Accept {
    bool operator==(const Accept&) const = default;
};
struct Discard {  // no effect, except that flow control and the field table still count it
    RuleId rule;
    bool operator==(const Discard&) const = default;
};
struct StreamError {  // answered with RST_STREAM (section 5.4.2)
    StreamId stream;
    ErrorCode code;
    RuleId rule;
    bool operator==(const StreamError&) const = default;
};
struct ConnectionError {  // answered with GOAWAY and the end of the connection (section 5.4.1)
    ErrorCode code;
    RuleId rule;
    bool operator==(const ConnectionError&) const = default;
};
using Verdict = std::variant<Accept, Discard, StreamError, ConnectionError>;

// The rule a verdict cites; RuleId::none for Accept.
RuleId rule_of(const Verdict& verdict);

}  // namespace h2
