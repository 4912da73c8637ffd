#pragma once
// What was seen of a peer → how good that is.

#include <cstdint>
#include <optional>
#include <string>

#include "h2core/error_code.hpp"
#include "tools/probe/probe_case.hpp"

namespace tools {

// The reaction to a case, in one word and its number.
struct ProbeReaction {
    ProbeSight sight = ProbeSight::no_answer;
    h2::ErrorCode code{};  // goaway, reset
    std::string status;    // response
    std::string waiting;   // no_answer: for what
};

ProbeGrade grade_of(const ProbeCase& asked, const ProbeReaction& reaction);

// "GOAWAY(PROTOCOL_ERROR)", "a response with status 200".
std::string text_of(const ProbeReaction& reaction);
// "GOAWAY(PROTOCOL_ERROR), or the end of the connection (legal-alternative)".
std::string expected_text(const ProbeCase& asked);

// A case whose allowed outcomes are everything finds nothing.
bool can_fail(const ProbeCase& asked);

}  // namespace tools
