// Frames of streams at both ends: identifiers, message framing, effects (sections 5.1, 5.1.1, 8.1).

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

const Policy kStreamPolicy;
const FieldList kEarlyHints = {1, 10, {{":status", "103"}}};
const FieldList kOk = {2, 10, {{":status", "200"}}};
const FieldList kNoStatus = {3, 10, {{"x", "1"}}};
const FieldList kEmptyStatus = {4, 10, {{":status", ""}}};

Connection client_with_request(bool end_stream) {
    Connection connection = client(kStreamPolicy);
    (void)submit(connection, SubmitHeaders{stream(1), {}, end_stream, false});
    return connection;
}

}  // namespace

TEST_CASE("9113/5.1 HEADERS open a stream at the server", "[rfc9113][5.1]") {
    const bool end_stream = GENERATE(false, true);
    Connection connection = server(kStreamPolicy);

    const Step step = connection.receive(headers(1, end_stream));

    CHECK(step.verdict == accepted());
    CHECK(step.effects ==
          Effects{DeliverHeaders{stream(1), {}, false, end_stream}, StartRequest{stream(1)}});
    REQUIRE(connection.find(stream(1)) != nullptr);
    const Stream& opened = *connection.find(stream(1));
    CHECK(opened.lifecycle == (end_stream ? Lifecycle::half_closed_remote : Lifecycle::open));
    CHECK(opened.inbound == (end_stream ? MessagePhase::done : MessagePhase::body));
    CHECK(opened.counted);
    CHECK(opened.request == RequestState::running);
    CHECK(connection.peer_count() == 1);
    CHECK(connection.highest_peer_stream() == stream(1));
}

TEST_CASE("9113/5.1.1 the table is in the order of identifiers", "[rfc9113][5.1.1]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(3)).verdict == accepted());
    (void)submit(connection, SubmitPush{stream(3), {}});
    CHECK(connection.receive(headers(9)).verdict == accepted());

    REQUIRE(connection.streams().size() == 3);
    CHECK(connection.streams()[0].id == stream(2));
    CHECK(connection.streams()[1].id == stream(3));
    CHECK(connection.streams()[2].id == stream(9));
}

TEST_CASE("9113/5.1.1 a server is opened odd streams only", "[rfc9113][5.1.1][9113/5.1.1/parity]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(2)).verdict ==
          connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_parity));
}

TEST_CASE("9113/5.1.1 a skipped identifier is closed",
          "[rfc9113][5.1.1][9113/5.1.1/implicitly-closed][9113/5.1.1/order]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(5)).verdict == accepted());

    const Connection before = connection;
    CHECK(connection.receive(priority(3)).verdict == accepted());
    CHECK(connection.receive(rst(3)).verdict == discarded(RuleId::implicitly_closed));
    CHECK(connection.receive(window_update(3, 1)).verdict == discarded(RuleId::implicitly_closed));
    CHECK(connection == before);

    Connection copy = connection;
    CHECK(copy.receive(headers(3)).verdict ==
          connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_order));
    CHECK(connection.receive(data(3, 0)).verdict ==
          connection_error(ErrorCode::STREAM_CLOSED, RuleId::implicitly_closed));
}

TEST_CASE("9113/5.1 only HEADERS and PRIORITY on an idle stream",
          "[rfc9113][5.1][9113/5.1/idle][9113/6.4/idle]") {
    struct Case {
        Frame frame;
        RuleId rule;
    };
    const Case cases[] = {{data(1, 0), RuleId::idle_stream},
                          {rst(1), RuleId::rst_stream_idle},
                          {window_update(1, 1), RuleId::idle_stream},
                          {data(2, 0), RuleId::idle_stream},
                          {rst(2), RuleId::rst_stream_idle}};
    for (const Case& one : cases) {
        CAPTURE(name(one.frame), stream_of(one.frame));
        Connection connection = server(kStreamPolicy);
        CHECK(connection.receive(one.frame).verdict ==
              connection_error(ErrorCode::PROTOCOL_ERROR, one.rule));
    }
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(priority(1)).verdict == accepted());
    CHECK(connection == server(kStreamPolicy));
}

