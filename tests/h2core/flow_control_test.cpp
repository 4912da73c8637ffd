// Section 6.9 at both ends of the windows.

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

const Policy kPolicy;
constexpr ErrorCode kFlow = ErrorCode::FLOW_CONTROL_ERROR;

Settings window_of(std::uint32_t octets) {
    Settings settings;
    settings.initial_window_size = octets;
    return settings;
}

// A server with one open request whose response has begun; both directions have that window.
Connection open_stream(const Policy& policy, std::uint32_t window) {
    Connection connection = server(policy, window_of(window), window_of(window));
    CHECK(connection.receive(headers(1)).verdict == accepted());
    (void)submit(connection, SubmitHeaders{stream(1), {}, false, false});
    return connection;
}

}  // namespace

TEST_CASE("9113/6.9.1 received DATA takes from both windows, padding too",
          "[rfc9113][6.9.1][9113/6.9.1/exceeded-stream]") {
    Connection connection = open_stream(kPolicy, 100);

    CHECK(connection.receive(Data{stream(1), {nullptr, 40}, 10, false}).verdict == accepted());
    CHECK(connection.find(stream(1))->receive_window.size() == 50);
    CHECK(connection.connection_receive_window() == 65'485);

    CHECK(connection.receive(data(1, 50)).verdict == accepted());
    const Step step = connection.receive(data(1, 1));
    CHECK(step.verdict == stream_error(1, kFlow, RuleId::flow_control_stream));
    CHECK(step.effects == Effects{SendFrame{rst(1, kFlow)}});
    CHECK(connection.connection_receive_window() == 65'434);
}

TEST_CASE("9113/6.9.1 DATA beyond the connection's window is a connection error",
          "[rfc9113][6.9.1][9113/6.9.1/exceeded-connection]") {
    Connection connection = open_stream(kPolicy, 100'000);
    CHECK(connection.receive(data(1, 65'535)).verdict == accepted());
    CHECK(connection.receive(data(1, 0)).verdict == accepted());
    CHECK(connection.receive(data(1, 1)).verdict ==
          connection_error(kFlow, RuleId::flow_control_connection));
}

TEST_CASE("9113/6.9 discarded DATA counts against the connection's window",
          "[rfc9113][6.9][9113/5.1/half-closed-remote][9113/5.1/late-after-our-reset]"
          "[9113/6.9/accounted]") {
    Connection connection = open_stream(kPolicy, 100);
    (void)submit(connection, SubmitReset{stream(1), ErrorCode::CANCEL});

    CHECK(connection.receive(data(1, 35)).verdict == discarded(RuleId::late_after_our_reset));
    CHECK(connection.connection_receive_window() == 65'500);

    Connection half_closed = server(kPolicy);
    CHECK(half_closed.receive(headers(1, true)).verdict == accepted());
    CHECK(half_closed.receive(data(1, 35)).verdict ==
          stream_error(1, ErrorCode::STREAM_CLOSED, RuleId::half_closed_remote));
    CHECK(half_closed.connection_receive_window() == 65'500);
}

TEST_CASE("9113/6.9 our WINDOW_UPDATE widens what we receive", "[rfc9113][6.9]") {
    Connection connection = open_stream(kPolicy, 10);
    CHECK(sent(connection, SubmitWindowUpdate{stream(1), 5}) == window_update(1, 5));
    CHECK(sent(connection, SubmitWindowUpdate{stream(0), 7}) == window_update(0, 7));
    CHECK(connection.find(stream(1))->receive_window.size() == 15);
    CHECK(connection.connection_receive_window() == 65'542);

    CHECK(refusal(connection, SubmitWindowUpdate{stream(1), 0}) == Refusal::invalid_argument);
    CHECK(refusal(connection, SubmitWindowUpdate{stream(1), 0x8000'0000U}) ==
          Refusal::invalid_argument);
    CHECK(refusal(connection, SubmitWindowUpdate{stream(1), 0x7fff'ffffU}) ==
          Refusal::invalid_argument);
    CHECK(refusal(connection, SubmitWindowUpdate{stream(3), 1}) == Refusal::stream_not_open);
}

TEST_CASE("9113/6.9 the peer's WINDOW_UPDATE widens what we send", "[rfc9113][6.9]") {
    Connection connection = open_stream(kPolicy, 10);
    CHECK(connection.receive(window_update(1, 5)).verdict == accepted());
    CHECK(connection.receive(window_update(0, 7)).verdict == accepted());
    CHECK(connection.sendable(stream(1)) == 15);
    CHECK(connection.connection_send_window() == 65'542);
}

TEST_CASE("9113/6.9 an increment of 0 is an error of its window",
          "[rfc9113][6.9][9113/6.9/zero-connection][9113/6.9/zero-stream]") {
    Connection connection = open_stream(kPolicy, 10);
    CHECK(connection.receive(window_update(1, 0)).verdict ==
          stream_error(1, ErrorCode::PROTOCOL_ERROR, RuleId::window_update_zero_stream));
    CHECK(connection.receive(window_update(0, 0)).verdict ==
          connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::window_update_zero_connection));
}

TEST_CASE("9113/6.9.1 a window past 2^31-1 is an error of its window",
          "[rfc9113][6.9.1][9113/6.9.1/overflow-connection][9113/6.9.1/overflow-stream]") {
    Connection connection = open_stream(kPolicy, 10);
    CHECK(connection.receive(window_update(1, 0x7fff'fff5U)).verdict == accepted());
    CHECK(connection.receive(window_update(1, 1)).verdict ==
          stream_error(1, kFlow, RuleId::window_overflow_stream));
    CHECK(connection.receive(window_update(0, 0x7fff'0000U)).verdict == accepted());
    CHECK(connection.receive(window_update(0, 1)).verdict ==
          connection_error(kFlow, RuleId::window_overflow_connection));
}

TEST_CASE("9113/6.9 WINDOW_UPDATE may come after the peer's END_STREAM",
          "[rfc9113][6.9][9113/5.1.1/implicitly-closed][9113/5.1/late-after-end-stream]") {
    Connection connection = server(kPolicy);
    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    CHECK(connection.receive(window_update(1, 1)).verdict == accepted());

    const Frame response = respond_with_headers(connection, 1);
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::closed_end_stream);
    CHECK(connection.receive(window_update(1, 1)).verdict ==
          discarded(RuleId::late_after_end_stream));
    (void)connection.write_started(response);
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.find(stream(1)) == nullptr);
    CHECK(connection.receive(window_update(1, 1)).verdict == discarded(RuleId::implicitly_closed));
}

TEST_CASE("9113/6.9.1 DATA is not submitted beyond either window",
          "[rfc9113][6.9.1][9113/6.9.1/exceeded-connection][9113/6.9.1/exceeded-stream]") {
    Connection connection = open_stream(kPolicy, 100);
    CHECK(refusal(connection, SubmitData{stream(1), {nullptr, 101}, false}) ==
          Refusal::window_exhausted);
    CHECK(sent(connection, SubmitData{stream(1), {nullptr, 100}, false}) == data(1, 100));
    CHECK(connection.sendable(stream(1)) == 0);
    CHECK(connection.connection_send_window() == 65'435);
    CHECK(refusal(connection, SubmitData{stream(1), {nullptr, 1}, true}) ==
          Refusal::window_exhausted);
    CHECK(sent(connection, SubmitData{stream(1), {}, true}) == data(1, 0, true));
    CHECK(connection.sendable(stream(1)) == 0);

    Connection wide = open_stream(kPolicy, 100'000);
    CHECK(wide.sendable(stream(1)) == 65'535);
    CHECK(refusal(wide, SubmitData{stream(1), {nullptr, 65'536}, false}) ==
          Refusal::window_exhausted);
}

TEST_CASE("9113/6.9.1 sendable is 0 where no DATA may go", "[rfc9113][6.9.1]") {
    Connection connection = server(kPolicy);
    CHECK(connection.sendable(stream(1)) == 0);
    CHECK(connection.receive(headers(1)).verdict == accepted());
    CHECK(connection.sendable(stream(1)) == 0);  // before our HEADERS
    (void)submit(connection, SubmitHeaders{stream(1), {}, false, false});
    CHECK(connection.sendable(stream(1)) == 65'535);
    (void)submit(connection, SubmitData{stream(1), {}, true});
    CHECK(connection.sendable(stream(1)) == 0);
}

TEST_CASE("DATA is subtracted once, when the policy says", "[policy]") {
    Policy policy;
    policy.debit_at = GENERATE(DebitAt::enqueued, DebitAt::write_start, DebitAt::completion);
    CAPTURE(name(policy.debit_at));
    Connection connection = open_stream(policy, 100);
    const auto windows_are = [&connection](std::int32_t taken) {
        CHECK(connection.sendable(stream(1)) == 100 - taken);
        CHECK(connection.connection_send_window() == 65'535 - taken);
    };

    const Frame frame = sent(connection, SubmitData{stream(1), {nullptr, 30}, false});
    windows_are(policy.debit_at == DebitAt::enqueued ? 30 : 0);
    (void)connection.report(WriteStage::encoded, frame);
    windows_are(policy.debit_at == DebitAt::enqueued ? 30 : 0);
    (void)connection.report(WriteStage::write_start, frame);
    windows_are(policy.debit_at == DebitAt::completion ? 0 : 30);
    (void)connection.report(WriteStage::visible, frame);
    windows_are(policy.debit_at == DebitAt::completion ? 0 : 30);
    (void)connection.report(WriteStage::completion, frame);
    windows_are(30);
}

TEST_CASE("late subtraction overdraws the window, as in the stacks that had it", "[policy]") {
    Policy policy;
    policy.debit_at = DebitAt::completion;
    Connection connection = open_stream(policy, 100);

    const Frame first = sent(connection, SubmitData{stream(1), {nullptr, 80}, false});
    const Frame second = sent(connection, SubmitData{stream(1), {nullptr, 80}, false});
    (void)connection.write_completed(first);
    (void)connection.write_completed(second);

    CHECK(connection.sendable(stream(1)) == -60);
}

TEST_CASE("DATA of a stream that is gone is still subtracted from the connection", "[policy]") {
    Policy policy;
    policy.debit_at = DebitAt::write_start;
    policy.reset_memory = 0;
    Connection connection = open_stream(policy, 100);
    const Frame frame = sent(connection, SubmitData{stream(1), {nullptr, 30}, false});
    CHECK(connection.receive(rst(1)).verdict == accepted());
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.streams().empty());

    (void)connection.write_started(frame);
    CHECK(connection.connection_send_window() == 65'505);
}
