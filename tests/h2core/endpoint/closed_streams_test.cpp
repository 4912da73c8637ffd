// Frames on streams that the connection has closed and forgotten, and field blocks that no field
// can make right.

#include "h2core/closed_streams.hpp"

#include "tests/h2core/endpoint/pair.hpp"

using namespace h2;  // NOLINT(google-build-using-namespace)
using wire::check_connection_error;
using wire::octets;
using wire::OctetVector;
using wire::Pair;

namespace {

const Policy kUsualPolicy;
const FieldList kAnswer = {1, 0, {{":status", "200"}}};

constexpr ErrorCode kClosed = ErrorCode::STREAM_CLOSED;
constexpr ErrorCode kProtocol = ErrorCode::PROTOCOL_ERROR;

StreamId stream(std::uint32_t id) {
    return StreamId::from_wire(id);
}

OctetVector get_on(std::uint32_t id) {
    return wire::frame(FrameType::HEADERS, flag::END_HEADERS | flag::END_STREAM, id, wire::kGet);
}

OctetVector data_on(std::uint32_t id) {
    return wire::frame(FrameType::DATA, 0, id, octets({1}));
}

OctetVector reset_on(std::uint32_t id) {
    return wire::frame(FrameType::RST_STREAM, 0, id, octets({0, 0, 0, 8}));
}

// A server that has answered the requests on these streams, in their order.
Pair answered(std::initializer_list<std::uint32_t> streams) {
    Pair pair{kUsualPolicy};
    for (const std::uint32_t id : streams) {
        pair.server.hear(get_on(id));
        pair.server.submit(SubmitHeaders{stream(id), {&kAnswer}, true, false});
        pair.server.submit(RequestDone{stream(id)});
    }
    REQUIRE(pair.server.endpoint.connection().streams().empty());
    pair.server.take();
    return pair;
}

// The last frame that went out is GOAWAY with that code.
void check_goaway(wire::Peer& peer, ErrorCode code, std::uint32_t last_stream) {
    CHECK(peer.take() == wire::frame(FrameType::GOAWAY, 0, 0,
                                     octets({0, 0, 0, static_cast<int>(last_stream), 0, 0, 0,
                                             static_cast<int>(static_cast<std::uint32_t>(code))})));
    CHECK(peer.endpoint.connection().closed());
}

}  // namespace

TEST_CASE("9113/5.1 DATA or HEADERS after END_STREAM both ways, the stream forgotten",
          "[9113/5.1/closed-end-stream]") {
    const std::uint32_t id = GENERATE(1U, 3U, 5U);
    const OctetVector late = GENERATE_COPY(get_on(id), data_on(id));
    Pair pair = answered({1, 3, 5});
    check_connection_error(pair.server.hear(late).last(), kClosed, RuleId::closed_after_end_stream);
    check_goaway(pair.server, kClosed, 5);
}

TEST_CASE("9113/5.1 DATA or HEADERS after the peer's RST_STREAM, the stream forgotten",
          "[9113/5.1/closed-reset]") {
    const OctetVector late = GENERATE(get_on(3), data_on(3));
    Pair pair = answered({1});
    pair.server.hear(get_on(3));
    pair.server.hear(reset_on(3));
    pair.server.submit(RequestDone{stream(3)});
    pair.server.hear(get_on(5));
    check_connection_error(pair.server.hear(late).last(), kClosed, RuleId::closed_after_reset);
}

TEST_CASE("9113/5.1.1 what was skipped is still an identifier out of order",
          "[9113/5.1.1/order][9113/5.1.1/implicitly-closed]") {
    const std::uint32_t id = GENERATE(1U, 5U, 7U);
    Pair pair = answered({3, 9});
    Pair other = answered({3, 9});
    check_connection_error(pair.server.hear(get_on(id)).last(), kProtocol, RuleId::stream_id_order);
    check_connection_error(other.server.hear(data_on(id)).last(), kClosed,
                           RuleId::implicitly_closed);
}

TEST_CASE("9113/5.1 a client knows which streams it has opened", "[9113/5.1/closed-end-stream]") {
    const OctetVector late =
        GENERATE(wire::frame(FrameType::HEADERS, flag::END_HEADERS, 1, octets({0x88})), data_on(1));
    Pair pair{kUsualPolicy};
    const FieldList request = {2, 0, {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}}};
    pair.request(request);
    pair.client.hear(
        wire::frame(FrameType::HEADERS, flag::END_HEADERS | flag::END_STREAM, 1, octets({0x88})));
    REQUIRE(pair.client.endpoint.connection().streams().empty());
    check_connection_error(pair.client.hear(late).last(), kClosed, RuleId::closed_after_end_stream);
}

