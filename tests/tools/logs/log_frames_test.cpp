// Formats that leave more out, and what becomes of field blocks and of connections that begin anew.

#include <catch2/catch.hpp>

#include "tests/tools/logs/text_recording.hpp"

TEST_CASE("logs: curl", "[logs]") {
    const Read read = read_text(
        "20:01:45.000100 [0-0] * [HTTP/2] [0] created h2 session\n"
        "20:01:45.000100 [0-0] * [HTTP/2] [0] -> FRAME[SETTINGS, len=18]\n"
        "20:01:45.000200 [0-0] * [HTTP/2] [1] -> FRAME[HEADERS, len=28, hend=1, eos=1]\n"
        "20:01:45.000300 [0-0] * [HTTP/2] [0] <- FRAME[SETTINGS, ack=1]\n"
        "20:01:45.000400 [1-1] * [HTTP/2] [0] -> FRAME[WINDOW_UPDATE, incr=1048510465]\n"
        "20:01:45.000500 [0-0] * [HTTP/2] [1] <- FRAME[DATA, len=16384, eos=0, padlen=5]\n"
        "20:01:45.000500 [0-0] * [HTTP/2] [1] <- FRAME[RST_STREAM, len=4, flags=0, error=2]\n"
        "20:01:45.000600 [0-0] * [HTTP/2] [0] <- FRAME[PING, len=8, ack=0]\n"
        "20:01:45.000700 [0-0] * [HTTP/2] [0] <- FRAME[GOAWAY, error=1, reason='incr=3], "
        "last_stream=9', last_stream=1]\n"
        "20:01:45.000700 [0-0] * [HTTP/2] [0] <- FRAME[12, len=3, flags=0]\n",
        false, true);
    CHECK(read.error.empty());
    CHECK(read.told ==
          R"(0 begins "0" from the start, of a client
0 first SETTINGS? (4 18 00 0) #2 @0
0 first HEADERS 1 END_STREAM (1 28 05 1) #3 @100000
0 second SETTINGS ACK (4 0 01 0) #4 @200000
0 second DATA 1 len=16379 (0 16384 08 1) #6 @400000 padding 5
0 second RST_STREAM 1 INTERNAL_ERROR (3 4 00 1) #7 @400000
0 second PING? (6 8 00 0) #8 @500000 opaque 0
0 second GOAWAY last=1 PROTOCOL_ERROR (7 8 00 0) #9 @600000
0 second UNKNOWN(12) 0? (12 3 00 0) #10 @600000
0 ends: ends
1 begins "1", of a client
1 first WINDOW_UPDATE 0 +1048510465 (8 4 00 0) #5 @300000
1 ends: ends
)");
    CHECK(read.summary.format == "curl");
}

