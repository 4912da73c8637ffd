// Flow control as a witness sees it.

#include <catch2/catch.hpp>

#include "tests/h2core/witness/typed_witness.hpp"

using namespace test;

TEST_CASE("DATA within and beyond the windows") {
    Wire wire;
    (void)wire.client(headers(1));
    (void)wire.client(headers(3));
    CHECK(wire.client(data(1, 65'535)) == "");
    CHECK(wire.client(data(1, 0)) == "");
    CHECK(wire.client(data(3, 1)) == "broken 9113/6.9.1/exceeded-connection 3");
    (void)wire.server(window_update(0, 10));
    CHECK(wire.client(data(1, 10)) == "broken 9113/6.9.1/exceeded-stream 1");
    (void)wire.server(window_update(1, 5));
    (void)wire.server(window_update(0, 5));
    CHECK(wire.client(data(1, 5)) == "");  // what was exceeded is not said again
    CHECK(wire.client(data(1, 1)) ==
          "broken 9113/6.9.1/exceeded-connection 1, broken 9113/6.9.1/exceeded-stream 1");
}

TEST_CASE("a lowered INITIAL_WINDOW_SIZE binds from the ACK on") {
    Wire wire;
    const h2::SettingList small{0, {{h2::SettingId::INITIAL_WINDOW_SIZE, 10}}};
    (void)wire.client(headers(1));
    (void)wire.client(data(1, 20));
    (void)wire.server(settings(small));
    CHECK(wire.client(data(1, 20)) == "");
    (void)wire.client(settings_ack());
    CHECK(wire.client(data(1, 1)) == "broken 9113/6.9.2/negative 1");
    (void)wire.server(window_update(1, 5));
    CHECK(wire.client(data(1, 5)) == "");
}

TEST_CASE("a raised INITIAL_WINDOW_SIZE may be used at once") {
    Wire wire;
    const h2::SettingList large{0, {{h2::SettingId::INITIAL_WINDOW_SIZE, 65'545}}};
    (void)wire.client(headers(1));
    (void)wire.server(window_update(0, 100));
    (void)wire.client(data(1, 65'535));
    (void)wire.server(settings(large));
    CHECK(wire.client(data(1, 10)) == "");
    CHECK(wire.client(data(1, 1)) == "broken 9113/6.9.1/exceeded-stream 1");
}

TEST_CASE("credit up to 2^31-1 with the DATA that has passed") {
    Wire wire;
    (void)wire.client(headers(1));
    (void)wire.client(data(1, 100));
    const std::uint32_t most = 0x7fff'ffff - 65'535;
    CHECK(wire.server(window_update(0, most + 100)) == "");
    CHECK(wire.server(window_update(1, most + 100)) == "");
    CHECK(wire.server(window_update(0, 1)) == "broken 9113/6.9.1/overflow-connection");
    CHECK(wire.server(window_update(1, 1)) == "broken 9113/6.9.1/overflow-stream 1");
    (void)wire.client(data(1, 1));
    CHECK(wire.server(window_update(1, 1)) == "");
    CHECK(wire.server(window_update(0, 0)) == "broken 9113/6.9/zero-connection");
    CHECK(wire.server(window_update(1, 0)) == "broken 9113/6.9/zero-stream 1");
    const h2::SettingList larger{0, {{h2::SettingId::INITIAL_WINDOW_SIZE, 65'536}}};
    CHECK(wire.server(settings(larger)) == "broken 9113/6.9.2/window-overflow 1");
}

TEST_CASE("DATA on a stream that is closed still counts for the connection") {
    Wire wire;
    (void)wire.client(headers(1));
    (void)wire.server(rst(1));
    CHECK(wire.client(data(1, 65'535)) == "unless-crossed 9113/6.4/nothing-after-reset 1");
    (void)wire.client(headers(3));
    CHECK(wire.client(data(3, 1)) == "broken 9113/6.9.1/exceeded-connection 3");
}
