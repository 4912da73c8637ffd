// One conversation as each format writes it: a GET, its answer with a body, and the end.

#include <catch2/catch.hpp>

#include "tests/tools/logs/text_recording.hpp"

TEST_CASE("logs: Go", "[logs]") {
    const Read read = read_text(
        "2024/07/03 17:57:59 http2: Transport creating client conn 0x14000 to 127.0.0.1:8443\n"
        "2024/07/03 17:57:59 http2: Framer 0xc000e4540: wrote SETTINGS len=12, settings: "
        "ENABLE_PUSH=0, INITIAL_WINDOW_SIZE=4194304\n"
        "2024/07/03 17:57:59 http2: Framer 0xc000e4540: wrote WINDOW_UPDATE len=4 (conn) "
        "incr=1073741824\n"
        "2024/07/03 17:57:59 http2: Transport encoding header \":method\" = \"GET\"\n"
        "2024/07/03 17:57:59 http2: Framer 0xc000e4540: wrote HEADERS "
        "flags=END_STREAM|END_HEADERS stream=1 len=35\n"
        "2024/07/03 17:58:00 http2: Framer 0xc000e4540: read SETTINGS len=6, settings: "
        "UNKNOWN_SETTING_8=1\n"
        "2024/07/03 17:58:00 http2: Framer 0xc000e4540: wrote SETTINGS flags=ACK len=0\n"
        "2024/07/03 17:58:00 http2: Framer 0xc000e4540: read HEADERS flags=END_HEADERS stream=1 "
        "len=8\n"
        "2024/07/03 17:58:00 http2: decoded hpack field header field \":status\" = \"200\"\n"
        "2024/07/03 17:58:00 http2: Framer 0xc000e4540: read DATA flags=END_STREAM stream=1 "
        "len=300 "
        "data=\"incr=7 stream=9\" (44 bytes omitted)\n"
        "2024/07/03 17:58:01 http2: Framer 0xc000e4540: read PING len=8 "
        "ping=\"\\x00\\x01\\\"\\n\\\\abc\"\n"
        "2024/07/03 17:58:01 http2: Framer 0xc000e4540: read RST_STREAM stream=3 len=4 "
        "ErrCode=unknown error code 0x2a\n"
        "2024/07/03 17:58:01 http2: Framer 0xc000e4540: read GOAWAY len=12 LastStreamID=5 "
        "ErrCode=ENHANCE_YOUR_CALM Debug=\"calm\"\n",
        false, true);
    CHECK(read.error.empty());
    CHECK(read.told ==
          R"(0 begins "Framer 0xc000e4540" from the start, of a client
0 first SETTINGS ENABLE_PUSH=0 INITIAL_WINDOW_SIZE=4194304 (4 12 00 0) #2 @0
0 first WINDOW_UPDATE 0 +1073741824 (8 4 00 0) #3 @0
0 first HEADERS 1 END_STREAM (1 35 05 1) #5 @0
0 second SETTINGS ENABLE_CONNECT_PROTOCOL=1 (4 6 00 0) #6 @1000000000
0 first SETTINGS ACK (4 0 01 0) #7 @1000000000
0 second HEADERS 1 (1 8 04 1) #8 @1000000000
0 second DATA 1 len=300 END_STREAM (0 300 01 1) #10 @1000000000
0 second PING (6 8 00 0) #11 @2000000000 opaque 1220a5c616263
0 second RST_STREAM 3 UNKNOWN_ERROR (3 4 00 3) #12 @2000000000
0 second GOAWAY last=5 ENHANCE_YOUR_CALM (7 12 00 0) #13 @2000000000
0 ends: ends
)");
    CHECK(read.summary.format == "go");
    CHECK(read.summary.frames == 10);
    CHECK(read.summary.connections == 1);
    CHECK(read.summary.lines == 13);
}

TEST_CASE("logs: Go, both ends of a connection in one process", "[logs]") {
    const Read read = read_text(
        "2025/09/02 19:23:06 http2: Framer 0xf400e0: wrote SETTINGS len=0, settings:\n"
        "2025/09/02 19:23:06 http2: server connection from 127.0.0.1:59451 on 0x140002aa000\n"
        "2025/09/02 19:23:06 http2: Transport encoding header \":path\" = \"/\"\n"
        "2025/09/02 19:23:06 http2: Framer 0xf400e0: wrote HEADERS flags=END_HEADERS stream=1 "
        "len=35\n"
        "2025/09/02 19:23:06 http2: Framer 0x2b8000: wrote SETTINGS len=6, settings: "
        "MAX_FRAME_SIZE=1048576\n"
        "2025/09/02 19:23:06 http2: Framer 0x2b8000: read SETTINGS len=0, settings:\n");
    CHECK(read.told == R"(0 begins "Framer 0xf400e0"
0 first SETTINGS (4 0 00 0) #1
0 first HEADERS 1 (1 35 04 1) #4
0 ends: ends
1 begins "Framer 0x2b8000" from the start
1 first SETTINGS MAX_FRAME_SIZE=1048576 (4 6 00 0) #5
1 second SETTINGS (4 0 00 0) #6
1 ends: ends
)");
}