TEST_CASE("9113/5.1 a server cannot open a stream with HEADERS", "[rfc9113][5.1][9113/5.1/idle]") {
    const std::uint32_t id = GENERATE(1U, 2U);
    Connection connection = client(kStreamPolicy);
    CHECK(connection.receive(headers(id)).verdict ==
          connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::idle_stream));
}

TEST_CASE("9113/5.1.1 some frames name a stream", "[rfc9113][5.1.1][9113/5.1.1/stream-required]") {
    for (const Frame& frame : {data(0, 0), headers(0), priority(0), rst(0), push_promise(0, 2)}) {
        CAPTURE(name(frame));
        Connection connection = client(kStreamPolicy);
        CHECK(connection.receive(frame).verdict ==
              connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_required));
    }
}

TEST_CASE("9113/8.1 a request: field section, content, trailers",
          "[rfc9113][8.1][9113/5.1/half-closed-remote]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(1)).verdict == accepted());

    CHECK(connection.receive(data(1, 10)).effects ==
          Effects{DeliverData{stream(1), {nullptr, 10}, false}});
    CHECK(connection.receive(headers(1, true)).effects ==
          Effects{DeliverHeaders{stream(1), {}, true, true}});
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::half_closed_remote);

    const Step late = connection.receive(data(1, 0));
    CHECK(late.verdict == stream_error(1, ErrorCode::STREAM_CLOSED, RuleId::half_closed_remote));
    CHECK(late.effects == Effects{SendFrame{rst(1, ErrorCode::STREAM_CLOSED)}});
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::closed_rst_sent);
}

TEST_CASE("9113/8.1 trailers end the stream", "[rfc9113][8.1][9113/8.1/trailers-end-stream]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(1)).verdict == accepted());

    const Step step = connection.receive(headers(1, false));
    CHECK(step.verdict ==
          stream_error(1, ErrorCode::PROTOCOL_ERROR, RuleId::trailers_without_end_stream));
    CHECK(step.effects == Effects{SendFrame{rst(1, ErrorCode::PROTOCOL_ERROR)}});
}

TEST_CASE("9113/8.1 a response: interim ones, field section, content", "[rfc9113][8.1]") {
    Connection connection = client_with_request(true);

    CHECK(connection.receive(headers(1, false, {&kEarlyHints})).effects ==
          Effects{DeliverHeaders{stream(1), {&kEarlyHints}, false, false}});
    CHECK(connection.find(stream(1))->inbound == MessagePhase::expect_headers);
    CHECK(connection.receive(headers(1, false, {&kOk})).verdict == accepted());
    CHECK(connection.find(stream(1))->inbound == MessagePhase::body);
    CHECK(connection.receive(data(1, 5)).verdict == accepted());
    CHECK(connection.receive(data(1, 0, true)).effects ==
          Effects{DeliverData{stream(1), {}, true}});
}

TEST_CASE("9113/8.1 DATA before the final field section is malformed",
          "[rfc9113][8.1][9113/8.1/data-before-headers]") {
    Connection connection = client_with_request(false);
    CHECK(connection.receive(headers(1, false, {&kEarlyHints})).verdict == accepted());
    CHECK(connection.receive(data(1, 0)).verdict ==
          stream_error(1, ErrorCode::PROTOCOL_ERROR, RuleId::data_before_headers));
}

TEST_CASE("9113/8.1 an informational response does not end the stream",
          "[rfc9113][8.1][9113/8.1/informational-end-stream]") {
    Connection connection = client_with_request(false);
    CHECK(connection.receive(headers(1, true, {&kEarlyHints})).verdict ==
          stream_error(1, ErrorCode::PROTOCOL_ERROR, RuleId::informational_end_stream));
}

