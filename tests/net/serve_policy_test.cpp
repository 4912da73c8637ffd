// --profile, --set, limits and windows, seen from the wire.

#include <catch2/catch.hpp>

#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"
#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"
#include "tools/net/live_policy.hpp"

using h2::FrameType;

namespace {

// Streams 1 and 3 at a limit of 1: the first frame that answers the second.
Got answer_over_limit(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"--max-concurrent-streams", "1"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Served served{all};
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.send(h2::Ping{1, false});
    REQUIRE(peer.await(FrameType::PING, 0));  // our ACK has been read
    peer.request(1, "/", /*end_stream=*/false, "POST");
    peer.request(3, "/");
    const auto got = peer.next_relevant();
    REQUIRE(got);
    return *got;
}

}  // namespace

TEST_CASE("9113/5.1.2 serve: the answer over the limit is the policy's",
          "[net][9113/5.1.2/limit]") {
    SECTION("as it comes") {
        const Got got = answer_over_limit({});
        CHECK(got.is(FrameType::RST_STREAM, 3));
        CHECK(got.number() == 7);  // REFUSED_STREAM
    }
    SECTION("--set") {
        const Got got = answer_over_limit({"--set", "over_limit=rst_protocol_error"});
        CHECK(got.is(FrameType::RST_STREAM, 3));
        CHECK(got.number() == 1);
    }
    SECTION("--profile") {
        const Got got = answer_over_limit(
            {"--scenarios", source_root() + "/scenarios", "--profile", "nghttp2"});
        CHECK(got.is(FrameType::GOAWAY));
        CHECK(got.number(4) == 1);
    }
    SECTION("--set wins over --profile") {
        const Got got = answer_over_limit({"--scenarios", source_root() + "/scenarios", "--profile",
                                           "nghttp2", "--set", "over_limit=rst_refused_stream"});
        CHECK(got.is(FrameType::RST_STREAM, 3));
    }
    SECTION("--set slack") {
        const Got got = answer_over_limit({"--set", "slack=1"});
        CHECK(got.is(FrameType::HEADERS, 3));
    }
}

TEST_CASE("serve: every decision of a policy can be set", "[net][serve]") {
    const std::vector<std::string> changes{
        "release_at=completion_processed",
        "release_at.headers=encoded",
        "release_at.data=app_done",
        "release_at.trailers=visible_same_step",
        "release_at.rst_stream=enqueued",
        "over_limit=goaway_refused_stream",
        "over_limit_unacked=rst_protocol_error",
        "limit_in_force=both",
        "closing_counter=separate",
        "slack=2",
        "reset_memory.streams=7",
        "received_reset_frees=never",
        "received_end_frees=when_writer_removes",
        "handler_limit=3",
        "debit_at=completion",
        "reset_after_early_response=false",
        "end_stream_counts_while_reset_queued=false",
        "after_goaway=discard_uncredited",
        "goaway_ignores_initiator=true",
        "budgets.field_block_octets=1",
        "budgets.field_block_frames=2",
        "budgets.field_list_octets=3",
        "budgets.fields=4",
        "budgets.control_frames_queued=5",
        "budgets.empty_frames=6",
        "budgets.resets_received.capacity=7",
        "budgets.resets_received.per_second=8",
        "budgets.resets_caused.capacity=9",
        "budgets.resets_caused.per_second=unlimited",
    };
    using h2::WriteStage;
    h2::Policy wanted;
    wanted.release = {WriteStage::encoded, WriteStage::app_done, WriteStage::visible,
                      WriteStage::enqueued};
    wanted.over_limit = h2::OverLimit::goaway_refused_stream;
    wanted.over_limit_unacked = h2::OverLimit::rst_protocol_error;
    wanted.limit_in_force = h2::LimitInForce::both;
    wanted.closing_counter = h2::ClosingCounter::separate;
    wanted.slack = 2;
    wanted.reset_memory = 7;
    wanted.received_reset_frees = h2::ResetFrees::never;
    wanted.received_end_frees = h2::EndFrees::when_writer_removes;
    wanted.handler_limit = 3;
    wanted.debit_at = h2::DebitAt::completion;
    wanted.reset_after_early_response = false;
    wanted.end_stream_counts_while_reset_queued = false;
    wanted.after_goaway = h2::AfterGoAway::discard_uncredited;
    wanted.goaway_ignores_initiator = true;
    wanted.budgets = {1, 2, 3, 4, 5, 6, {7, 8}, {9, h2::kUnlimited}};
    CHECK(tools::net::live_policy("", "", changes) == wanted);
    CHECK(tools::net::live_policy("", "", {}) == h2::Policy{});
}

TEST_CASE("serve: works whatever the policy is", "[net][serve]") {
    const std::string change = GENERATE(
        "release_at=app_done", "release_at=enqueued", "release_at=encoded",
        "release_at=write_start", "release_at=visible_same_step", "release_at=completion_processed",
        "debit_at=completion", "debit_at=write_start", "handler_limit=1",
        "closing_counter=separate", "reset_after_early_response=false",
        "received_end_frees=when_writer_removes", "received_reset_frees=when_writer_removes");
    CAPTURE(change);
    Served served{{"--set", change}};
    const auto result = command::h2sim({"get", served.url("/bytes/30000"), "-n", "300"});
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Catch::Contains("status 200: 300;"));
    CHECK(served.stop() == 0);
}

