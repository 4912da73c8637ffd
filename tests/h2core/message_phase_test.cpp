#include "h2core/message_phase.hpp"

#include "tests/support/frames.hpp"

using namespace h2;

namespace {

using enum MessagePhase;
using On = MessageInput;

struct PhaseCase {
    const char* sentence;
    MessagePhase phase;
    MessageInput input;
    PhaseStep expected;
};

constexpr PhaseStep allowed(MessagePhase next) {
    return {next, RuleId::none};
}
constexpr PhaseStep broken(MessagePhase phase, RuleId rule) {
    return {phase, rule};
}

// clang-format off
const PhaseCase kPhaseCases[] = {
    {"any number of interim responses before the final one",
     expect_headers, On::informational, allowed(expect_headers)},
    {"END_STREAM with an informational status code is malformed",
     expect_headers, On::informational_end_stream,
     broken(expect_headers, RuleId::informational_end_stream)},
    {"one HEADERS frame containing the header section",
     expect_headers, On::headers, allowed(body)},
    {"the last frame in the sequence bears END_STREAM",
     expect_headers, On::headers_end_stream, allowed(done)},
    {"content follows the header section",
     expect_headers, On::data, broken(expect_headers, RuleId::data_before_headers)},
    {"content follows the header section",
     expect_headers, On::data_end_stream, broken(expect_headers, RuleId::data_before_headers)},
    {"HEADERS without END_STREAM after the final status is malformed",
     body, On::informational, broken(body, RuleId::trailers_without_end_stream)},
    {"END_STREAM with an informational status code is malformed",
     body, On::informational_end_stream, broken(body, RuleId::informational_end_stream)},
    {"HEADERS without END_STREAM after those that open a request is malformed",
     body, On::headers, broken(body, RuleId::trailers_without_end_stream)},
    {"trailers: a HEADERS frame that bears END_STREAM",
     body, On::headers_end_stream, allowed(done)},
    {"zero or more DATA frames", body, On::data, allowed(body)},
    {"the last frame in the sequence bears END_STREAM", body, On::data_end_stream, allowed(done)},
    {"nothing follows the end", done, On::informational, broken(done, RuleId::headers_after_end)},
    {"nothing follows the end",
     done, On::informational_end_stream, broken(done, RuleId::headers_after_end)},
    {"nothing follows the end", done, On::headers, broken(done, RuleId::headers_after_end)},
    {"nothing follows the end",
     done, On::headers_end_stream, broken(done, RuleId::headers_after_end)},
    {"nothing follows the end", done, On::data, broken(done, RuleId::half_closed_remote)},
    {"nothing follows the end",
     done, On::data_end_stream, broken(done, RuleId::half_closed_remote)},
};
// clang-format on

}  // namespace

TEST_CASE("9113/8.1 every cell of the table of message phases",
          "[rfc9113][8.1][9113/5.1/half-closed-remote][9113/8.1/data-before-headers]"
          "[9113/8.1/headers-after-end][9113/8.1/informational-end-stream]"
          "[9113/8.1/trailers-end-stream]") {
    CHECK(std::size(kPhaseCases) == kMessagePhases * kMessageInputs);
    for (const PhaseCase& one : kPhaseCases) {
        INFO(one.sentence << " (phase " << static_cast<int>(one.phase) << ", input "
                          << static_cast<int>(one.input) << ")");
        CHECK(advance(one.phase, one.input) == one.expected);
    }
}
