// When a slot is given back (section 5.1.2): every release point, for every closing frame, in both
// orders of END_STREAM.

#include <algorithm>
#include <vector>

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

const std::vector<WriteStage> kStages = {WriteStage::app_done, WriteStage::enqueued,
                                         WriteStage::encoded,  WriteStage::write_start,
                                         WriteStage::visible,  WriteStage::completion};
const std::vector<WriteStage> kReported = {WriteStage::encoded, WriteStage::write_start,
                                           WriteStage::visible, WriteStage::completion};

using Respond = Frame (*)(Connection&, std::uint32_t);

struct Kind {
    const char* name;
    Respond respond;
    WriteStage ReleasePoints::* point;
};

const Kind kKinds[] = {
    {"HEADERS", respond_with_headers, &ReleasePoints::headers},
    {"DATA", respond_with_data, &ReleasePoints::data},
    {"trailers", respond_with_trailers, &ReleasePoints::trailers},
};

// The other points are as far off as can be, so that a mix-up of kinds is seen.
Policy releasing(const Kind& kind, WriteStage point) {
    const WriteStage other =
        point == WriteStage::completion ? WriteStage::enqueued : WriteStage::completion;
    Policy policy;
    policy.release = {other, other, other, other};
    policy.release.*kind.point = point;
    policy.reset_after_early_response = false;
    return policy;
}

}  // namespace

TEST_CASE("the peer ended first: the slot is freed at the release point", "[slots]") {
    for (const Kind& kind : kKinds) {
        for (const WriteStage point : kStages) {
            if (point == WriteStage::app_done) {
                continue;
            }
            INFO(kind.name << " released at " << name(point));
            const Policy policy = releasing(kind, point);
            Connection connection = server(policy);
            REQUIRE(connection.receive(headers(1, true)).verdict == accepted());

            const Frame last = kind.respond(connection, 1);
            CHECK(connection.peer_count() == (point <= WriteStage::enqueued ? 0 : 1));
            for (const WriteStage stage : kReported) {
                CHECK(connection.report(stage, last).empty());
                CAPTURE(stage);
                CHECK(connection.peer_count() == (point <= stage ? 0 : 1));
            }
            CHECK(connection.streams().size() == 1);  // the request function still runs
            (void)submit(connection, RequestDone{stream(1)});
            CHECK(connection.streams().empty());
        }
    }
}

TEST_CASE("a report that jumps over the release point frees the slot too", "[slots]") {
    const Policy policy = releasing(kKinds[0], WriteStage::encoded);
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    const Frame last = respond_with_headers(connection, 1);
    (void)connection.report(WriteStage::completion, last);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("a station reported out of order does not take the frame back", "[slots]") {
    const Policy policy = releasing(kKinds[0], WriteStage::visible);
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1)).verdict == accepted());
    const Frame last = respond_with_headers(connection, 1);
    (void)connection.report(WriteStage::completion, last);
    (void)connection.report(WriteStage::write_start, last);
    CHECK(connection.receive(data(1, 0, true)).verdict == accepted());
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("only the closing frame frees the slot", "[slots]") {
    const Policy policy = releasing(kKinds[1], WriteStage::write_start);
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    REQUIRE(connection.receive(headers(3, true)).verdict == accepted());
    const Frame first = sent(connection, SubmitHeaders{stream(1), {}, false, false});
    const Frame body = sent(connection, SubmitData{stream(1), {nullptr, 3}, false});
    const Frame last = sent(connection, SubmitData{stream(1), {}, true});

    (void)connection.write_completed(first);
    (void)connection.write_completed(body);
    (void)connection.write_completed(window_update(1, 1));
    (void)connection.write_completed(rst(1));
    CHECK(connection.peer_count() == 2);
    (void)connection.write_completed(last);
    CHECK(connection.peer_count() == 1);
    CHECK(connection.find(stream(3))->counted);
}

TEST_CASE("we ended first: the peer's END_STREAM or our report, whichever is later", "[slots]") {
    for (const Kind& kind : kKinds) {
        for (const WriteStage point : kStages) {
            if (point == WriteStage::app_done) {
                continue;
            }
            for (const WriteStage reached : kStages) {
                INFO(kind.name << " released at " << name(point) << ", END_STREAM comes at "
                               << name(reached));
                const Policy policy = releasing(kind, point);
                Connection connection = server(policy);
                REQUIRE(connection.receive(headers(1)).verdict == accepted());
                const Frame last = kind.respond(connection, 1);
                for (const WriteStage stage : kReported) {
                    if (stage <= reached) {
                        CHECK(connection.report(stage, last).empty());
                    }
                }
                CHECK(connection.peer_count() == 1);  // the peer's side is open

                CHECK(connection.receive(data(1, 0, true)).verdict == accepted());
                const WriteStage now = std::max(reached, WriteStage::enqueued);
                CHECK(connection.peer_count() == (point <= now ? 0 : 1));
                for (const WriteStage stage : kReported) {
                    if (stage > reached) {
                        (void)connection.report(stage, last);
                        CHECK(connection.peer_count() == (point <= stage ? 0 : 1));
                    }
                }
            }
        }
    }
}

