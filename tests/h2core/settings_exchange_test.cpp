// The preface and the exchange of SETTINGS (sections 3.4, 6.5.3, 6.9.2).

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;
using enum SettingId;

namespace {

const Policy kExchangePolicy;
constexpr ErrorCode kProtocolError = ErrorCode::PROTOCOL_ERROR;
const SettingList kEmpty = {1, {}};

Effects acknowledged() {
    return {SendFrame{settings_ack()}, SettingsApplied{}};
}

}  // namespace

TEST_CASE("9113/3.4 the peer's first frame is SETTINGS",
          "[rfc9113][3.4][9113/3.4/settings-first]") {
    const Role role = GENERATE(Role::client, Role::server);
    Connection connection{role, kExchangePolicy};
    CHECK(connection.receive(settings(kEmpty)).effects == acknowledged());
    CHECK(connection.receive(Ping{1, false}).verdict == accepted());

    for (const Frame& frame : {headers(1), settings_ack(), Frame{Ping{1, false}},
                               window_update(0, 1), Frame{UnknownFrame{}}}) {
        CAPTURE(name(frame));
        Connection fresh{role, kExchangePolicy};
        CHECK(fresh.receive(frame).verdict ==
              connection_error(kProtocolError, RuleId::settings_first));
        CHECK(fresh.closed());
    }
}

TEST_CASE("9113/3.4 a client need not wait for the server's SETTINGS", "[rfc9113][3.4]") {
    Connection connection{Role::client, kExchangePolicy};
    (void)submit(connection, SubmitSettings{&kEmpty});
    CHECK(connection.can_open());
    CHECK(sent(connection, SubmitHeaders{stream(1), {}, true, false}) == headers(1, true));
}