TEST_CASE("logs: the Rust crate h2, old lines and new ones", "[logs]") {
    const Read read = read_text(
        "2024-05-27T02:26:55.458510Z DEBUG Connection{peer=Client}:poll: h2::codec::framed_write: "
        "send frame=Settings { flags: (0x0), enable_push: 0, initial_window_size: 2097152 }\n"
        "2024-05-27T02:26:55.458510Z DEBUG Connection{peer=Client}:poll: h2::codec::framed_write: "
        "send frame=Headers { stream_id: StreamId(1), flags: (0x5: END_HEADERS | END_STREAM) }\n"
        "2024-05-27T02:26:55.562507Z DEBUG Connection{peer=Client}: h2::codec::framed_read: "
        "received frame=Settings { flags: (0x1: ACK) }\n"
        "2024-05-27T02:26:55.562507Z DEBUG Connection{peer=Client}: h2::codec::framed_read: "
        "received; frame=Frame::WindowUpdate(WindowUpdate { stream_id: StreamId(0), "
        "size_increment: 983041 })\n"
        "2024-05-27T02:26:55.562507Z DEBUG Connection{peer=Client}: h2::codec::framed_read: "
        "received frame=Reset { stream_id: StreamId(1), error_code: REFUSED_STREAM }\n"
        "2024-05-27T02:26:55.562507Z DEBUG Connection{peer=Client}: h2::codec::framed_read: "
        "received frame=Data { stream_id: StreamId(1), flags: (0x1: END_STREAM) }\n"
        "2024-05-27T02:26:55.562507Z DEBUG Connection{peer=Client}: h2::codec::framed_read: "
        "received frame=Ping { ack: true, payload: [59, 124, 219, 122, 11, 135, 22, 180] }\n"
        "2024-05-27T02:26:55.562507Z DEBUG Connection{peer=Client}: h2::codec::framed_write: "
        "send frame=GoAway { error_code: NO_ERROR, last_stream_id: StreamId(8) }\n");
    CHECK(read.error.empty());
    CHECK(read.told == R"(0 begins "Connection{peer=Client}", of a client
0 first SETTINGS ENABLE_PUSH=0 INITIAL_WINDOW_SIZE=2097152 (4 12 00 0) #1
0 first HEADERS 1 END_STREAM (1 0 05 1) #2
0 second SETTINGS ACK (4 0 01 0) #3
0 second WINDOW_UPDATE 0 +983041 (8 4 00 0) #4
0 second RST_STREAM 1 REFUSED_STREAM (3 4 00 1) #5
0 second DATA 1 len=0 END_STREAM? (0 0 01 1) #6
0 second PING ACK (6 8 01 0) #7 opaque 3b7cdb7a0b8716b4
0 first GOAWAY last=8 NO_ERROR (7 8 00 0) #8
0 ends: ends
)");
    CHECK(read.summary.format == "hyper-h2");
}

TEST_CASE("logs: OkHttp and Kestrel", "[logs]") {
    const Read okhttp = read_text(
        "[2024-05-01 10:00:00] >> CONNECTION 505249202a20485454502f322e300d0a\n"
        "[2024-05-01 10:00:00] >> 0x00000000     6 SETTINGS      \n"
        "[2024-05-01 10:00:00] << 0x00000000     0 SETTINGS      ACK\n"
        "[2024-05-01 10:00:00] >> 0x00000003    60 HEADERS       END_STREAM|END_HEADERS\n"
        "[2024-05-01 10:00:00] >> 0x00000000     4 WINDOW_UPDATE 16711681\n");
    CHECK(okhttp.told == R"(0 begins "" from the start
0 first SETTINGS? (4 6 00 0) #2
0 second SETTINGS ACK (4 0 01 0) #3
0 first HEADERS 3 END_STREAM (1 60 05 3) #4
0 first WINDOW_UPDATE 0 +16711681 (8 4 00 0) #5
0 ends: ends
)");
    const Read kestrel = read_text(
        "trce: Microsoft.AspNetCore.Server.Kestrel[37]\n"
        "      Connection id \"0HL\" received HEADERS frame for stream ID 2545 with length 31 and "
        "flags END_STREAM, END_HEADERS.\n"
        "      Connection id \"0HL\" sending RST_STREAM frame for stream ID 2545 with length 4 and "
        "flags 0x0.\n");
    CHECK(kestrel.told == R"(0 begins "0HL", of a server
0 second HEADERS 2545 END_STREAM (1 31 05 2545) #2
0 first RST_STREAM 2545 NO_ERROR? (3 4 00 2545) #3
0 ends: ends
)");
}

