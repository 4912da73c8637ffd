// The order of field sections and DATA in a message (RFC 9113 section 8.1), as a table.

#include "h2core/message_phase.hpp"

#include <array>
#include <cstddef>

namespace h2 {

namespace {

constexpr PhaseStep next_is(MessagePhase next) {
    return {next, RuleId::none};
}

constexpr PhaseStep kWait = next_is(MessagePhase::expect_headers);
constexpr PhaseStep kBody = next_is(MessagePhase::body);
constexpr PhaseStep kDone = next_is(MessagePhase::done);
constexpr PhaseStep kEarly = {MessagePhase::expect_headers, RuleId::data_before_headers};
constexpr PhaseStep kInfo = {MessagePhase::expect_headers, RuleId::informational_end_stream};
constexpr PhaseStep kBody1xx = {MessagePhase::body, RuleId::informational_end_stream};
constexpr PhaseStep kNoEnd = {MessagePhase::body, RuleId::trailers_without_end_stream};
constexpr PhaseStep kAfter = {MessagePhase::done, RuleId::headers_after_end};
constexpr PhaseStep kGone = {MessagePhase::done, RuleId::half_closed_remote};

using PhaseRow = std::array<PhaseStep, kMessageInputs>;
// clang-format off
constexpr std::array<PhaseRow, kMessagePhases> kPhases = {{
    //         1xx     1xx+ES    HEADERS HEADERS+ES DATA     DATA+ES
    /* wait */ {kWait,  kInfo,    kBody,  kDone,     kEarly,  kEarly},
    /* body */ {kNoEnd, kBody1xx, kNoEnd, kDone,     kBody,   kDone},
    /* done */ {kAfter, kAfter,   kAfter, kAfter,    kGone,   kGone},
}};
// clang-format on

}  // namespace

PhaseStep advance(MessagePhase phase, MessageInput input) {
    return kPhases[static_cast<std::size_t>(phase)][static_cast<std::size_t>(input)];
}

}  // namespace h2
