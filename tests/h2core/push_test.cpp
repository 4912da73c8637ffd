#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

const Policy kPushPolicy;
constexpr ErrorCode kProtocol = ErrorCode::PROTOCOL_ERROR;
const FieldList kPushHints = {1, 10, {{":status", "103"}}};

Connection client_with_request(const Settings& local = {}) {
    Connection connection = client(kPushPolicy, local);
    (void)submit(connection, SubmitHeaders{stream(1), {}, true, false});
    return connection;
}

Connection server_with_request() {
    Connection connection = server(kPushPolicy);
    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    return connection;
}

}  // namespace

TEST_CASE("9113/8.4.1 PUSH_PROMISE reserves a stream", "[rfc9113][8.4.1]") {
    Connection connection = client_with_request();

    const Step step = connection.receive(push_promise(1, 2));

    CHECK(step.verdict == accepted());
    CHECK(step.effects == Effects{DeliverPush{stream(1), stream(2), {}}});
    CHECK(connection.find(stream(2))->lifecycle == Lifecycle::reserved_remote);
    CHECK(connection.peer_count() == 0);  // section 5.1.2: reserved streams do not count
    CHECK(connection.highest_peer_stream() == stream(2));
}

TEST_CASE("9113/8.4.2 HEADERS begin the pushed response, which counts once", "[rfc9113][8.4.2]") {
    Connection connection = client_with_request();
    CHECK(connection.receive(push_promise(1, 2)).verdict == accepted());

    CHECK(connection.receive(headers(2, false, {&kPushHints})).verdict == accepted());
    CHECK(connection.find(stream(2))->lifecycle == Lifecycle::half_closed_local);
    CHECK(connection.peer_count() == 1);
    CHECK(connection.receive(headers(2)).verdict == accepted());
    CHECK(connection.peer_count() == 1);
    CHECK(connection.receive(data(2, 4)).verdict == accepted());
    CHECK(connection.receive(data(2, 0, true)).verdict == accepted());
    CHECK(connection.peer_count() == 0);  // nothing of ours ends a pushed stream
    CHECK(connection.find(stream(2)) == nullptr);
}

TEST_CASE("9113/5.1.2 a client's limit holds for pushed responses",
          "[rfc9113][5.1.2][9113/5.1.2/limit]") {
    Connection connection = client_with_request(limit(0));
    CHECK(connection.receive(push_promise(1, 2)).verdict == accepted());

    CHECK(connection.receive(headers(2)).verdict ==
          stream_error(2, ErrorCode::REFUSED_STREAM, RuleId::concurrency_limit));
    CHECK(connection.peer_count() == 0);
    CHECK(connection.find(stream(2)) == nullptr);
    CHECK(connection.receive(data(2, 1)).verdict == discarded(RuleId::late_after_our_reset));
}

TEST_CASE("9113/8.4 nobody pushes to a server, nor to a client that said no",
          "[rfc9113][8.4][9113/8.4/push-disabled]") {
    Connection pushed_to = server_with_request();
    CHECK(pushed_to.receive(push_promise(1, 2)).verdict ==
          connection_error(kProtocol, RuleId::push_disabled));

    Settings no_push;
    no_push.enable_push = 0;
    Connection unwilling = client_with_request(no_push);
    CHECK(unwilling.receive(push_promise(1, 2)).verdict ==
          connection_error(kProtocol, RuleId::push_disabled));
}

TEST_CASE("9113/6.6 the parent is open or half-closed (local)",
          "[rfc9113][6.6][9113/5.1/idle][9113/6.6/parent]") {
    Connection connection = client_with_request();
    Connection idle_parent = connection;
    CHECK(idle_parent.receive(push_promise(3, 2)).verdict ==
          connection_error(kProtocol, RuleId::idle_stream));

    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    CHECK(connection.receive(push_promise(1, 2)).verdict ==
          connection_error(kProtocol, RuleId::push_parent));
}

TEST_CASE("9113/6.6 PUSH_PROMISE that crossed our RST_STREAM still reserves",
          "[rfc9113][6.6][9113/6.6/after-our-reset]") {
    Connection connection = client_with_request();
    (void)submit(connection, SubmitReset{stream(1), ErrorCode::CANCEL});
    CHECK(connection.receive(push_promise(1, 2)).verdict == accepted());
    CHECK(connection.find(stream(2))->lifecycle == Lifecycle::reserved_remote);
}

TEST_CASE("9113/6.6 the promised stream is an idle one of the server",
          "[rfc9113][6.6][9113/6.6/promised-id]") {
    Connection connection = client_with_request();
    CHECK(connection.receive(push_promise(1, 6)).verdict == accepted());
    for (const std::uint32_t promised : {3U, 0U, 6U, 4U}) {
        CAPTURE(promised);
        Connection copy = connection;
        CHECK(copy.receive(push_promise(1, promised)).verdict ==
              connection_error(kProtocol, RuleId::push_promised_id));
    }
    CHECK(connection.receive(push_promise(1, 8)).verdict == accepted());
}

