#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

const Policy kGoawayPolicy;

Connection server_with(std::initializer_list<std::uint32_t> streams) {
    Connection connection = server(kGoawayPolicy);
    for (const std::uint32_t id : streams) {
        CHECK(connection.receive(headers(id)).verdict == accepted());
    }
    return connection;
}

Connection client_with_requests(int count) {
    Connection connection = client(kGoawayPolicy);
    for (int i = 0; i < count; ++i) {
        (void)submit(connection, SubmitHeaders{connection.next_stream_id(), {}, true, false});
    }
    return connection;
}

}  // namespace

TEST_CASE("9113/6.8 GOAWAY announces the highest stream of the peer", "[rfc9113][6.8]") {
    Connection connection = server_with({1, 7});
    CHECK(sent(connection, SubmitGoAway{ErrorCode::NO_ERROR, false}) == goaway(7));
    CHECK(connection.goaway_sent());
    CHECK(connection.announced_last_stream() == stream(7));
    CHECK_FALSE(connection.closed());
}

TEST_CASE("9113/6.8 after GOAWAY frames of higher streams are ignored",
          "[rfc9113][6.8][9113/6.8/ignored][9113/6.8/minimal-processing]") {
    Connection connection = server_with({1});
    (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    const Connection before = connection;

    for (const Frame& frame : {headers(3), rst(3), window_update(3, 0), priority(3), data(3, 0)}) {
        CAPTURE(name(frame));
        CHECK(connection.receive(frame).verdict == discarded(RuleId::after_goaway_ignored));
        CHECK(connection == before);
    }
    CHECK(connection.receive(data(3, 35)).verdict == discarded(RuleId::after_goaway_ignored));
    CHECK(connection.connection_receive_window() == 65'500);
}

TEST_CASE("9113/6.8 after GOAWAY the streams up to the last one go on", "[rfc9113][6.8]") {
    Connection connection = server_with({1});
    (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    CHECK(connection.receive(data(1, 3, true)).verdict == accepted());
    CHECK(respond_with_headers(connection, 1) == headers(1, true));
}

TEST_CASE("9113/6.8 graceful shutdown: first 2^31-1, then the real last stream",
          "[rfc9113][6.8][9113/6.8/graceful][9113/6.8/ignored]") {
    Connection connection = server_with({1});
    CHECK(sent(connection, SubmitGoAway{ErrorCode::NO_ERROR, true}) == goaway(StreamId::kMax));
    CHECK(connection.receive(headers(3)).verdict == accepted());
    CHECK(sent(connection, SubmitGoAway{ErrorCode::NO_ERROR, false}) == goaway(3));
    CHECK(connection.receive(headers(5)).verdict == discarded(RuleId::after_goaway_ignored));
}

TEST_CASE("9113/6.8 the announced last stream never rises",
          "[rfc9113][6.8][9113/6.8/last-id-rises]") {
    Connection connection = server_with({1});
    (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    CHECK(sent(connection, SubmitGoAway{ErrorCode::NO_ERROR, true}) == goaway(1));
    CHECK(connection.receive(Continuation{stream(1)}).effects ==
          Effects{SendFrame{goaway(1, ErrorCode::PROTOCOL_ERROR)},
                  CloseTransport{ErrorCode::PROTOCOL_ERROR}});
}

TEST_CASE("9113/6.8 a stream that was refused is below the last one", "[rfc9113][6.8]") {
    Connection connection = server(kGoawayPolicy, limit(0));
    CHECK(rule_of(connection.receive(headers(5)).verdict) == RuleId::concurrency_limit);
    CHECK(sent(connection, SubmitGoAway{ErrorCode::NO_ERROR, false}) == goaway(5));
}

TEST_CASE("9113/6.8 GOAWAY received: streams above the last one never were", "[rfc9113][6.8]") {
    Connection connection = client_with_requests(3);
    CHECK(connection.local_count() == 3);

    const Step step = connection.receive(goaway(3, ErrorCode::ENHANCE_YOUR_CALM));

    CHECK(step.verdict == accepted());
    CHECK(step.effects == Effects{DeliverGoAway{stream(3), ErrorCode::ENHANCE_YOUR_CALM}});
    CHECK(connection.goaway_received());
    CHECK(connection.local_count() == 2);
    CHECK(connection.find(stream(5)) == nullptr);
    CHECK(connection.find(stream(3)) != nullptr);
    CHECK(connection.receive(headers(3, true)).verdict == accepted());
}

TEST_CASE("9113/6.8 the last stream of a later GOAWAY may fall but not rise",
          "[rfc9113][6.8][9113/6.8/last-id-rises]") {
    Connection connection = client_with_requests(3);
    CHECK(connection.receive(goaway(StreamId::kMax)).verdict == accepted());
    CHECK(connection.local_count() == 3);
    CHECK(connection.receive(goaway(3)).verdict == accepted());
    CHECK(connection.receive(goaway(3)).verdict == accepted());
    CHECK(connection.receive(goaway(1)).verdict == accepted());
    CHECK(connection.local_count() == 1);
    CHECK(connection.receive(goaway(3)).verdict ==
          connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::goaway_last_id_rises));
}

TEST_CASE("9113/6.8 no new streams after GOAWAY either way",
          "[rfc9113][6.8][9113/6.8/new-stream]") {
    const bool ours = GENERATE(false, true);
    Connection connection = client_with_requests(1);
    if (ours) {
        (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    } else {
        CHECK(connection.receive(goaway(StreamId::kMax)).verdict == accepted());
    }
    CHECK_FALSE(connection.can_open());
    CHECK(refusal(connection, SubmitHeaders{stream(3), {}, true, false}) == Refusal::going_away);
}

TEST_CASE("9113/6.8 a server's GOAWAY does not look at its own pushed streams", "[rfc9113][6.8]") {
    Connection connection = server_with({1});
    (void)submit(connection, SubmitPush{stream(1), {}});
    (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    CHECK(connection.receive(rst(2)).effects ==
          Effects{DeliverReset{stream(2), ErrorCode::CANCEL}});
}

TEST_CASE("9113/6.8 a client's GOAWAY drops pushed streams of the server above it",
          "[rfc9113][6.8]") {
    Connection connection = server_with({1, 7});
    (void)submit(connection, SubmitPush{stream(1), {}});
    (void)submit(connection, SubmitPush{stream(1), {}});
    (void)submit(connection, SubmitHeaders{stream(4), {}, false, false});
    CHECK(connection.local_count() == 1);
    CHECK(connection.receive(goaway(2)).verdict == accepted());
    CHECK(connection.local_count() == 0);
    CHECK(connection.find(stream(2)) != nullptr);
    CHECK(connection.find(stream(4)) == nullptr);
    CHECK(connection.find(stream(7)) != nullptr);  // the client's own
    CHECK(connection.peer_count() == 2);
}

TEST_CASE("9113/6.8 the client's GOAWAY is not about the streams it opened itself",
          "[rfc9113][6.8][9113/6.8/initiator]") {
    Connection connection = server_with({1, 3});
    const Step step = connection.receive(goaway(0));
    CHECK(step.effects == Effects{DeliverGoAway{stream(0), ErrorCode::NO_ERROR}});
    CHECK(connection.peer_count() == 2);
    CHECK(connection.receive(data(1, 3, true)).verdict == accepted());
    CHECK(respond_with_headers(connection, 1) == headers(1, true));
}

TEST_CASE("policy: a GOAWAY that is compared with the wrong initiator's streams drops them",
          "[rfc9113][6.8][9113/6.8/initiator]") {
    Policy policy;
    policy.goaway_ignores_initiator = true;
    Connection connection = server(policy);
    for (const std::uint32_t id : {1U, 3U, 5U}) {
        CHECK(connection.receive(headers(id, true)).verdict == accepted());
    }
    const Frame closing = respond_with_headers(connection, 5);  // ended, and not yet written
    const Step step = connection.receive(goaway(1));

    CHECK(step.verdict == accepted());
    CHECK(step.effects == Effects{DeliverGoAway{stream(1), ErrorCode::NO_ERROR},
                                  DeliverReset{stream(3), ErrorCode::NO_ERROR}});
    CHECK(connection.find(stream(3))->lifecycle == Lifecycle::closed_rst_received);
    CHECK_FALSE(connection.find(stream(3))->counted);
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::half_closed_remote);
    CHECK(connection.peer_count() == 2);  // 1, and 5 until it is written
    (void)connection.write_started(closing);
    CHECK(connection.peer_count() == 1);
    CHECK(refusal(connection, SubmitHeaders{stream(3), {}, true, false}) ==
          Refusal::stream_not_open);
}

TEST_CASE("policy: a client's own streams are dropped as before by such a comparison",
          "[rfc9113][6.8]") {
    Policy policy;
    policy.goaway_ignores_initiator = true;
    Connection connection = client(policy);
    (void)submit(connection, SubmitHeaders{stream(1), {}, true, false});
    (void)submit(connection, SubmitHeaders{stream(3), {}, true, false});
    const Step step = connection.receive(goaway(1));
    CHECK(step.effects == Effects{DeliverGoAway{stream(1), ErrorCode::NO_ERROR}});
    CHECK(connection.find(stream(1)) != nullptr);
    CHECK(connection.find(stream(3)) == nullptr);
    CHECK(connection.local_count() == 1);
}

TEST_CASE("policy: HEADERS beyond a GOAWAY that are forgotten leave an idle stream behind",
          "[rfc9113][6.8][9113/6.8/ignored]") {
    Policy policy;
    policy.after_goaway = AfterGoAway::idle_stream_error;
    Connection connection = server(policy);
    CHECK(connection.receive(headers(1)).verdict == accepted());
    (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    CHECK(connection.receive(headers(3)).verdict == discarded(RuleId::after_goaway_ignored));
    CHECK(connection.receive(priority(3)).verdict == discarded(RuleId::after_goaway_ignored));

    const auto late = GENERATE_COPY(values({data(3, 5, true), rst(3), window_update(3, 1)}));
    CAPTURE(name(late));
    Connection punished = connection;
    const Step step = punished.receive(late);
    CHECK(std::holds_alternative<ConnectionError>(step.verdict));
    CHECK(punished.closed());
    CHECK(connection.receive(data(1, 5, true)).verdict == accepted());
}

TEST_CASE("9113/6.9 DATA that is discarded is given back, unless the policy loses it",
          "[rfc9113][6.9][9113/6.8/minimal-processing]") {
    const Verdict late = discarded(RuleId::after_goaway_ignored);
    const Verdict crossed = discarded(RuleId::late_after_our_reset);
    const Verdict broken = StreamError{stream(1), ErrorCode::STREAM_CLOSED, RuleId::none};
    const Verdict fatal = ConnectionError{ErrorCode::PROTOCOL_ERROR, RuleId::idle_stream};
    const Connection connection = server(kGoawayPolicy);
    CHECK(connection.credits(late));
    CHECK(connection.credits(crossed));
    CHECK(connection.credits(broken));
    CHECK_FALSE(connection.credits(fatal));

    Policy losing;
    losing.after_goaway = AfterGoAway::discard_uncredited;
    const Connection leaking = server(losing);
    CHECK_FALSE(leaking.credits(late));
    CHECK(leaking.credits(crossed));
    CHECK(leaking.credits(broken));
}