TEST_CASE("9113/8.1 a field section without :status counts as final", "[rfc9113][8.1]") {
    const Fields fields = GENERATE(Fields{}, Fields{&kNoStatus}, Fields{&kEmptyStatus});
    Connection connection = client_with_request(false);
    CHECK(connection.receive(headers(1, false, fields)).verdict == accepted());
    CHECK(connection.find(stream(1))->inbound == MessagePhase::body);
}

TEST_CASE("9113/8.1 a server takes 1xx fields in a request for what they are", "[rfc9113][8.1]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(1, false, {&kEarlyHints})).verdict == accepted());
    CHECK(connection.find(stream(1))->inbound == MessagePhase::body);
}

TEST_CASE("9113/8.1 our own messages keep the order too", "[rfc9113][8.1]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(1, true)).verdict == accepted());

    CHECK(refusal(connection, SubmitData{stream(1), {}, false}) == Refusal::out_of_order);
    CHECK(refusal(connection, SubmitHeaders{stream(1), {}, true, true}) == Refusal::out_of_order);
    CHECK(sent(connection, SubmitHeaders{stream(1), {&kEarlyHints}, false, true}) ==
          headers(1, false, {&kEarlyHints}));
    CHECK(sent(connection, SubmitHeaders{stream(1), {&kOk}, false, false}) ==
          headers(1, false, {&kOk}));
    CHECK(refusal(connection, SubmitHeaders{stream(1), {}, false, false}) == Refusal::out_of_order);
    CHECK(sent(connection, SubmitData{stream(1), {nullptr, 3}, false}) == data(1, 3));
    CHECK(sent(connection, SubmitHeaders{stream(1), {}, true, false}) == headers(1, true));
    CHECK(refusal(connection, SubmitData{stream(1), {}, false}) == Refusal::stream_not_open);
}

TEST_CASE("9113/8.1 nothing is sent after our END_STREAM on an open stream",
          "[rfc9113][8.1][9113/5.1/half-closed-remote]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(1)).verdict == accepted());
    (void)respond_with_headers(connection, 1);

    CHECK(refusal(connection, SubmitData{stream(1), {}, false}) == Refusal::out_of_order);
    CHECK(refusal(connection, SubmitHeaders{stream(1), {}, true, false}) == Refusal::out_of_order);
    CHECK(sent(connection, SubmitWindowUpdate{stream(1), 1}) == window_update(1, 1));
}

TEST_CASE("9113/5.1.1 a client opens its streams in order",
          "[rfc9113][5.1.1][9113/5.1.1/order][9113/5.1.1/parity]") {
    Connection connection = client(kStreamPolicy);
    CHECK(connection.next_stream_id() == stream(1));
    CHECK(refusal(connection, SubmitHeaders{stream(3), {}, true, false}) ==
          Refusal::invalid_argument);
    CHECK(refusal(connection, SubmitHeaders{stream(2), {}, true, false}) ==
          Refusal::invalid_argument);
    CHECK(refusal(connection, SubmitHeaders{stream(1), {}, false, true}) ==
          Refusal::invalid_argument);

    CHECK(sent(connection, SubmitHeaders{stream(1), {}, true, false}) == headers(1, true));
    CHECK(connection.next_stream_id() == stream(3));
    CHECK(connection.local_count() == 1);
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::half_closed_local);
    CHECK(refusal(connection, SubmitHeaders{stream(1), {}, false, true}) == Refusal::out_of_order);
}

TEST_CASE("9113/5.1.2 a client keeps the server's limit", "[rfc9113][5.1.2][9113/5.1.2/limit]") {
    Connection connection = client(kStreamPolicy, {}, limit(1));
    CHECK(connection.can_open());
    const Frame request = sent(connection, SubmitHeaders{stream(1), {}, true, false});
    CHECK_FALSE(connection.can_open());
    CHECK(refusal(connection, SubmitHeaders{stream(3), {}, true, false}) ==
          Refusal::concurrency_limit);

    (void)connection.write_started(request);
    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    CHECK(connection.local_count() == 0);
    CHECK(connection.streams().empty());
    CHECK(connection.can_open());
}