TEST_CASE("the peer's trailers end its side as DATA do", "[slots]") {
    const Policy policy = releasing(kKinds[0], WriteStage::write_start);
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1)).verdict == accepted());
    (void)connection.write_started(respond_with_headers(connection, 1));
    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("app_done: the slot is freed when the request function returns", "[slots]") {
    for (const Kind& kind : kKinds) {
        INFO(kind.name);
        const Policy policy = releasing(kind, WriteStage::app_done);
        Connection connection = server(policy);
        REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
        const Frame last = kind.respond(connection, 1);
        (void)connection.report(WriteStage::completion, last);
        CHECK(connection.peer_count() == 1);
        (void)submit(connection, RequestDone{stream(1)});
        CHECK(connection.peer_count() == 0);
        CHECK(connection.streams().empty());
    }
}

TEST_CASE("app_done: even before the closing frame was submitted", "[slots]") {
    Policy policy;
    policy.release.data = WriteStage::app_done;
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());

    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.peer_count() == 0);
    REQUIRE(connection.find(stream(1)) != nullptr);
    CHECK_FALSE(connection.find(stream(1))->counted);
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::half_closed_remote);

    const Frame last = respond_with_data(connection, 1);
    CHECK(connection.streams().empty());
    (void)connection.write_completed(last);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("app_done of DATA only: a closing HEADERS waits for its own point", "[slots]") {
    Policy policy;
    policy.release.data = WriteStage::app_done;
    policy.release.headers = WriteStage::write_start;
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    const Frame last = respond_with_headers(connection, 1);
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.peer_count() == 1);
    (void)connection.write_started(last);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("our RST_STREAM frees the slot at its own point, whatever the peer does", "[slots]") {
    for (const WriteStage point : kStages) {
        for (const bool peer_ended : {false, true}) {
            INFO("released at " << name(point) << (peer_ended ? ", peer ended" : ", peer open"));
            Policy policy;
            policy.release = {WriteStage::enqueued, WriteStage::enqueued, WriteStage::enqueued,
                              point};
            Connection connection = server(policy);
            REQUIRE(connection.receive(headers(1, peer_ended)).verdict == accepted());
            const Frame reset = sent(connection, SubmitReset{stream(1), ErrorCode::CANCEL});
            const bool by_function = point == WriteStage::app_done;
            CHECK(connection.peer_count() == (point == WriteStage::enqueued ? 0 : 1));
            for (const WriteStage stage : kReported) {
                CHECK(connection.report(stage, reset).empty());
                CHECK(connection.peer_count() == (point <= stage && !by_function ? 0 : 1));
            }
            (void)submit(connection, RequestDone{stream(1)});
            CHECK(connection.peer_count() == 0);
            CHECK(connection.streams().empty());
        }
    }
}

TEST_CASE("after RST_STREAM the frames before it no longer free the slot", "[slots]") {
    Policy policy;
    policy.reset_after_early_response = false;
    policy.release = {WriteStage::write_start, WriteStage::write_start, WriteStage::write_start,
                      WriteStage::completion};
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1)).verdict == accepted());
    const Frame response = respond_with_headers(connection, 1);
    const Frame reset = sent(connection, SubmitReset{stream(1), ErrorCode::CANCEL});
    CHECK(refusal(connection, SubmitReset{stream(1), ErrorCode::CANCEL}) ==
          Refusal::stream_not_open);

    (void)connection.write_completed(response);
    CHECK(connection.peer_count() == 1);
    (void)connection.write_started(reset);
    CHECK(connection.peer_count() == 1);
    (void)connection.write_completed(reset);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("a stream error frees the slot as our RST_STREAM does", "[slots]") {
    Policy policy;
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    const Frame reset = only_frame(connection.receive(data(1, 0)).effects);
    CHECK(connection.peer_count() == 1);
    (void)connection.write_started(reset);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("streams that a client opened obey the same points", "[slots]") {
    Policy policy;
    policy.release.headers = WriteStage::completion;
    Connection connection = client(policy);
    const Frame request = sent(connection, SubmitHeaders{stream(1), {}, true, false});
    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    CHECK(connection.local_count() == 1);
    (void)connection.write_started(request);
    CHECK(connection.local_count() == 1);
    (void)connection.write_completed(request);
    CHECK(connection.local_count() == 0);
    CHECK(connection.streams().empty());
}

TEST_CASE("a client has no request function: app_done is reached at once", "[slots]") {
    Policy policy;
    policy.release.headers = WriteStage::app_done;
    Connection connection = client(policy);
    (void)submit(connection, SubmitHeaders{stream(1), {}, true, false});
    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    CHECK(connection.local_count() == 0);
}
