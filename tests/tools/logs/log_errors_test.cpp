// What is no log is refused with a reason; what is wrong in one is passed over or unknown.

#include <catch2/catch.hpp>

#include "tests/tools/logs/text_recording.hpp"

using Catch::Contains;

namespace {

const std::string kGoLine = "http2: Framer 0x1: read DATA stream=1 len=1 data=\"a\"\n";
const std::string kNghttpLine = "[  0.001] recv DATA frame <length=1, flags=0x00, stream_id=1>\n";

std::string in_utf16(const std::string& text) {
    std::string wide;
    for (const char c : text) {
        wide += c;
        wide += '\0';
    }
    return wide;
}

}  // namespace

TEST_CASE("logs: what is none", "[logs]") {
    const std::string log = GENERATE(std::string{}, std::string{"\n"}, std::string{"hello\n"},
                                     std::string(100'000, '\x80'), std::string(10, '\0') + "\x01",
                                     std::string{"http2: Framer 0x1: saw DATA stream=1 len=1\n"});
    const Read read = read_text(log);
    CHECK(read.told.empty());
    CHECK_THAT(read.error, Contains("error[wrong-form]"));
    if (log.find('\0') == log.npos) {
        CHECK_THAT(read.error, Contains("go (Go with GODEBUG=http2debug=2), ") &&
                                   Contains("nghttp (") && Contains("a NetLog of Chromium"));
    }
    CHECK(!tools::is_log(log, {}));
}

TEST_CASE("logs: frames are not logged", "[logs]") {
    CHECK_THAT(
        read_text("2024/07/03 17:57:59 http2: Transport received DATA stream=1 len=1\n").error,
        Contains("set GODEBUG=http2debug=2"));
    CHECK_THAT(
        read_text("== Info: Connected to 127.0.0.1\n=> Send header, 77 bytes (0x4d)\n").error,
        Contains("--trace-config http/2,ids,time"));
    CHECK_THAT(read_text("* Connected to localhost\n> GET / HTTP/2\n* using HTTP/2\n").error,
               Contains("--trace-config http/2,ids,time"));
    CHECK_THAT(
        read_text("spawning thread #0: 2 total client(s).\n[stream_id=1] :status: 200\n").error,
        Contains("nghttp -nv does"));
    CHECK_THAT(read_text("[2023-11-14 20:01:15.182][29][trace][http2] [codec_impl.cc:1208]  sent "
                         "frame type=3, stream_id=10363, length=4\n")
                   .error,
               Contains("the lines have no connection"));
}

TEST_CASE("logs: encodings", "[logs]") {
    const std::string wide = in_utf16(kGoLine);
    CHECK_THAT(read_text("\xff\xfe" + wide).error, Contains("UTF-16") && Contains("iconv"));
    CHECK_THAT(read_text(wide).error, Contains("UTF-16") && Contains("iconv"));
    CHECK(read_text("\xef\xbb\xbf" + kGoLine).summary.frames == 1);
    CHECK(read_text("caf\xe9 " + kGoLine).summary.frames == 1);
    CHECK(read_text(kGoLine + std::string(3, '\0') + "\n" + kGoLine).summary.frames == 2);
}

TEST_CASE("logs: two formats", "[logs]") {
    const Read tie = read_text(kGoLine + kNghttpLine);
    CHECK(tie.told.empty());
    CHECK_THAT(tie.error, Contains("as many lines are of go as of nghttp: 1"));
    const Read more = read_text(kGoLine + kNghttpLine + kGoLine);
    CHECK(more.summary.format == "go");
    CHECK(more.summary.frames == 2);
    REQUIRE(more.summary.notes.size() == 1);
    CHECK_THAT(more.summary.notes[0], Contains("nghttp -v"));
    CHECK(read_text(kGoLine + kNghttpLine, false, false, {}, "nghttp").summary.format == "nghttp");
    CHECK_THAT(read_text(kGoLine, false, false, {}, "nghttpp").error,
               Contains("did you mean \"nghttp\"?"));
    CHECK_THAT(read_text(kGoLine, false, false, {}, "netty").error,
               Contains("no line tells of a frame"));
}

TEST_CASE("logs: newest line first", "[logs]") {
    std::string forwards;
    std::string backwards;
    for (int second = 10; second < 20; ++second) {
        const std::string line = fmt::format("2024/07/03 17:57:{} {}", second, kGoLine);
        forwards += line;
        backwards.insert(0, line);
    }
    CHECK(read_text(forwards).summary.frames == 10);
    CHECK_THAT(read_text(backwards).error, Contains("runs backwards") && Contains("tac"));
}

TEST_CASE("logs: lines that are cut", "[logs]") {
    const Read read = read_text(
        "http2: Framer 0x1: read SETTINGS len=18, settings: MAX_FRAME_SIZE=16384, MAX_CONC\n"
        "http2: Framer 0x1: read RST_STREAM stream=1 len=4 ErrCo\n"
        "http2: Framer 0x1: read RST_STREAM stream=1 len=4 ErrCode=NO_SUCH\n"
        "http2: Framer 0x1: read WINDOW_UPDATE len=4 (conn) incr=\n"
        "http2: Framer 0x1: read WINDOW_UPDATE len=4 (conn) incr=4294967296\n"
        "http2: Framer 0x1: read PING len=8 ping=\"\\x00\\x0\n"
        "http2: Framer 0x1: read GOAWAY len=8 LastStreamID=5\n"
        "http2: Framer 0x1: read FROG len=8\n"
        "http2: Framer 0x1: read HEADERS flags=END_STREAM|END_HEADERS stream=1 le");
    CHECK(read.error.empty());
    CHECK(read.told == R"(0 begins "Framer 0x1"
0 second SETTINGS MAX_FRAME_SIZE=16384? (4 18 00 0) #1
0 second RST_STREAM 1 NO_ERROR? (3 4 00 1) #2
0 second RST_STREAM 1 NO_ERROR? (3 4 00 1) #3
0 second WINDOW_UPDATE 0 +0? (8 4 00 0) #4
0 second WINDOW_UPDATE 0 +0? (8 4 00 0) #5
0 second PING? (6 8 00 0) #6 opaque 0
0 second GOAWAY last=0 NO_ERROR? (7 8 00 0) #7
0 ends: ends
)");
    CHECK(read.summary.notes ==
          std::vector<std::string>{"1 line passed over: of which type or direction the frame is "
                                   "cannot be told"});
}

TEST_CASE("logs: a line of ten megabytes is passed over", "[logs]") {
    const Read read = read_text(kGoLine + std::string(10'000'000, 'x') + kGoLine + kGoLine);
    CHECK(read.summary.frames == 2);
    CHECK(read.summary.lines == 3);
    CHECK(read.summary.notes ==
          std::vector<std::string>{"1 line longer than 65536 octets passed over"});
}

TEST_CASE("logs: many connections, and many frames", "[logs]") {
    std::string log;
    for (int i = 0; i < 20'000; ++i) {
        log += fmt::format("http2: Framer 0x{:x}: wrote SETTINGS len=0, settings:\n", i);
        log += fmt::format("http2: Framer 0x{:x}: read SETTINGS len=0, settings:\n", i);
    }
    const Read read = read_text(log);
    CHECK(read.summary.connections == 20'000);
    CHECK(read.summary.frames == 40'000);
    CHECK_THAT(read.told, Contains("19999 ends: ends\n"));
}