TEST_CASE("9113/6.5.3 the peer's SETTINGS are in force and acknowledged at once",
          "[rfc9113][6.5.3][9113/6.5.3/acknowledged][9113/6.5.3/applied]") {
    Connection connection = client(kExchangePolicy);
    const SettingList list = {1, {{MAX_CONCURRENT_STREAMS, 7}, {MAX_FRAME_SIZE, 20'000}}};

    const Step step = connection.receive(settings(list));

    CHECK(step.verdict == accepted());
    CHECK(step.effects == acknowledged());
    Settings expected;
    expected.max_concurrent_streams = 7;
    expected.max_frame_size = 20'000;
    CHECK(connection.peer_settings() == expected);
    CHECK(connection.acked_settings() == Settings{});
    CHECK(connection.receive(SettingsFrame{false, nullptr}).effects == acknowledged());
    CHECK(connection.peer_settings() == expected);
}

TEST_CASE("9113/6.5.3 parameters are processed in order, the last one wins",
          "[rfc9113][6.5.3][9113/6.5.3/order]") {
    Connection connection = client(kExchangePolicy);
    const SettingList list = {1, {{MAX_CONCURRENT_STREAMS, 7}, {MAX_CONCURRENT_STREAMS, 3}}};
    CHECK(connection.receive(settings(list)).verdict == accepted());
    CHECK(connection.peer_settings().max_concurrent_streams == 3);
}

TEST_CASE("9113/6.5.2 invalid parameters are connection errors",
          "[rfc9113][6.5.2][9113/6.5.2/enable-push][9113/6.5.2/initial-window-size]"
          "[9113/6.5.2/max-frame-size]") {
    struct Case {
        Role role;
        Setting setting;
        ErrorCode code;
        RuleId rule;
    };
    const Case cases[] = {
        {Role::server, {ENABLE_PUSH, 2}, kProtocolError, RuleId::settings_enable_push},
        {Role::client, {ENABLE_PUSH, 1}, kProtocolError, RuleId::settings_enable_push},
        {Role::server,
         {INITIAL_WINDOW_SIZE, 0x8000'0000U},
         ErrorCode::FLOW_CONTROL_ERROR,
         RuleId::settings_initial_window_size},
        {Role::server, {MAX_FRAME_SIZE, 1}, kProtocolError, RuleId::settings_max_frame_size},
    };
    for (const Case& one : cases) {
        CAPTURE(name(one.setting.id));
        const SettingList list = {1, {{HEADER_TABLE_SIZE, 1}, one.setting}};
        Connection connection = Connection::established(one.role, {}, {}, kExchangePolicy);
        const Step step = connection.receive(settings(list));
        CHECK(step.verdict == connection_error(one.code, one.rule));
        CHECK(step.effects == Effects{SendFrame{goaway(0, one.code)}, CloseTransport{one.code}});
    }
    const SettingList push = {1, {{ENABLE_PUSH, 1}}};
    Connection connection = server(kExchangePolicy);
    CHECK(connection.receive(settings(push)).verdict == accepted());
}

TEST_CASE("9113/6.5 an ACK carries no parameters", "[rfc9113][6.5][9113/6.5/ack-payload]") {
    const SettingList list = {1, {{HEADER_TABLE_SIZE, 1}}};
    Connection connection = server(kExchangePolicy);
    (void)submit(connection, SubmitSettings{&kEmpty});
    CHECK(connection.receive(SettingsFrame{true, &list}).verdict ==
          connection_error(ErrorCode::FRAME_SIZE_ERROR, RuleId::settings_ack_with_payload));
}

TEST_CASE("9113/6.5.3 our SETTINGS are in force once acknowledged, oldest first",
          "[rfc9113][6.5.3]") {
    Connection connection = server(kExchangePolicy);
    const SettingList first = {1, {{MAX_CONCURRENT_STREAMS, 10}, {HEADER_TABLE_SIZE, 0}}};
    const SettingList second = {2, {{MAX_CONCURRENT_STREAMS, 5}}};

    CHECK(sent(connection, SubmitSettings{&first}) == settings(first));
    CHECK(sent(connection, SubmitSettings{&second}) == settings(second));
    CHECK(connection.unacked_settings() == 2);
    CHECK(connection.acked_settings() == Settings{});

    CHECK(connection.receive(settings_ack()).verdict == accepted());
    CHECK(connection.acked_settings().max_concurrent_streams == 10);
    CHECK(connection.acked_settings().header_table_size == 0);
    CHECK(connection.receive(settings_ack()).verdict == accepted());
    CHECK(connection.acked_settings().max_concurrent_streams == 5);
    CHECK(connection.acked_settings().header_table_size == 0);
    CHECK(connection.unacked_settings() == 0);
}

TEST_CASE("9113/6.5.3 an ACK that answers nothing ends the connection",
          "[rfc9113][6.5.3][9113/6.5.3/ack-unexpected]") {
    Connection connection = server(kExchangePolicy);
    CHECK(connection.receive(settings_ack()).verdict ==
          connection_error(kProtocolError, RuleId::settings_ack_unexpected));
}

TEST_CASE("9113/6.5.2 we send no invalid SETTINGS, and four unacknowledged at most",
          "[rfc9113][6.5.2][9113/6.5.2/enable-push]") {
    const SettingList push = {1, {{ENABLE_PUSH, 1}}};
    Connection connection = server(kExchangePolicy);
    CHECK(refusal(connection, SubmitSettings{&push}) == Refusal::invalid_argument);
    Connection other = client(kExchangePolicy);
    CHECK(sent(other, SubmitSettings{&push}) == settings(push));

    for (std::uint32_t i = 0; i < kMaxUnackedSettings; ++i) {
        CHECK(sent(connection, SubmitSettings{nullptr}) == Frame{SettingsFrame{false, nullptr}});
    }
    CHECK(refusal(connection, SubmitSettings{nullptr}) == Refusal::invalid_argument);
    CHECK(connection.receive(settings_ack()).verdict == accepted());
    CHECK(sent(connection, SubmitSettings{&kEmpty}) == settings(kEmpty));
}

TEST_CASE("9113/6.9.2 the peer's INITIAL_WINDOW_SIZE shifts the send windows",
          "[rfc9113][6.9.2][9113/6.9.2/adjusted][9113/6.9.2/negative]") {
    Connection connection = client(kExchangePolicy);
    (void)submit(connection, SubmitHeaders{stream(1), {}, false, false});
    (void)submit(connection, SubmitData{stream(1), {nullptr, 60'000}, false});
    const SettingList list = {1, {{INITIAL_WINDOW_SIZE, 16'384}}};

    CHECK(connection.receive(settings(list)).verdict == accepted());

    CHECK(connection.sendable(stream(1)) == 16'384 - 60'000);
    CHECK(connection.find(stream(1))->receive_window.size() == 65'535);
    CHECK(connection.connection_send_window() == 5'535);
    CHECK(refusal(connection, SubmitData{stream(1), {nullptr, 1}, false}) ==
          Refusal::window_exhausted);
    (void)submit(connection, SubmitHeaders{stream(3), {}, false, false});
    CHECK(connection.find(stream(3))->send_window.size() == 16'384);
}

TEST_CASE("9113/6.9.2 ours shifts the receive windows when acknowledged",
          "[rfc9113][6.9.2][9113/6.9.2/adjusted]") {
    Connection connection = server(kExchangePolicy);
    CHECK(connection.receive(headers(1)).verdict == accepted());
    CHECK(connection.receive(data(1, 100)).verdict == accepted());
    const SettingList list = {1, {{INITIAL_WINDOW_SIZE, 50}}};

    (void)submit(connection, SubmitSettings{&list});
    CHECK(connection.find(stream(1))->receive_window.size() == 65'435);
    CHECK(connection.receive(settings_ack()).verdict == accepted());
    CHECK(connection.find(stream(1))->receive_window.size() == -50);
    CHECK(connection.find(stream(1))->send_window.size() == 65'535);
    CHECK(connection.connection_receive_window() == 65'435);
    CHECK(connection.receive(headers(3)).verdict == accepted());
    CHECK(connection.find(stream(3))->receive_window.size() == 50);
}

TEST_CASE("9113/6.9.2 a window driven past 2^31-1 is a connection error",
          "[rfc9113][6.9.2][9113/6.9.2/window-overflow]") {
    Connection connection = client(kExchangePolicy);
    (void)submit(connection, SubmitHeaders{stream(1), {}, false, false});
    CHECK(connection.receive(window_update(1, 1)).verdict == accepted());
    const SettingList list = {1, {{INITIAL_WINDOW_SIZE, 0x7fff'ffffU}}};

    CHECK(connection.receive(settings(list)).verdict ==
          connection_error(ErrorCode::FLOW_CONTROL_ERROR, RuleId::settings_window_overflow));
}

TEST_CASE("9113/6.9.2 closed streams have no window to shift", "[rfc9113][6.9.2]") {
    Connection connection = server(kExchangePolicy);
    CHECK(connection.receive(headers(1)).verdict == accepted());
    CHECK(connection.receive(window_update(1, 1)).verdict == accepted());
    CHECK(connection.receive(rst(1)).verdict == accepted());
    CHECK(connection.find(stream(1)) != nullptr);  // its request function runs on
    const SettingList list = {1, {{INITIAL_WINDOW_SIZE, 0x7fff'ffffU}}};

    CHECK(connection.receive(settings(list)).verdict == accepted());
}