TEST_CASE("logs: the trace of our own get and serve", "[logs]") {
    std::string log = "{\"schema\":\"h2sim-live-trace/1\",\"role\":\"server\"}\n";
    int microseconds = 63'000;
    for (const char* event :
         {R"("open","text":"127.0.0.1:39977")",
          R"("recv","frame":"SETTINGS MAX_CONCURRENT_STREAMS=1","type":"SETTINGS","length":12,)"
          R"("flags":0,"stream":0,"settings":[{"id":"MAX_CONCURRENT_STREAMS","value":1},)"
          R"({"id":240,"value":7}])",
          R"("recv","frame":"PING","type":"PING","length":8,"flags":0,"stream":0,)"
          R"("opaque":"00000000000000ff")",
          R"("recv","frame":"PRIORITY 3","type":"PRIORITY","length":5,"flags":0,"stream":3,)"
          R"("dependency":1,"weight":256,"exclusive":true)",
          R"("recv","type":"HEADERS","length":5,"flags":1,"stream":1)",
          R"("recv","frame":"HEADERS 1 END_STREAM","type":"CONTINUATION","length":7,"flags":4,)"
          R"("stream":1,"fields":[[":method","GET"],["x","\"],\u20ac"]],"verdict":"[[no]]")",
          R"("send","frame":"RST_STREAM 1 CANCEL","type":"RST_STREAM","length":4,"flags":0,)"
          R"("stream":1)",
          R"("written","frames":1)",
          R"("send","frame":"GOAWAY last=1 NO_ERROR","type":"GOAWAY","length":8,"flags":0,)"
          R"("stream":0)",
          R"("close","text":"in order")"}) {
        log +=
            fmt::format("{{\"at_us\":{},\"connection\":1,\"event\":{}}}\n", ++microseconds, event);
    }
    const Read read = read_text(log, true, true);
    CHECK(read.told ==
          R"(0 begins "1" from the start, of a server
0 second SETTINGS MAX_CONCURRENT_STREAMS=1 UNKNOWN_SETTING=7 (4 12 00 0) #3 @0
0 second PING (6 8 00 0) #4 @1000 opaque ff
0 second PRIORITY 3 (2 5 00 3) #5 @2000 on 1 weight 255!
0 second HEADERS 1 END_STREAM (1 12 05 1) #6 @3000 [:method: GET] [x: "],€]
0 first RST_STREAM 1 CANCEL (3 4 00 1) #8 @5000
0 first GOAWAY last=1 NO_ERROR (7 8 00 0) #10 @7000
0 ends: closed
)");
}

TEST_CASE("logs: a field block that another frame breaks is told as it is", "[logs]") {
    const Read read = read_text(
        "http2: Framer 0x1: read HEADERS stream=1 len=8\n"
        "http2: Framer 0x1: wrote PING len=8 ping=\"aaaaaaaa\"\n"
        "http2: Framer 0x1: read CONTINUATION stream=1 len=4\n"
        "http2: Framer 0x1: read CONTINUATION flags=END_HEADERS stream=1 len=2\n"
        "http2: Framer 0x1: read HEADERS stream=3 len=8\n"
        "http2: Framer 0x1: read DATA stream=1 len=1 data=\"a\"\n"
        "http2: Framer 0x1: read CONTINUATION flags=END_HEADERS stream=3 len=2\n"
        "http2: Framer 0x1: read HEADERS stream=5 len=8\n"
        "http2: Framer 0x1: read CONTINUATION flags=END_HEADERS stream=7 len=2\n");
    CHECK(read.told == R"(0 begins "Framer 0x1"
0 first PING (6 8 00 0) #2 opaque 6161616161616161
0 second HEADERS 1 (1 14 04 1) #1
0 second HEADERS 3 (1 8 00 3) #5
0 second DATA 1 len=1 (0 1 00 1) #6
0 second CONTINUATION 3 (9 2 04 3) #7
0 second HEADERS 5 (1 8 00 5) #8
0 second CONTINUATION 7 (9 2 04 7) #9
0 ends: ends
)");
}

TEST_CASE("logs: a name that is used again is another connection", "[logs]") {
    const std::string once =
        "[  0.001] Connected\n"
        "[  0.001] send SETTINGS frame <length=0, flags=0x00, stream_id=0>\n"
        "          (niv=0)\n";
    const Read read = read_text(once + once);
    CHECK(read.told == R"(0 begins "" from the start, of a client
0 first SETTINGS (4 0 00 0) #2
0 ends: ends
1 begins "" from the start, of a client
1 first SETTINGS (4 0 00 0) #5
1 ends: ends
)");
    CHECK(read.summary.connections == 2);
}
