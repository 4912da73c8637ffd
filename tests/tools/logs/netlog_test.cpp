// NetLogs of Chromium, whole and cut off.

#include <catch2/catch.hpp>

#include "tests/tools/logs/text_recording.hpp"

using Catch::Contains;

namespace {

const std::string kNetlogBegin =
    R"({"constants":{"activeFieldTrialGroups":[],"logEventTypes":{"HTTP2_SESSION":1,)"
    R"("HTTP2_SESSION_PING":2,"HTTP2_SESSION_RECV_DATA":3,"HTTP2_SESSION_RECV_GOAWAY":4,)"
    R"("HTTP2_SESSION_RECV_HEADERS":5,"HTTP2_SESSION_RECV_RST_STREAM":6,)"
    R"("HTTP2_SESSION_RECV_SETTING":7,"HTTP2_SESSION_RECV_SETTINGS":8,)"
    R"("HTTP2_SESSION_SEND_HEADERS":9,"HTTP2_SESSION_SEND_SETTINGS":10,)"
    R"("HTTP2_SESSION_SEND_SETTINGS_ACK":11,"HTTP2_SESSION_SEND_WINDOW_UPDATE":12,"TCP":13}},)"
    "\n\"events\": [\n";

std::string event(int type, const std::string& params, int phase = 0, int time = 43'671) {
    return fmt::format(
        R"({{"params":{{{}}},"phase":{},"source":{{"id":12,"type":9}},"time":"{}","type":{}}})",
        params, phase, time, type);
}

std::vector<std::string> conversation() {
    return {
        event(1, R"("host":"example.org:443","proxy":"DIRECT")", 1),
        event(10, R"-("settings":["[id:1 (SETTINGS_HEADER_TABLE_SIZE) value:65536]",)-"
                  R"-("[id:3 flags:0 value:1000]"])-"),
        event(12, R"("delta":15663105,"stream_id":0)"),
        event(13, R"("x":"HTTP2 } \" {")"),
        event(9, R"("fin":true,"has_priority":true,"exclusive":true,"weight":256,)"
                 R"("parent_stream_id":0,"stream_id":1,"headers":[":method: GET",)"
                 R"("cookie: [2 bytes were stripped]"])"),
        event(8, ""),
        event(7, R"-("id":"3 (SETTINGS_MAX_CONCURRENT_STREAMS)","value":100)-", 0, 43'672),
        event(7, R"("id":8,"value":1)", 0, 43'672),
        event(11, ""),
        event(5, R"("fin":false,"stream_id":1,"headers":[":status: 200"])"),
        event(7, R"("id":4,"value":7)"),  // by ALPS: of no frame
        event(3, R"("fin":false,"size":1200,"stream_id":1)"),
        event(3, R"("fin":true,"size":0,"stream_id":1)"),
        event(5, R"("fin":true,"stream_id":3,"headers":[":status: 204"])"),
        event(3, R"("fin":true,"size":0,"stream_id":3)"),
        event(6, R"-("error_code":"7 (REFUSED_STREAM)","stream_id":5)-"),
        event(2, R"("is_ack":false,"type":"sent","unique_id":2)"),
        event(4, R"-("active_streams":1,"error_code":"0 (NO_ERROR)","last_accepted_stream_id":3)-"),
        event(1, "", 2),
    };
}

std::string joined(const std::vector<std::string>& events, const std::string& between) {
    std::string text = kNetlogBegin;
    for (std::size_t i = 0; i < events.size(); ++i) {
        text += (i == 0 ? "" : between) + events[i];
    }
    return text;
}

const std::string kTold =
    R"(0 begins "12" to "example.org:443" from the start, of a client
0 first SETTINGS HEADER_TABLE_SIZE=65536 MAX_CONCURRENT_STREAMS=1000 (4 12 00 0) #4
0 first WINDOW_UPDATE 0 +15663105 (8 4 00 0) #5
0 first HEADERS 1 END_STREAM (1 0 25 1) #7 [:method: GET] [cookie: [2 bytes were stripped]]
0 second SETTINGS MAX_CONCURRENT_STREAMS=100 ENABLE_CONNECT_PROTOCOL=1 (4 12 00 0) #8
0 first SETTINGS ACK (4 0 01 0) #11
0 second HEADERS 1 (1 0 04 1) #12 [:status: 200]
0 second DATA 1 len=1200 (0 1200 00 1) #14
0 second DATA 1 len=0 END_STREAM (0 0 01 1) #15
0 second HEADERS 3 END_STREAM (1 0 05 3) #16 [:status: 204]
0 second RST_STREAM 5 REFUSED_STREAM (3 4 00 5) #18
0 first PING (6 8 00 0) #19 opaque 2
0 second GOAWAY last=3 NO_ERROR (7 8 00 0) #20
0 ends: closed
)";

}  // namespace

TEST_CASE("netlog: one event a line, whole or cut off", "[logs][netlog]") {
    const std::string whole = joined(conversation(), ",\n");
    for (const char* end : {"],\n\"polledData\": {}}\n", "", "],\n", ",\n{\"params\":{\"x\":\"{"}) {
        CAPTURE(end);
        const Read read = read_text(whole + end, true);
        CHECK(read.error.empty());
        CHECK(read.told == kTold);
        CHECK(read.summary.format == "netlog");
    }
}

TEST_CASE("netlog: wherever it is cut, what stands before is told", "[logs][netlog]") {
    const std::string whole = joined(conversation(), ",");
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const Read read = read_text(whole.substr(0, size));
        CHECK(read.told.find("WRONG") == read.told.npos);
        CHECK(read.error.empty() == (read.summary.frames > 0));
    }
}

TEST_CASE("netlog: settings of the server that came with TLS are of no frame", "[logs][netlog]") {
    const Read read = read_text(kNetlogBegin + event(10, "\"settings\":[]") + "," +
                                event(7, R"("id":4,"value":7)") + "]");
    CHECK(read.told == R"(0 begins "12", of a client
0 first SETTINGS (4 0 00 0) #3
0 ends: ends
)");
}

TEST_CASE("netlog: without HTTP/2", "[logs][netlog]") {
    const Read read = read_text(kNetlogBegin + event(13, "") + "]}");
    CHECK(read.told.empty());
    CHECK_THAT(read.error, Contains("this NetLog tells of no HTTP/2 frame"));
}

TEST_CASE("netlog: wrong values are unknown, wrong events are passed over", "[logs][netlog]") {
    const Read read = read_text(
        kNetlogBegin + "{}, {\"type\":\"x\"}, " + event(10, "\"settings\":[7]") + "," +
        event(6, R"("error_code":"x","stream_id":"y")") + "," + event(12, R"("delta":-1)") +
        R"(,{"type":9},{"type":9,"source":7},{"type":9,"source":{"id":1},"params":[]}])");
    CHECK(read.told == R"(0 begins "12", of a client
0 first SETTINGS? (4 0 00 0) #3
0 second RST_STREAM 0 NO_ERROR? (3 4 00 0) #3
0 first WINDOW_UPDATE 0 +0? (8 4 00 0) #3
0 ends: ends
)");
}
