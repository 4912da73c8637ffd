// What may be sent on a stream and on the connection, and how sure a finding is.

#include <catch2/catch.hpp>

#include "tests/h2core/witness/typed_witness.hpp"

using namespace test;

TEST_CASE("a stream that goes its way is no finding") {
    Wire wire;
    CHECK(wire.client(headers(1)) == "");
    CHECK(wire.client(data(1, 100)) == "");
    CHECK(wire.server(headers(1)) == "");
    CHECK(wire.client(data(1, 0, true)) == "");
    CHECK(wire.server(data(1, 100)) == "");
    CHECK(wire.server(headers(1, true)) == "");  // trailers
    CHECK(wire.account().open_streams(h2::Role::client) == 0);
    CHECK(wire.client(priority(1)) == "");
    CHECK(wire.end() == "");
}

TEST_CASE("what a peer has sent itself binds it for sure") {
    Wire wire;
    (void)wire.client(headers(1, true));
    CHECK(wire.client(data(1, 1)) == "broken 9113/5.1/half-closed-remote 1");
    CHECK(wire.client(headers(1, true)) == "broken 9113/5.1/half-closed-remote 1");
    CHECK(wire.client(window_update(1, 5)) == "");
    CHECK(wire.client(rst(1)) == "");
    CHECK(wire.client(rst(1)) == "broken 9113/5.4.2/one-reset 1");
    CHECK(wire.client(window_update(1, 5)) == "broken 9113/5.1/closed-sends 1");
    CHECK(wire.client(priority(1)) == "");
}

TEST_CASE("identifiers") {
    Wire wire;
    CHECK(wire.client(headers(5)) == "");
    CHECK(wire.client(headers(3)) == "broken 9113/5.1.1/order 3");
    CHECK(wire.client(data(3, 1)) == "broken 9113/5.1/closed-sends 3");
    CHECK(wire.client(headers(2)) == "broken 9113/5.1.1/parity 2");
    CHECK(wire.client(data(7, 1)) == "broken 9113/5.1/idle 7");
    CHECK(wire.client(rst(7)) == "broken 9113/6.4/idle 7");
    CHECK(wire.client(window_update(2, 1)) == "broken 9113/5.1/idle 2");
    CHECK(wire.server(headers(7)) == "broken 9113/5.1/idle 7");
    CHECK(wire.server(rst(9)) == "broken 9113/6.4/idle 9");
    CHECK(wire.server(headers(2)) == "broken 9113/5.1/idle 2");
    CHECK(wire.server(priority(11)) == "");
}

TEST_CASE("what the other one has forbidden may have crossed") {
    Wire wire;
    (void)wire.client(headers(1));
    CHECK(wire.server(rst(1)) == "");
    CHECK(wire.client(data(1, 1)) == "unless-crossed 9113/6.4/nothing-after-reset 1");
    SECTION("until an ACK of a later PING") {
        (void)wire.server(ping(7));
        CHECK(wire.client(data(1, 1)) == "unless-crossed 9113/6.4/nothing-after-reset 1");
        (void)wire.client(ping(7, true));
        CHECK(wire.client(data(1, 1)) == "broken 9113/6.4/nothing-after-reset 1");
    }
    SECTION("until an ACK of later SETTINGS") {
        (void)wire.server(h2::SettingsFrame{});
        (void)wire.client(settings_ack());
        CHECK(wire.client(window_update(1, 1)) == "broken 9113/6.4/nothing-after-reset 1");
    }
    SECTION("until it is proven otherwise") {
        wire.client_has_received_all();
        CHECK(wire.client(data(1, 1)) == "broken 9113/6.4/nothing-after-reset 1");
        CHECK(wire.client(rst(1)) == "broken 9113/5.4.2/no-reset-for-reset 1");
    }
    SECTION("an earlier PING proves nothing") {
        CHECK(wire.client(rst(1)) == "unless-crossed 9113/5.4.2/no-reset-for-reset 1");
    }
}

TEST_CASE("an answer shows that the request had been received") {
    Wire wire;
    (void)wire.client(headers(1, true));
    (void)wire.client(rst(1));
    (void)wire.client(headers(3, true));
    CHECK(wire.server(data(1, 1)) ==
          "unless-crossed 9113/6.4/nothing-after-reset 1, broken 9113/8.1/data-before-headers 1");
    (void)wire.server(headers(3));
    CHECK(wire.server(data(1, 1)) ==
          "broken 9113/6.4/nothing-after-reset 1, broken 9113/8.1/data-before-headers 1");
}