TEST_CASE("9113/5.1.2 serve: removals that are left to the writer give every slot back",
          "[net][serve]") {
    const Served served{
        {"--max-concurrent-streams", "1", "--set", "received_reset_frees=when_writer_removes"}};
    Peer peer = Peer::to(served.port());
    peer.greet();
    for (std::uint32_t stream = 1; stream < 20; stream += 2) {
        peer.request(stream, "/", /*end_stream=*/false, "POST");
        peer.send(h2::RstStream{h2::StreamId::from_wire(stream), h2::ErrorCode::CANCEL});
        peer.send(h2::Ping{stream, false});
        REQUIRE(peer.await(FrameType::PING, 0));  // its ACK was written: so was what came before
    }
    peer.request(21, "/");
    const auto got = peer.next_relevant();
    REQUIRE(got);
    CHECK(got->is(FrameType::HEADERS, 21));
}

TEST_CASE("9113/10.5 serve: a budget is the policy's", "[net][9113/10.5/resets-received]") {
    const Served served{{"--set", "budgets.resets_received.capacity=3", "--set",
                         "budgets.resets_received.per_second=0"}};
    Peer peer = Peer::to(served.port());
    peer.greet();
    for (std::uint32_t stream = 1; stream < 20; stream += 2) {
        peer.request(stream, "/", /*end_stream=*/false, "POST");
        peer.send(h2::RstStream{h2::StreamId::from_wire(stream), h2::ErrorCode::CANCEL});
    }
    const auto goaway = peer.await(FrameType::GOAWAY, 0);
    REQUIRE(goaway);
    CHECK(goaway->number(4) == 0xb);  // ENHANCE_YOUR_CALM
    CHECK(peer.is_closed());
}

TEST_CASE("9113/6.9 serve: DATA keeps to the windows, streams take turns", "[net][serve]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.greet({{h2::SettingId::INITIAL_WINDOW_SIZE, 10}});
    peer.request(1, "/bytes/25");
    auto data = peer.await(FrameType::DATA, 1);
    REQUIRE(data);
    CHECK(data->payload.size() == 10);
    CHECK_FALSE(data->has(h2::flag::END_STREAM));
    peer.send(h2::WindowUpdate{h2::StreamId::from_wire(1), 15});
    data = peer.await(FrameType::DATA, 1);
    REQUIRE(data);
    CHECK(data->payload.size() == 15);
    CHECK(data->has(h2::flag::END_STREAM));

    peer.send(h2::WindowUpdate{h2::StreamId{}, 1'000'000});
    peer.request(3, "/bytes/40000");
    peer.request(5, "/bytes/40000");
    const h2::SettingList wider{2, {{h2::SettingId::INITIAL_WINDOW_SIZE, 100'000}}};
    peer.send(h2::SettingsFrame{false, &wider});
    std::string order;
    for (int ended = 0; ended < 2;) {
        const auto got = peer.next();
        REQUIRE(got);
        if (got->is(FrameType::DATA) && got->payload.size() > 1'000) {
            order += got->header.stream.value() == 3 ? "a" : "b";
        }
        ended += got->is(FrameType::DATA) && got->has(h2::flag::END_STREAM) ? 1 : 0;
    }
    CHECK((order == "ababab" || order == "bababa"));
}

TEST_CASE("9113/6.9.1 serve: the connection's window holds all streams", "[net][serve]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.greet({{h2::SettingId::INITIAL_WINDOW_SIZE, 1'000'000}});
    peer.request(1, "/bytes/65535");
    CHECK(peer.content(1).size() == 65'535);
    peer.request(3, "/bytes/5");
    REQUIRE(peer.await(FrameType::HEADERS, 3));
    peer.send(h2::Ping{7, false});
    const auto next = peer.next_relevant();
    REQUIRE(next);
    CHECK(next->is(FrameType::PING));  // and no DATA
    peer.send(h2::WindowUpdate{h2::StreamId{}, 5});
    CHECK(peer.content(3) == "01234");
}

TEST_CASE("9113/6.9 serve: what a slow reader of requests leaves unread stays in the window",
          "[net][serve]") {
    const Served served{{"--window", "1000"}};
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/slow-sink?bytes=600&delay=1500", false, "POST");
    peer.data(1, std::string(1000, 'x'), false);
    peer.send(h2::Ping{7, false});
    const auto first = peer.next();
    REQUIRE(first);
    CHECK(first->is(FrameType::SETTINGS));
    const auto second = peer.next();
    REQUIRE(second);
    CHECK(second->is(FrameType::PING));  // no WINDOW_UPDATE before
    const auto update = peer.await(FrameType::WINDOW_UPDATE, 1);
    REQUIRE(update);
    CHECK(update->number() == 600);
}
