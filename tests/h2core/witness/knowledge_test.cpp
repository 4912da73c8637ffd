// A witness that has one direction only, or comes in the middle: nobody is accused of what only the
// rest could show.

#include <catch2/catch.hpp>

#include "tests/h2core/witness/watched_octets.hpp"

using namespace test;

namespace {

h2::Beginning beginning(h2::Record of_client, h2::Record of_server) {
    h2::Beginning result;
    result.of(kClient).record = of_client;
    result.of(kServer).record = of_server;
    return result;
}
Watched piece_of_server() {
    return Watched{beginning(h2::Record::absent, h2::Record::piece)};
}
Watched whole_server() {
    return Watched{beginning(h2::Record::absent, h2::Record::whole)};
}

}  // namespace

TEST_CASE("what the other side has announced is not known") {
    CHECK(piece_of_server().sent(kServer, "000004 01 05 00000001 3fe17f 88") == "");
    CHECK(whole_server().sent(kServer, "000006 04 00 00000000 000900000001") == "");
    Watched watched = whole_server();
    (void)watched.sent(kServer, "000000040000000000 000001 01 04 00000001 88");
    CHECK(watched.sent(kServer, "008000 00 00 00000001" + std::string(65'536, '0')) ==
          "unknown 9113/4.2/max-frame-size 1");
    CHECK(watched.sent(kServer, "008000 00 01 00000001" + std::string(65'536, '0')) ==
          "unknown 9113/6.9.1/exceeded-connection 1");
    CHECK(watched.sent(kServer, "000000040100000000") == "");
}

TEST_CASE("what SETTINGS said that are given from outside is known") {
    h2::Beginning known = beginning(h2::Record::absent, h2::Record::whole);
    known.of(kClient).in_force = h2::Settings{};
    Watched watched{known};
    (void)watched.sent(kServer, "000000040000000000 000001 01 04 00000001 88");
    CHECK(watched.sent(kServer, "008000 00 00 00000001" + std::string(65'536, '0')) ==
          "broken 9113/4.2/max-frame-size 1");
}

TEST_CASE("an answer to what may have been HEAD") {
    Watched watched = whole_server();
    (void)watched.sent(kServer, "000000040000000000");
    CHECK(watched.sent(kServer, "000005 01 05 00000001 880f0d0135") ==
          "unknown 9113/8.1.1/content-length 1");
    CHECK(watched.sent(kServer, "000001 01 04 00000003 08") == "broken 7541/3.2/truncated 3");
}

TEST_CASE("DATA at the beginning of a piece") {
    CHECK(piece_of_server().sent(kServer, "000003 00 01 00000065 616263") == "");
    CHECK(whole_server().sent(kServer, "000000040000000000 000003 00 01 00000065 616263") ==
          "broken 9113/8.1/data-before-headers 101");
}

TEST_CASE("credit of which the DATA were not seen") {
    Watched watched = piece_of_server();
    CHECK(watched.sent(kServer, "000004 08 00 00000000 7fffffff") == "");
    CHECK(watched.sent(kServer, "000004 08 00 00000000 7fffffff") == "");
    CHECK(watched.sent(kServer, "000004 08 00 00000001 7fffffff") == "");
    CHECK(watched.sent(kServer, "000004 08 00 00000001 7fffffff") == "");
}

TEST_CASE("CONNECT with :protocol of a client whose server is not there") {
    Watched watched{beginning(h2::Record::whole, h2::Record::absent)};
    CHECK(watched.sent(kClient, preface() + "000000040000000000") == "");
    CHECK(watched.sent(kClient,
                       "000023 01 04 00000007 4207434f4e4e454354 8784 410161 "
                       "4009 3a70726f746f636f6c 09 776562736f636b6574") == "");
}

TEST_CASE("what nothing could make right is broken in a piece, too") {
    Watched watched = piece_of_server();
    CHECK(watched.sent(kServer, "000003 03 00 00000001 000000") == "broken 9113/6.4/size 1");
    CHECK(watched.sent(kServer, "000005 03 00 00000000 00000000 00") ==
          "broken 9113/5.1.1/stream-required");
    CHECK(watched.sent(kServer, "000001 00 01 00000001 00 000001 00 00 00000001 00") ==
          "broken 9113/5.1/half-closed-remote 1");
    CHECK(watched.sent(kServer, "000004 03 00 00000003 00000008 000004 03 00 00000003 00000008") ==
          "broken 9113/5.4.2/one-reset 3");
    CHECK(watched.sent(kServer, "000004 08 00 00000005 00000000") ==
          "broken 9113/6.9/zero-stream 5");
    Watched of_client{beginning(h2::Record::piece, h2::Record::absent)};
    CHECK(of_client.sent(kClient, "000001 01 05 00000002 82") == "broken 9113/5.1.1/parity 2");
}

TEST_CASE("fields of a table whose beginning was not seen") {
    Watched watched{beginning(h2::Record::piece, h2::Record::absent)};
    // 62 is not known; "b: c" is inserted, and is 62 then; 63 is not known; "?: d" is inserted.
    CHECK(watched.sent(kClient, "00000e 01 05 00000005 8284 be 4001620163 be bf 7f010164") == "");
    CHECK(watched.fields() == ":method: GET\n:path: /\n?: ?\nb: c\nb: c\n?: ?\n?: d\n");
    CHECK(watched.sent(kClient, "000003 01 05 00000007 82 be bf") == "");
    CHECK(watched.fields() == ":method: GET\n?: d\nb: c\n");
    // No table has so many entries as this index says.
    CHECK(watched.sent(kClient, "000006 01 05 00000009 ffffffff ff7f") ==
          "broken 7541/5.1/integer 9");
}

TEST_CASE("identifiers far apart cost nothing") {
    Watched watched = piece_of_server();
    CHECK(watched.sent(kServer, "000001 01 05 7fffffff 88 000001 01 05 00200001 88") == "");
}

TEST_CASE("trailers of a request that was not seen") {
    Watched watched{beginning(h2::Record::piece, h2::Record::piece)};
    CHECK(watched.sent(kClient, "000005 01 05 00000001 0001 61 01 62") == "");
    CHECK(watched.sent(kClient, "000001 00 00 00000001 61") ==
          "broken 9113/5.1/half-closed-remote 1");
    CHECK(watched.sent(kClient, "000003 01 05 00000003 828684") == "");  // this one is seen
    CHECK(watched.sent(kServer, "000005 01 05 00000003 880f0d0135") ==
          "broken 9113/8.1.1/content-length 3");
}

TEST_CASE("stream 1 may be the request of an Upgrade") {
    const std::string of_client = preface() + "000000040000000000";
    const std::string of_server = "000000040000000000 000001 01 05 00000001 88";
    Watched plain;
    (void)plain.sent(kClient, of_client);
    CHECK(plain.sent(kServer, of_server) == "broken 9113/5.1/idle 1");
    h2::Beginning upgraded;
    upgraded.after_http1 = true;
    Watched watched{upgraded};
    (void)watched.sent(kClient, of_client);
    CHECK(watched.sent(kServer, of_server) == "");
    CHECK(watched.sent(kClient, "000003 01 05 00000003 828684") == "");
    Watched not_upgraded{upgraded};  // what stood before may have been something else
    CHECK(not_upgraded.sent(kClient, of_client + "000003 01 05 00000001 828684") == "");
}

TEST_CASE("a piece that begins within a field block") {
    Watched watched{beginning(h2::Record::piece, h2::Record::absent)};
    CHECK(watched.sent(kClient, "000001 09 00 00000001 82 000001 09 04 00000001 84") ==
          "unknown 9113/6.10/alone 1");
    CHECK(watched.sent(kClient, "000001 09 04 00000001 84") == "broken 9113/6.10/alone 1");
}
