// Octets of both directions through a witness: what it shows and what it finds, whatever is wrong.

#include <catch2/catch.hpp>

#include "h2core/wire/preface.hpp"
#include "tests/h2core/witness/watched_octets.hpp"

using namespace test;

namespace {

// SETTINGS of both and their ACKs.
Watched established() {
    Watched watched;
    CHECK(watched.sent(kClient, preface() + "000000040000000000") == "");
    CHECK(watched.sent(kServer, "000000040000000000 000000040100000000") == "");
    CHECK(watched.sent(kClient, "000000040100000000") == "");
    return watched;
}

constexpr const char* kGet = "828684410161";  // GET http / a
const std::string kRequest = std::string{"000006 01 05 00000001"} + kGet;

}  // namespace

TEST_CASE("a request and its response") {
    Watched watched = established();
    CHECK(watched.sent(kClient, kRequest) == "");
    CHECK(watched.fields() == ":method: GET\n:scheme: http\n:path: /\n:authority: a\n");
    CHECK(watched.sent(kServer, "000001 01 04 00000001 88 000002 00 01 00000001 6869") == "");
    CHECK(watched.end() == "");
}

TEST_CASE("the octets of a frame") {
    Watched watched = established();
    CHECK(watched.sent(kClient, "000008 06 00 80000000 0000000000000001") ==
          "broken 9113/4.1/reserved-bit-unset");
    CHECK(watched.sent(kClient, "000008 06 12 00000000 0000000000000001") ==
          "broken 9113/4.1/unused-flags-unset");
    CHECK(watched.sent(kClient, "000003 fa ff 00000000 010203") == "");
    CHECK(watched.sent(kClient, std::string{"00000b 01 0d 00000001 04"} + kGet + "01000000") ==
          "broken 9113/6.2/padding-zero 1");
    CHECK(watched.sent(kServer, "000005 01 04 00000001 880f0d0132") == "");
    CHECK(watched.sent(kServer, "000005 00 09 00000001 0268690001") ==
          "broken 9113/6.1/padding-zero 1");
    CHECK(watched.sent(kClient, "000005 08 00 00000001 0000000001") == "broken 9113/6.9/size 1");
    CHECK(watched.sent(kClient, "000008 06 00 00000000 0000000000000001") == "");  // and so on
}