TEST_CASE("logs: nghttp, with colours, and details in the lines that follow", "[logs]") {
    const Read read = read_text(
        "\x1b[33m[  0.001]\x1b[0m Connected\r\n"
        "\x1b[33m[  0.002]\x1b[0m send \x1b[1;35mSETTINGS\x1b[0m frame <length=12, flags=0x00, "
        "stream_id=0>\r\n"
        "          (niv=2)\r\n"
        "          [SETTINGS_MAX_CONCURRENT_STREAMS(0x03):100]\r\n"
        "          [UNKNOWN(0x08):1]\r\n"
        "[  0.002] send PRIORITY frame <length=5, flags=0x00, stream_id=3>\n"
        "          (dep_stream_id=7, weight=201, exclusive=1)\n"
        "[  0.003] send HEADERS frame <length=39, flags=0x25, stream_id=13>\n"
        "          ; END_STREAM | END_HEADERS | PRIORITY\n"
        "          (padlen=0, dep_stream_id=11, weight=16, exclusive=0)\n"
        "          ; Open new stream\n"
        "          \x1b[1;34m:method\x1b[0m: GET\n"
        "          x: (error_code=CANCEL(0x08))\n"
        "[  0.007] recv (stream_id=13) :status: 200\n"
        "[  0.007] recv (stream_id=2) :path: \"/pushed\"\n"
        "[  0.007] recv HEADERS frame <length=91, flags=0x0c, stream_id=13>\n"
        "          ; END_HEADERS | PADDED\n"
        "          (padlen=9)\n"
        "          ; First response header\n"
        "[  0.008] recv DATA frame <length=20, flags=0x09, stream_id=13>\n"
        "          ; END_STREAM | PADDED\n"
        "          (padlen=8)\n"
        "[  0.009] recv PUSH_PROMISE frame <length=9, flags=0x04, stream_id=13>\n"
        "          ; END_HEADERS\n"
        "          (padlen=0, promised_stream_id=4)\n"
        "[  0.009] recv RST_STREAM frame <length=4, flags=0x00, stream_id=13>\n"
        "          (error_code=REFUSED_STREAM(0x07))\n"
        "[  0.009] recv PING frame <length=8, flags=0x01, stream_id=0>\n"
        "          ; ACK\n"
        "          (opaque_data=00000000000000ff)\n"
        "[  0.009] recv WINDOW_UPDATE frame <length=4, flags=0x00, stream_id=13>\n"
        "          (window_size_increment=5)\n"
        "[  1.500] send GOAWAY frame <length=11, flags=0x00, stream_id=0>\n"
        "          (last_stream_id=2, error_code=NO_ERROR(0x00), opaque_data(3)=[bye])\n",
        true, true);
    CHECK(read.error.empty());
    CHECK(read.told ==
          R"(0 begins "" from the start, of a client
0 first SETTINGS MAX_CONCURRENT_STREAMS=100 ENABLE_CONNECT_PROTOCOL=1 (4 12 00 0) #2 @0
0 first PRIORITY 3 (2 5 00 3) #6 @0 on 7 weight 200!
0 first HEADERS 13 END_STREAM (1 39 25 13) #8 @1000000 [:method: GET] [x: (error_code=CANCEL(0x08))]
0 second HEADERS 13 (1 91 0c 13) #16 @5000000 [:status: 200]
0 second DATA 13 len=12 END_STREAM (0 20 09 13) #20 @6000000 padding 8
0 second PUSH_PROMISE 13 promised=4 (5 9 04 13) #23 @7000000
0 second RST_STREAM 13 REFUSED_STREAM (3 4 00 13) #26 @7000000
0 second PING ACK (6 8 01 0) #28 @7000000 opaque ff
0 second WINDOW_UPDATE 13 +5 (8 4 00 13) #31 @7000000
0 first GOAWAY last=2 NO_ERROR (7 11 00 0) #33 @1498000000
0 ends: ends
)");
    CHECK(read.summary.format == "nghttp");
}

TEST_CASE("logs: nghttpd has many connections", "[logs]") {
    const Read read = read_text(
        "[id=1] [  0.500] send SETTINGS frame <length=0, flags=0x00, stream_id=0>\n"
        "          (niv=0)\n"
        "[id=2] [  0.501] send SETTINGS frame <length=0, flags=0x00, stream_id=0>\n"
        "          (niv=0)\n"
        "[id=1] [  0.501] recv SETTINGS frame <length=0, flags=0x00, stream_id=0>\n"
        "          (niv=0)\n"
        "[id=1] [  0.502] closed\n"
        "[id=2] [  0.502] recv HEADERS frame <length=3, flags=0x04, stream_id=1>\n");
    CHECK(read.told == R"(0 begins "id=1" from the start
0 first SETTINGS (4 0 00 0) #1
0 second SETTINGS (4 0 00 0) #5
0 ends: closed
1 begins "id=2"
1 first SETTINGS (4 0 00 0) #3
1 second HEADERS 1 (1 3 04 1) #8
1 ends: ends
)");
}