TEST_CASE("9113/5.1 what is too long ago is not known", "[9113/5.1.1/implicitly-closed]") {
    ClosedStreams closed;
    CHECK(closed.rule_for(stream(1)) == RuleId::closed_after_end_stream);
    closed.opened({}, stream(3));
    CHECK(closed.rule_for(stream(1)) == RuleId::none);
    CHECK(closed.rule_for(stream(3)) == RuleId::closed_after_end_stream);

    StreamId last = stream(3);
    for (int i = 0; i < 16; ++i) {  // of each four identifiers one is used
        const StreamId next = stream(last.value() + 4);
        closed.opened(last, next);
        last = next;
    }
    CHECK(closed.rule_for(last) == RuleId::closed_after_end_stream);
    CHECK(closed.rule_for(stream(5)) == RuleId::none);
    CHECK(closed.rule_for(stream(1)) == RuleId::none);  // no longer known
    CHECK(closed.rule_for(stream(3)) == RuleId::closed_after_end_stream);
    CHECK(closed.rule_for(stream(2)) == RuleId::closed_after_end_stream);  // of the other opener

    for (std::uint32_t id = 101; id < 101 + 2 * 65; id += 2) {
        closed.reset(stream(id));
    }
    CHECK(closed.rule_for(stream(103)) == RuleId::closed_after_reset);
    CHECK(closed.rule_for(stream(101)) == RuleId::implicitly_closed);  // used, but how it ended?
    CHECK(closed.rule_for(stream(3)) == RuleId::implicitly_closed);
    CHECK(closed.rule_for(stream(231)) == RuleId::closed_after_end_stream);

    closed.start_above(stream(301));
    CHECK(closed.rule_for(stream(301)) == RuleId::none);
    CHECK(closed.rule_for(stream(303)) == RuleId::closed_after_end_stream);
    CHECK(closed.rule_for(stream(300)) == RuleId::closed_after_end_stream);
}

TEST_CASE(
    "9113/5.1.1, 9113/8.4 a field block that nothing can make right is judged at its beginning",
    "[9113/5.1.1/parity][9113/8.4/push-disabled][9113/5.1/idle]") {
    const int flags = GENERATE(0, int{flag::END_HEADERS});
    SECTION("HEADERS of a client on an even stream") {
        Pair pair{kUsualPolicy};
        const auto heard =
            pair.server.hear(wire::frame(FrameType::HEADERS, flags, 2, octets({0xff})));
        check_connection_error(heard.last(), kProtocol, RuleId::stream_id_parity);
        check_goaway(pair.server, kProtocol, 0);
    }
    SECTION("PUSH_PROMISE of a client") {
        Pair pair = answered({1});
        const auto heard = pair.server.hear(
            wire::frame(FrameType::PUSH_PROMISE, flags, 1, octets({0, 0, 0, 2, 0xff})));
        check_connection_error(heard.last(), kProtocol, RuleId::push_disabled);
        check_goaway(pair.server, kProtocol, 1);
    }
    SECTION("HEADERS of a server on a stream that nobody has opened") {
        const std::uint32_t id = GENERATE(1U, 2U);
        Pair pair{kUsualPolicy};
        const auto heard =
            pair.client.hear(wire::frame(FrameType::HEADERS, flags, id, octets({0xff})));
        check_connection_error(heard.last(), kProtocol, RuleId::idle_stream);
    }
    SECTION("but what comes after a GOAWAY of ours is taken through the tables") {
        Pair pair{kUsualPolicy};
        pair.client.submit(SubmitGoAway{});
        const auto heard = pair.client.hear(
            wire::frame(FrameType::HEADERS, flags | flag::END_HEADERS, 2, octets({0x88})));
        CHECK(heard.last() == Verdict{Discard{RuleId::after_goaway_ignored}});
    }
}

TEST_CASE("9113/5.4.2 a RST_STREAM that is withdrawn leaves the stream closed by the peer's",
          "[9113/5.1/closed-reset]") {
    Policy policy;
    policy.release.rst_stream = WriteStage::completion;
    Pair pair{policy};
    pair.server.hear(get_on(1));
    auto& server = pair.server.endpoint;
    const auto wish = server.submit(SubmitReset{stream(1), ErrorCode::CANCEL});
    REQUIRE(wish.has_value());
    REQUIRE(server.submit(RequestDone{stream(1)}).has_value());
    REQUIRE(server.connection().peer_count() == 1);  // until it is written

    CHECK(pair.server.hear(reset_on(1)).last() == Verdict{Discard{RuleId::late_after_our_reset}});
    server.withdraw(std::get<SendFrame>(wish->front()).frame);

    CHECK(server.connection().peer_count() == 0);
    CHECK(server.connection().streams().empty());
    check_connection_error(pair.server.hear(data_on(1)).last(), kClosed,
                           RuleId::closed_after_reset);
}