TEST_CASE("a frame that is too long is so before its end has come") {
    Watched watched = established();
    CHECK(watched.sent(kClient, "004001 00 00 00000001") == "broken 9113/4.2/max-frame-size 1");
    CHECK(watched.sent(kClient, std::string(2 * 16'385, '0')) == "broken 9113/5.1/idle 1");
}

TEST_CASE("the other side's MAX_FRAME_SIZE allows longer frames") {
    Watched watched = established();
    (void)watched.sent(kClient, std::string{"000006 01 04 00000001"} + kGet);
    (void)watched.sent(kServer, "000006 04 00 00000000 000500008000");
    (void)watched.sent(kServer, "000004 08 00 00000000 00010000 000004 08 00 00000001 00010000");
    CHECK(watched.sent(kClient, "008000 00 00 00000001" + std::string(2 * 32'768, '0')) == "");
    CHECK(watched.sent(kClient, "008001 00 00 00000001" + std::string(2 * 32'769, '0')) ==
          "broken 9113/4.2/max-frame-size 1");
}

TEST_CASE("a table of 65,536 octets that the client has announced") {
    Watched watched;
    (void)watched.sent(kClient, preface() + "000006 04 00 00000000 000100010000");
    (void)watched.sent(kServer, "000000040000000000");
    (void)watched.sent(kClient, kRequest);
    CHECK(watched.sent(kServer, "000004 01 05 00000001 3fe17f 88") == "broken 7541/6.3/limit 1");
    // Only with the ACK it may, and what follows can still be read.
    (void)watched.sent(kClient, "000006 01 05 00000003 828684410161");
    CHECK(watched.sent(kServer, "000000040100000000") == "");
    CHECK(watched.sent(kServer, "000005 01 05 00000003 3fe1ff03 88") == "");
}

TEST_CASE("a table that was lowered") {
    Watched watched = established();
    (void)watched.sent(kClient, kRequest);
    (void)watched.sent(kClient, "000006 04 00 00000000 000100000000");
    (void)watched.sent(kServer, "000000040100000000");
    CHECK(watched.sent(kServer, "000001 01 05 00000001 88") == "broken 7541/4.2/missing 1");
}

TEST_CASE("after a block that cannot be decoded, what it was is unknown") {
    Watched watched = established();
    CHECK(watched.sent(kClient, "00000b 01 05 00000001 828684 410161 4001620163") == "");
    CHECK(watched.sent(kClient, "000004 01 05 00000003 828684 ff") ==
          "broken 7541/3.2/truncated 3");
    CHECK(watched.sent(kClient, "000004 01 05 00000005 828684 be") == "");
    CHECK(watched.fields() == ":method: GET\n:scheme: http\n:path: /\n?: ?\n");
    CHECK(watched.sent(kServer, "000001 01 05 00000003 88") == "");  // the stream is there
}

TEST_CASE("something else within a field block") {
    Watched watched = established();
    CHECK(watched.sent(kClient, "000003 01 01 00000001 828684") == "");
    CHECK(watched.in_field_block(kClient));
    CHECK(watched.sent(kClient, "000008 06 00 00000000 0000000000000001") ==
          "broken 9113/6.10/expected 1");
    CHECK_FALSE(watched.in_field_block(kClient));
    CHECK(watched.sent(kClient, "000001 09 04 00000001 84") == "broken 9113/6.10/alone 1");
}

TEST_CASE("what is known with the first frame of a field block is said with it") {
    Watched watched = established();
    CHECK(watched.sent(kClient, "000001 01 01 00000002 82") == "broken 9113/5.1.1/parity 2");
    CHECK(watched.sent(kClient, "000003 09 04 00000002 868441") == "broken 7541/3.2/truncated 2");
    CHECK(watched.sent(kClient, "000005 05 00 00000001 00000002 82") ==
          "broken 9113/8.4/push-disabled 1");
}

TEST_CASE("what is no preface is not read") {
    Watched watched;
    CHECK(watched.sent_text(kClient, "GET / HTTP/1.1\r\n\r\n") == "broken 9113/3.4/magic");
    CHECK(watched.unreadable(kClient));
    CHECK(watched.sent(kClient, "000000040000000000") == "");
}

TEST_CASE("messages in both directions are held against section 8") {
    Watched watched = established();
    CHECK(watched.sent(kClient, "000003 01 05 00000001 828684") == "");
    CHECK(watched.sent(kClient, "000002 01 05 00000003 8286") == "broken 9113/8.3.1/missing 3");
    CHECK(watched.sent(kServer, "000005 01 05 00000001 880f0d0135") ==
          "broken 9113/8.1.1/content-length 1");
    // HEAD
    CHECK(watched.sent(kClient, "000008 01 05 00000005 420448454144 8684") == "");
    CHECK(watched.sent(kServer, "000005 01 05 00000005 880f0d0135") == "");
    // CONNECT with :protocol, not allowed and then allowed
    const std::string extended =
        "000023 01 04 00000007 4207434f4e4e454354 8784 410161 "
        "4009 3a70726f746f636f6c 09 776562736f636b6574";
    CHECK(watched.sent(kClient, extended) == "broken 8441/4/disabled 7");
    CHECK(watched.sent(kServer, "000006 04 00 00000000 000800000001") == "");
    const std::string websocket =
        "000023 01 04 00000009 4207434f4e4e454354 8784 410161 "
        "4009 3a70726f746f636f6c 09 776562736f636b6574";
    CHECK(watched.sent(kClient, websocket) == "");
}

TEST_CASE("every segmentation gives the same findings") {
    const std::vector<std::pair<h2::Role, std::string>> all = {
        {kClient, preface() + "000000040000000000 000001 01 01 00000001 82 000002 09 04 00000001 "
                              "8684 000003 00 09 00000001 0100 01 000001 00 00 00000003 00"},
        {kServer, "000008 06 00 00000000 0000000000000001 000005 01 04 00000001 88 4001610162"},
    };
    const auto run = [&](std::size_t piece) {
        Watched watched;
        std::string found;
        for (const auto& [sender, octets] : all) {
            found += watched.sent_in_pieces(sender, octets, piece) + "\n";
        }
        return found;
    };
    const std::string whole = run(1'000);
    CHECK(whole.find("9113/3.4/settings-first") != std::string::npos);
    CHECK(whole.find("9113/5.1/idle 3") != std::string::npos);
    for (std::size_t piece = 1; piece < 40; ++piece) {
        CAPTURE(piece);
        CHECK(run(piece) == whole);
    }
}