TEST_CASE("logs: Netty", "[logs]") {
    const std::string before =
        "17:04:26.381 [w] DEBUG i.n.h.c.h.Http2FrameLogger - [id: "
        "0x89a2fcc0, L:/127.0.0.1:33092 - R:localhost/127.0.0.1:8443] ";
    std::string log;
    for (const char* line :
         {"OUTBOUND SETTINGS: ack=false settings={ENABLE_PUSH=0, 0x8=1}",
          "OUTBOUND HEADERS: streamId=1 headers=DefaultHttp2Headers[:method: POST, accept: a, b, "
          "x: ] endStream=true padding=0] streamDependency=3 weight=16 exclusive=false padding=0 "
          "endStream=false",
          "INBOUND SETTINGS: ack=true",
          "OUTBOUND DATA: streamId=1 padding=3 endStream=true length=9 "
          "bytes=526571",
          "INBOUND RST_STREAM: streamId=1 errorCode=8",
          "INBOUND WINDOW_UPDATE: streamId=0 windowSizeIncrement=77",
          "INBOUND PING: ack=false bytes=-1",
          "INBOUND PRIORITY: streamId=5 streamDependency=3 "
          "weight=256 exclusive=true",
          "OUTBOUND GO_AWAY: lastStreamId=2147483647 errorCode=11 length=4 bytes=63616c6d",
          "INBOUND UNKNOWN: frameType=12 streamId=0 flags=0 length=5 bytes=00"}) {
        log += before + line + "\n";
    }
    const Read read = read_text(log, true);
    CHECK(read.error.empty());
    CHECK(read.told == R"(0 begins "/127.0.0.1:33092" to "localhost/127.0.0.1:8443"
0 first SETTINGS ENABLE_PUSH=0 ENABLE_CONNECT_PROTOCOL=1 (4 12 00 0) #1
0 first HEADERS 1 (1 0 24 1) #2 [:method: POST] [accept: a, b] [x: ] endStream=true padding=0]
0 second SETTINGS ACK (4 0 01 0) #3
0 first DATA 1 len=9 END_STREAM (0 12 09 1) #4 padding 3
0 second RST_STREAM 1 CANCEL (3 4 00 1) #5
0 second WINDOW_UPDATE 0 +77 (8 4 00 0) #6
0 second PING (6 8 00 0) #7 opaque ffffffffffffffff
0 second PRIORITY 5 (2 5 00 5) #8 on 3 weight 255!
0 first GOAWAY last=2147483647 ENHANCE_YOUR_CALM (7 12 00 0) #9
0 second UNKNOWN(12) 0? (12 5 00 0) #10
0 ends: ends
)");
    CHECK(read.summary.format == "netty");
}

TEST_CASE("logs: Envoy, with flags announced and lengths told later", "[logs]") {
    const std::string id = GENERATE("[C7]", "[Tags: \"ConnectionId\":\"7\"]",
                                    "[Tags: \"ConnectionId\":\"7\",\"StreamId\":\"99\"]");
    std::string log =
        "[2023-11-14 20:01:15.180][29][debug][client] [codec.cc:1] " + id + " connecting\n";
    for (const char* line :
         {"about to send frame type=4, flags=0", "sent frame type=4, stream_id=0, length=6",
          "about to recv frame type=4, flags=0, stream_id=0", "recv frame type=4",
          "about to send frame type=1, flags=5", "send data: bytes=18",
          "sent frame type=1, stream_id=1, length=9",
          "about to recv frame type=0, flags=1, stream_id=1",
          "track inbound frame type=0 flags=1 length=8192 padding_length=0", "recv frame type=0",
          "about to send frame type=3, flags=0", "sent frame type=3, stream_id=3, length=4",
          "sent frame type=0, stream_id=3, length=4", "about to send frame type=1, flags=5",
          "sent frame type=0, stream_id=3, length=4", "sent frame type=1, stream_id=5, length=4",
          "about to recv frame type=1, flags=4, stream_id=1",
          "track inbound frame type=0 flags=1 length=77 padding_length=0"}) {
        log += "[2023-11-14 20:01:15.182][29][trace][http2] [codec_impl.cc:1208] " + id + " " +
               line + "\n";
    }
    const Read read = read_text(log, false, true);
    CHECK(read.error.empty());
    const std::string key = id.starts_with("[C") ? "C7" : "7";
    CHECK(read.told == "0 begins \"" + key + R"(" from the start, of a client
0 first SETTINGS? (4 6 00 0) #3 @0
0 second SETTINGS? (4 0 00 0) #4 @0
0 first HEADERS 1 END_STREAM (1 9 05 1) #8 @0
0 second DATA 1 len=8192 END_STREAM (0 8192 01 1) #9 @0
0 first RST_STREAM 3 NO_ERROR? (3 4 00 3) #13 @0
0 first DATA 3 len=4? (0 4 00 3) #14 @0
0 first DATA 3 len=4? (0 4 00 3) #16 @0
0 first HEADERS 5? (1 4 00 5) #17 @0
0 second HEADERS 1 (1 0 04 1) #18 @0
0 ends: ends
)");
    CHECK(read.summary.format == "envoy");
}