TEST_CASE("a stream that both have ended") {
    Wire wire;
    (void)wire.client(headers(1, true));
    (void)wire.server(headers(1, true));
    CHECK(wire.client(window_update(1, 1)) == "unless-crossed 9113/5.1/closed-sends 1");
    CHECK(wire.server(rst(1, h2::ErrorCode::NO_ERROR)) == "broken 9113/5.1/closed-sends 1");
}

TEST_CASE("GOAWAY") {
    Wire wire;
    (void)wire.client(headers(1, true));
    CHECK(wire.server(goaway(1)) == "");
    CHECK(wire.client(headers(3, true)) == "unless-crossed 9113/6.8/new-stream 3");
    CHECK(wire.server(headers(3)) == "broken 9113/8.7/goaway-covers 3");
    CHECK(wire.server(rst(3, h2::ErrorCode::REFUSED_STREAM)) == "");
    wire.client_has_received_all();
    CHECK(wire.client(headers(5, true)) == "broken 9113/6.8/new-stream 5");
    CHECK(wire.server(goaway(3)) == "broken 9113/6.8/last-id-rises 3");
    CHECK(wire.server(goaway(1, h2::ErrorCode::PROTOCOL_ERROR)) == "");
    CHECK(wire.server(goaway(1, h2::ErrorCode::PROTOCOL_ERROR)) == "broken 9113/5.4/one-goaway");
}

TEST_CASE(
    "the limit on streams is what the other one has announced last, or what is acknowledged") {
    Wire wire;
    const h2::SettingList two{0, {{h2::SettingId::MAX_CONCURRENT_STREAMS, 2}}};
    const h2::SettingList one{0, {{h2::SettingId::MAX_CONCURRENT_STREAMS, 1}}};
    (void)wire.server(settings(two));
    (void)wire.client(headers(1));
    (void)wire.client(headers(3));
    CHECK(wire.client(headers(5)) == "");  // it has not acknowledged the limit
    (void)wire.client(settings_ack());
    CHECK(wire.client(headers(7)) == "broken 9113/5.1.2/limit 7");
    (void)wire.server(rst(5));
    (void)wire.server(rst(7));
    (void)wire.server(settings(one));
    (void)wire.server(headers(1, true));
    CHECK(wire.client(headers(9)) == "broken 9113/5.1.2/limit 9");  // 1 is not ended by it
    (void)wire.client(data(1, 0, true));
    (void)wire.server(rst(9));
    CHECK(wire.client(headers(11)) == "");  // two are still allowed
    (void)wire.client(settings_ack());
    (void)wire.server(rst(3));
    CHECK(wire.client(headers(13)) == "broken 9113/5.1.2/limit 13");
}

TEST_CASE("SETTINGS and PING are answered, once each") {
    Wire wire;
    CHECK(wire.client(settings_ack()) == "broken 9113/6.5.3/ack-unexpected");
    (void)wire.server(h2::SettingsFrame{});
    (void)wire.server(ping(1));
    SECTION("the ACK of a later PING without that of the SETTINGS") {
        CHECK(wire.client(ping(1, true)) == "unknown 9113/6.5.3/acknowledged");
        CHECK(wire.client(settings_ack()) == "");  // PING has gone first
    }
    SECTION("other octets") {
        CHECK(wire.client(ping(2, true)) == "unknown 9113/6.7/answered");
    }
    SECTION("nothing until the end") {
        CHECK(wire.end() == "");
        wire.client_has_received_all();
        CHECK(wire.end() ==
              "unless-crossed 9113/6.5.3/acknowledged, unless-crossed 9113/6.7/answered");
    }
    SECTION("in order") {
        CHECK(wire.client(settings_ack()) == "");
        CHECK(wire.client(ping(1, true)) == "");
        wire.client_has_received_all();
        CHECK(wire.end() == "");
    }
}

TEST_CASE("pushes") {
    Wire wire;
    (void)wire.client(headers(1, true));
    CHECK(wire.server(push_promise(1, 2)) == "");
    CHECK(wire.server(push_promise(1, 2)) == "broken 9113/6.6/promised-id 2");
    CHECK(wire.server(push_promise(1, 3)) == "broken 9113/6.6/promised-id 3");
    CHECK(wire.server(push_promise(2, 4)) == "broken 9113/6.6/parent 2");
    CHECK(wire.server(window_update(2, 1)) == "broken 9113/5.1/reserved-remote 2");
    CHECK(wire.client(data(2, 1)) == "broken 9113/5.1/reserved-local 2");
    CHECK(wire.client(window_update(2, 1)) == "");
    CHECK(wire.server(headers(2)) == "");
    CHECK(wire.account().open_streams(h2::Role::server) == 1);
    CHECK(wire.server(data(2, 5, true)) == "");
    CHECK(wire.account().open_streams(h2::Role::server) == 0);
    CHECK(wire.server(headers(1, true)) == "");
    CHECK(wire.server(push_promise(1, 6)) == "broken 9113/6.6/parent 1");
    CHECK(wire.client(push_promise(1, 8)) == "broken 9113/8.4/push-disabled 1");
    const h2::SettingList off{0, {{h2::SettingId::ENABLE_PUSH, 0}}};
    (void)wire.client(headers(3));
    (void)wire.client(settings(off));
    CHECK(wire.server(push_promise(3, 10)) == "");
    (void)wire.server(settings_ack());
    CHECK(wire.server(push_promise(3, 12)) == "broken 9113/8.4/push-disabled 3");
}