TEST_CASE("9113/6.8 promises above our GOAWAY are ignored", "[rfc9113][6.8][9113/6.8/ignored]") {
    Connection connection = client_with_request();
    (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    CHECK(connection.receive(push_promise(1, 2)).verdict ==
          discarded(RuleId::after_goaway_ignored));
    CHECK(connection.find(stream(2)) == nullptr);
}

TEST_CASE("9113/5.1 a reserved (remote) stream takes HEADERS, RST_STREAM, PRIORITY only",
          "[rfc9113][5.1][9113/5.1/reserved-remote]") {
    Connection connection = client_with_request();
    CHECK(connection.receive(push_promise(1, 2)).verdict == accepted());
    for (const Frame& frame : {data(2, 0), window_update(2, 1), push_promise(2, 4)}) {
        CAPTURE(name(frame));
        Connection copy = connection;
        CHECK(copy.receive(frame).verdict == connection_error(kProtocol, RuleId::reserved_remote));
    }
    CHECK(connection.receive(priority(2)).verdict == accepted());
    CHECK(refusal(connection, SubmitHeaders{stream(2), {}, true, false}) == Refusal::out_of_order);
    CHECK(sent(connection, SubmitWindowUpdate{stream(2), 1}) == window_update(2, 1));
    CHECK(connection.receive(rst(2)).effects ==
          Effects{DeliverReset{stream(2), ErrorCode::CANCEL}});
    CHECK(connection.find(stream(2)) == nullptr);
}

TEST_CASE("9113/8.4 a client rejects a promise with RST_STREAM",
          "[rfc9113][8.4][9113/5.1/late-after-our-reset]") {
    Connection connection = client_with_request();
    CHECK(connection.receive(push_promise(1, 2)).verdict == accepted());
    CHECK(sent(connection, SubmitReset{stream(2), ErrorCode::CANCEL}) == rst(2));
    CHECK(connection.receive(headers(2)).verdict == discarded(RuleId::late_after_our_reset));
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("9113/8.4 a server pushes: promise, response, end", "[rfc9113][8.4]") {
    Connection connection = server_with_request();

    CHECK(sent(connection, SubmitPush{stream(1), {}}) == push_promise(1, 2));
    CHECK(connection.find(stream(2))->lifecycle == Lifecycle::reserved_local);
    CHECK(connection.find(stream(2))->inbound == MessagePhase::done);
    CHECK(connection.local_count() == 0);
    CHECK(connection.next_stream_id() == stream(4));
    CHECK(connection.receive(window_update(2, 1)).verdict == accepted());
    CHECK(refusal(connection, SubmitData{stream(2), {}, false}) == Refusal::out_of_order);

    (void)submit(connection, SubmitHeaders{stream(2), {}, false, false});
    CHECK(connection.find(stream(2))->lifecycle == Lifecycle::half_closed_remote);
    CHECK(connection.local_count() == 1);
    const Frame last = sent(connection, SubmitData{stream(2), {}, true});
    CHECK(connection.local_count() == 1);
    (void)connection.write_started(last);
    CHECK(connection.local_count() == 0);
    CHECK(connection.find(stream(2)) == nullptr);
}

TEST_CASE("9113/5.1.2 a server keeps the client's limit on pushed responses",
          "[rfc9113][5.1.2][9113/5.1.2/limit]") {
    Connection connection = server(kPushPolicy, {}, limit(1));
    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    (void)submit(connection, SubmitPush{stream(1), {}});
    (void)submit(connection, SubmitPush{stream(1), {}});
    (void)submit(connection, SubmitHeaders{stream(2), {}, false, false});
    CHECK(refusal(connection, SubmitHeaders{stream(4), {}, false, false}) ==
          Refusal::concurrency_limit);
}

TEST_CASE("9113/6.6 who may push, where and when",
          "[rfc9113][6.6][9113/6.6/parent][9113/8.4/push-disabled]") {
    Connection pushing_client = client_with_request();
    CHECK(refusal(pushing_client, SubmitPush{stream(1), {}}) == Refusal::invalid_argument);

    Settings no_push;
    no_push.enable_push = 0;
    Connection unwelcome = server(kPushPolicy, {}, no_push);
    CHECK(unwelcome.receive(headers(1, true)).verdict == accepted());
    CHECK(refusal(unwelcome, SubmitPush{stream(1), {}}) == Refusal::invalid_argument);

    Connection connection = server_with_request();
    CHECK(refusal(connection, SubmitPush{stream(3), {}}) == Refusal::stream_not_open);
    (void)submit(connection, SubmitPush{stream(1), {}});
    CHECK(refusal(connection, SubmitPush{stream(2), {}}) == Refusal::stream_not_open);
    (void)submit(connection, SubmitHeaders{stream(2), {}, false, false});
    CHECK(refusal(connection, SubmitPush{stream(2), {}}) == Refusal::stream_not_open);
    CHECK(connection.receive(goaway(StreamId::kMax)).verdict == accepted());
    CHECK(refusal(connection, SubmitPush{stream(1), {}}) == Refusal::going_away);
}