TEST_CASE("9113/5.1.2 a client that has checked before is not stopped at the server's limit",
          "[rfc9113][5.1.2]") {
    Policy policy;
    policy.open_beyond_limit = true;
    Connection connection = client(policy, {}, limit(1));
    (void)sent(connection, SubmitHeaders{stream(1), {}, true, false});
    CHECK(connection.can_open());
    CHECK(sent(connection, SubmitHeaders{stream(3), {}, true, false}) == headers(3, true));
    CHECK(connection.local_count() == 2);
    CHECK(connection.receive(goaway(3)).verdict == accepted());
    CHECK_FALSE(connection.can_open());  // everything else still stops it
}

TEST_CASE("a server opens no streams with HEADERS") {
    Connection connection = server(kStreamPolicy);
    CHECK_FALSE(connection.can_open());
    CHECK(refusal(connection, SubmitHeaders{stream(2), {}, true, false}) ==
          Refusal::stream_not_open);
    CHECK(refusal(connection, SubmitHeaders{stream(1), {}, true, false}) ==
          Refusal::stream_not_open);
}

TEST_CASE("9113/5.5 frames of unknown type are ignored", "[rfc9113][5.5][9113/5.5/unknown-frame]") {
    Connection connection = server(kStreamPolicy);
    const Step step = connection.receive(UnknownFrame{stream(7), 0x42, 0xff, {nullptr, 9}});
    CHECK(step.verdict == discarded(RuleId::unknown_frame_ignored));
    CHECK(connection == server(kStreamPolicy));
}

TEST_CASE("9113/6.10 CONTINUATION without a field block is a connection error",
          "[rfc9113][6.10][9113/6.10/alone]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(Continuation{stream(1)}).verdict ==
          connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::continuation_alone));
}

TEST_CASE("9113/6.7 a PING is answered once, with the same octets",
          "[rfc9113][6.7][9113/6.7/ack-not-answered][9113/6.7/answered]") {
    Connection connection = server(kStreamPolicy);
    const std::uint64_t opaque = GENERATE(0x0ULL, 0x0123'4567'89ab'cdefULL, ~0x0ULL);

    const Step step = connection.receive(Ping{opaque, false});
    CHECK(step.verdict == accepted());
    CHECK(step.effects == Effects{SendFrame{Ping{opaque, true}}});

    CHECK(connection.receive(Ping{opaque, true}).effects == Effects{DeliverPingAck{opaque}});
    CHECK(sent(connection, SubmitPing{opaque}) == Frame{Ping{opaque, false}});
    CHECK(connection == server(kStreamPolicy));
}

TEST_CASE("9113/5.4.1 a connection error is GOAWAY, the end of the transport, and silence",
          "[rfc9113][5.4.1][9113/5.4.1/closed][9113/5.4.1/goaway-first]"
          "[9113/5.4.1/transport-closed]") {
    Connection connection = server(kStreamPolicy);
    CHECK(connection.receive(headers(5, true)).verdict == accepted());
    const Frame response = respond_with_headers(connection, 5);

    const Step step = connection.receive(headers(4));
    CHECK(step.effects == Effects{SendFrame{goaway(5, ErrorCode::PROTOCOL_ERROR)},
                                  CloseTransport{ErrorCode::PROTOCOL_ERROR}});
    CHECK(connection.closed());
    CHECK(connection.goaway_sent());
    CHECK(connection.announced_last_stream() == stream(5));

    const Connection closed = connection;
    CHECK(connection.receive(Ping{1, false}).verdict == discarded(RuleId::connection_closed));
    CHECK(refusal(connection, SubmitPing{1}) == Refusal::connection_closed);
    CHECK(connection.write_completed(response).empty());
    CHECK(connection == closed);
}