TEST_CASE("values of SETTINGS") {
    using enum h2::SettingId;
    const auto found = [](std::vector<h2::Setting> values, h2::Role who = h2::Role::server) {
        Wire wire;
        const h2::SettingList list{0, std::move(values)};
        return who == h2::Role::server ? wire.server(settings(list)) : wire.client(settings(list));
    };
    CHECK(found({{ENABLE_PUSH, 1}}) == "broken 9113/6.5.2/enable-push");
    CHECK(found({{ENABLE_PUSH, 1}}, h2::Role::client) == "");
    CHECK(found({{INITIAL_WINDOW_SIZE, 0x8000'0000}}) == "broken 9113/6.5.2/initial-window-size");
    CHECK(found({{MAX_FRAME_SIZE, 16'383}}) == "broken 9113/6.5.2/max-frame-size");
    CHECK(found({{ENABLE_CONNECT_PROTOCOL, 1}, {ENABLE_CONNECT_PROTOCOL, 0}}) ==
          "broken 8441/3/withdrawn");
    CHECK(found({{NO_RFC7540_PRIORITIES, 1}}) == "broken 9218/2.1/changed");
    CHECK(found({{NO_RFC7540_PRIORITIES, 0}}) == "broken 9218/2.1/first-frame");
}

TEST_CASE("priorities of RFC 9218 and of RFC 7540") {
    const h2::SettingList no_old{0, {{h2::SettingId::NO_RFC7540_PRIORITIES, 1}}};
    Wire wire{{}, /*established=*/false};
    CHECK(wire.client(h2::SettingsFrame{}) == "");
    CHECK(wire.server(settings(no_old)) == "");
    CHECK(wire.client(priority(1)) == "");
    (void)wire.client(settings_ack());
    CHECK(wire.client(priority(1)) == "broken 9218/2.1.1/no-old-signals 1");
    CHECK(wire.client(h2::PriorityUpdate{stream(1), {}}) == "");
    CHECK(wire.client(h2::PriorityUpdate{stream(2), {}}) == "broken 9218/7.1/prioritized 2");
    CHECK(wire.server(h2::PriorityUpdate{stream(1), {}}) == "broken 9218/7.1/from-server");
    (void)wire.client(headers(1, true));
    (void)wire.server(headers(1, true));
    CHECK(wire.client(h2::PriorityUpdate{stream(1), {}}) ==
          "unless-crossed 9218/7.1/request-stream-state 1");

    Wire without;
    CHECK(without.client(h2::PriorityUpdate{stream(1), {}}) ==
          "broken 9218/2.1.1/no-new-signals 1");
}

TEST_CASE("idle streams with a priority count against the limit") {
    const h2::SettingList two{
        0, {{h2::SettingId::MAX_CONCURRENT_STREAMS, 2}, {h2::SettingId::NO_RFC7540_PRIORITIES, 1}}};
    Wire wire{{}, /*established=*/false};
    (void)wire.client(h2::SettingsFrame{});
    (void)wire.server(settings(two));
    (void)wire.client(settings_ack());
    CHECK(wire.client(h2::PriorityUpdate{stream(1), {}}) == "");
    CHECK(wire.client(h2::PriorityUpdate{stream(3), {}}) == "");
    CHECK(wire.client(h2::PriorityUpdate{stream(3), {}}) == "");
    CHECK(wire.client(h2::PriorityUpdate{stream(5), {}}) == "broken 9218/7.1/idle-limit 5");
}

TEST_CASE("the first frame is SETTINGS") {
    Wire wire{{}, /*established=*/false};
    CHECK(wire.client(settings_ack()) ==
          "broken 9113/3.4/settings-first, broken 9113/6.5.3/ack-unexpected");
    CHECK(wire.server(ping(1)) == "broken 9113/3.4/settings-first");
    CHECK(wire.server(ping(2)) == "");
}
