// The names that scenarios, traces and reports are written in.

#include <set>
#include <string>
#include <string_view>

#include "tests/support/frames.hpp"

using namespace h2;

namespace {

// All values from the first to the last have names of their own.
template <class Enum>
std::set<std::string_view> names(Enum last) {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        names.insert(name(static_cast<Enum>(i)));
    }
    CHECK(names.size() == static_cast<std::size_t>(last) + 1);
    return names;
}

}  // namespace

TEST_CASE("9113/7 error codes have the RFC's names", "[rfc9113][7]") {
    names(ErrorCode::HTTP_1_1_REQUIRED);
    CHECK(name(ErrorCode::NO_ERROR) == "NO_ERROR");
    CHECK(name(static_cast<ErrorCode>(0x5)) == "STREAM_CLOSED");
    CHECK(name(static_cast<ErrorCode>(0x7)) == "REFUSED_STREAM");
    CHECK(name(static_cast<ErrorCode>(0xd)) == "HTTP_1_1_REQUIRED");
    CHECK(name(static_cast<ErrorCode>(0xe)) == "UNKNOWN_ERROR");
}

TEST_CASE("9113/6.5.2 parameters have the RFC's names", "[rfc9113][6.5.2]") {
    names(SettingId::MAX_HEADER_LIST_SIZE);
    CHECK(name(SettingId::MAX_CONCURRENT_STREAMS) == "MAX_CONCURRENT_STREAMS");
    CHECK(name(static_cast<SettingId>(0x7)) == "UNKNOWN_SETTING");
}

TEST_CASE("policy values have the names that scenarios use") {
    CHECK(names(WriteStage::completion) == std::set<std::string_view>{"app_done", "enqueued",
                                                                      "encoded", "write_start",
                                                                      "visible", "completion"});
    CHECK(names(OverLimit::goaway_refused_stream) ==
          std::set<std::string_view>{"rst_protocol_error", "rst_refused_stream",
                                     "goaway_protocol_error", "goaway_refused_stream"});
    CHECK(names(LimitInForce::both) == std::set<std::string_view>{"acked", "submitted", "both"});
    CHECK(names(ClosingCounter::separate) == std::set<std::string_view>{"none", "separate"});
    CHECK(names(ResetFrees::never) == std::set<std::string_view>{"slot_now", "when_request_returns",
                                                                 "when_writer_removes", "never"});
    CHECK(names(EndFrees::when_writer_removes) ==
          std::set<std::string_view>{"slot_now", "when_writer_removes"});
    CHECK(names(DebitAt::completion) ==
          std::set<std::string_view>{"enqueued", "write_start", "completion"});
    CHECK(names(AfterGoAway::idle_stream_error) ==
          std::set<std::string_view>{"discard", "discard_uncredited", "idle_stream_error"});
    CHECK(name(OverLimit::rst_refused_stream) == "rst_refused_stream");
    CHECK(name(WriteStage::visible) == "visible");
}

TEST_CASE("refusals, states and inputs have names") {
    CHECK(names(Refusal::connection_closed).contains("window_exhausted"));
    CHECK(names(Lifecycle::closed_implicitly).contains("half-closed (local)"));
    CHECK(names(StreamInput::promised).contains("RST_STREAM"));
}

TEST_CASE("levels and observers of rules have the names that the ledger is written with") {
    CHECK(names(Level::may) == std::set<std::string_view>{"must", "should", "may"});
    CHECK(names(Observer::intermediary) == std::set<std::string_view>{"receiver", "prober", "self",
                                                                      "application", "transport",
                                                                      "intermediary"});
    CHECK(name(Level::must) == "must");
    CHECK(name(Observer::prober) == "prober");
}

TEST_CASE("9113/5.4 a verdict names its rule, Accept names none",
          "[rfc9113][5.4][9113/5.1.1/implicitly-closed][9113/5.1/half-closed-remote]"
          "[9113/5.1/idle]") {
    CHECK(rule_of(Accept{}) == RuleId::none);
    CHECK(rule_of(Discard{RuleId::implicitly_closed}) == RuleId::implicitly_closed);
    CHECK(rule_of(StreamError{test::stream(1), ErrorCode::CANCEL, RuleId::half_closed_remote}) ==
          RuleId::half_closed_remote);
    CHECK(rule_of(ConnectionError{ErrorCode::CANCEL, RuleId::idle_stream}) == RuleId::idle_stream);
}

TEST_CASE("9113/5.1.1 stream identifiers: 31 bits, odd ones are the client's",
          "[rfc9113][5.1.1][9113/4.1/reserved-bit-ignored]") {
    CHECK(StreamId::from_wire(0x8000'0005U).value() == 5);
    CHECK(StreamId{}.names_connection());
    CHECK(StreamId::first(Role::client).value() == 1);
    CHECK(StreamId::first(Role::server).value() == 2);
    CHECK(test::stream(5).opened_by(Role::client));
    CHECK_FALSE(test::stream(5).opened_by(Role::server));
    CHECK(test::stream(6).opened_by(Role::server));
    CHECK(test::stream(5).next() == test::stream(7));
    CHECK(test::stream(StreamId::kMax).next().names_connection());
    CHECK(test::stream(StreamId::kMax - 1).next().names_connection());
}
