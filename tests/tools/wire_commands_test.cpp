// decode and encode as a user runs them: octets in, frames with verdicts out, and back.

#include <algorithm>

#include "tests/support/instrumented.hpp"
#include "tests/tools/wire_command.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using namespace wire_command;

namespace {

// A client's connection: HEADERS over CONTINUATION, padding, a priority signal, a field that is
// never indexed, a value that is no UTF-8, an extension, an unknown type, an error.
const std::string kSession = R"({"preface": true, "frames": [
  {"type": "SETTINGS", "settings": [{"id": "ENABLE_PUSH", "value": 0}, {"id": 240, "value": 7}]},
  {"type": "SETTINGS", "flags": ["ACK"]},
  {"type": "HEADERS", "stream": 1, "flags": [], "length": 14, "pad_length": 3,
   "priority": {"dependency": 0, "weight_field": 15, "exclusive": true}},
  {"type": "CONTINUATION", "stream": 1, "headers": [
    {"name": ":method", "value": "POST"}, {"name": ":scheme", "value": "https"},
    {"name": ":path", "value": "/"}, {"name": ":authority", "value": "example.org"},
    {"name": "x", "value": {"hex": "c328"}},
    {"name": "authorization", "value": "secret", "never_indexed": true}]},
  {"type": "DATA", "stream": 1, "flags": ["END_STREAM"], "data": "hello", "pad_length": 2},
  {"type": "PRIORITY", "stream": 3, "priority": {"dependency": 1, "weight_field": 255}},
  {"type": "PING", "opaque": "0102030405060708"},
  {"type": "WINDOW_UPDATE", "increment": 1000},
  {"type": "PRIORITY_UPDATE", "prioritized": 1, "value": "u=0"},
  {"type": "ALTSVC", "origin": "https://example.org", "value": "h2=\":443\""},
  {"type": "ORIGIN", "origins": ["https://example.org", "https://www.example.org"]},
  {"type": "0xfa", "stream": 9, "flags": ["0x40", "0x01"], "payload": "00ff"},
  {"type": "HEADERS", "stream": 3, "flags": ["END_STREAM", "END_HEADERS"], "headers": [
    {"name": ":method", "value": "GET"}, {"name": ":scheme", "value": "https"},
    {"name": ":path", "value": "/"}, {"name": ":authority", "value": "example.org"}]},
  {"type": "RST_STREAM", "stream": 3, "error_code": "CANCEL"},
  {"type": "GOAWAY", "last_stream": 0, "error_code": 77, "debug": "bye"}
]})";

}  // namespace

TEST_CASE("decode: one line for each frame, its offset and its verdict", "[tools][wire]") {
    const Result result =
        h2sim({"decode", "--hex", "-"}, input("000006 04 00 00000000 0003 00000064  # SETTINGS\n"
                                              "000004 08 00 00000000 00000000\n"
                                              "000000 00 00 00000001\n"));
    CHECK(result.code == 1);
    CHECK(result.err.empty());
    CHECK(result.out ==
          "[client 0] SETTINGS frame <length=6, flags=0x00, stream_id=0>\n"
          "          (niv=1)\n"
          "          [SETTINGS_MAX_CONCURRENT_STREAMS(0x03):100]\n"
          "[client 15] WINDOW_UPDATE frame <length=4, flags=0x00, stream_id=0>\n"
          "          (window_size_increment=0)\n"
          "          => the client broke 9113/6.9/zero-connection: a WINDOW_UPDATE of the "
          "connection adds at least 1\n"
          "[client 28] DATA frame <length=0, flags=0x00, stream_id=1>\n");
}

TEST_CASE("decode: colours only where they are wanted", "[tools][wire]") {
    command::Setting setting = input("000004 08 00 00000000 00000000");
    CHECK(h2sim({"decode", "--hex"}, setting).out.find('\x1b') == std::string::npos);
    CHECK_THAT(h2sim({"decode", "--hex", "--color", "always"}, setting).out, Contains("\x1b["));
    setting.environment = {{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}};
    CHECK(h2sim({"decode", "--hex"}, setting).out.find('\x1b') == std::string::npos);
}

TEST_CASE("decode: a frame by itself needs no preface and no SETTINGS", "[tools][wire]") {
    CHECK(frame_of("000008 06 00 00000000 0000000000000001") ==
          json::parse(R"({"type": "PING", "stream": 0, "flags": [], "length": 8, "offset": 0,
                          "opaque": "0000000000000001", "verdict": "accept"})"));
    CHECK(frame_of("000000 04 01 00000000") ==
          json::parse(R"({"type": "SETTINGS", "stream": 0, "flags": ["ACK"], "length": 0,
                          "offset": 0, "verdict": "accept"})"));
    CHECK(frame_of("000003 01 05 00000001 828784").at("headers").size() == 3);
    CHECK(frame_of("000001 01 05 00000001 88", {"--role", "client"}).at("verdict") == "accept");
}

TEST_CASE("decode: verdicts of every kind", "[tools][wire][9113/5.1/idle][9113/6.3/size]") {
    CHECK(frame_of("000000 fa 00 00000000") ==
          json::parse(R"({"type": "0xfa", "stream": 0, "flags": [], "length": 0, "offset": 0,
                          "payload": "", "verdict": "accept"})"));
    const json idle =
        decode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + encode(R"({"frames": [{"type": "SETTINGS"},
                                                    {"type": "DATA", "stream": 1}]})"))
            .at("frames")
            .at(1);
    CHECK(idle.at("verdict") == "broken");
    CHECK(idle.at("rule") == "9113/5.1/idle");
    const json priority = decode(
                              "000003010500000001828784"
                              "000001020000000001"
                              "00",
                              {"--hex"})
                              .at("frames")
                              .at(1);
    CHECK(priority.at("verdict") == "broken");
    CHECK(priority.at("rule") == "9113/6.3/size");
    CHECK(priority.at("payload") == "00");
}

TEST_CASE("decode: the preface decides what may come first",
          "[tools][wire][9113/3.4/settings-first][9113/3.4/magic]") {
    const std::string magic = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    const std::string ping = encode(one(R"({"type": "PING"})"));
    const json without_settings = decode(magic + ping);
    CHECK(without_settings.at("preface").at("verdict") == "accept");
    CHECK(without_settings.at("frames").at(0).at("rule") == "9113/3.4/settings-first");
    CHECK(without_settings.at("frames").at(0).at("offset") == 24);
    CHECK(decode(ping).at("frames").at(0).at("verdict") == "accept");

    std::string broken = magic;
    broken[20] = 'X';
    const json mismatch = decode(broken + ping);
    CHECK(mismatch.at("preface").at("rule") == "9113/3.4/magic");
    CHECK(mismatch.at("preface").at("octets") == 20);
    CHECK(mismatch.at("frames").empty());
    CHECK(mismatch.at("rest").at("octets") == 4 + ping.size());
    CHECK(encode(mismatch.dump()) == broken + ping);

    const json cut = decode(magic.substr(0, 10));
    CHECK(cut.at("rest").at("reason") == "incomplete preface");
    CHECK(encode(cut.dump()) == magic.substr(0, 10));
}

TEST_CASE("decode: octets that make no frame are told with their offset", "[tools][wire]") {
    const Result text = h2sim({"decode", "--hex"}, input("000000040000000000"
                                                         "0000"));
    CHECK(text.code == 1);
    CHECK_THAT(text.out, Contains("[client 9] 2 octets are left: incomplete frame\n"));
    const json document = decode(
        "000000040000000000"
        "00000400",
        {"--hex"});
    CHECK(document.at("frames").at(0).at("verdict") == "accept");
    CHECK(document.at("rest") ==
          json::parse(R"({"offset": 9, "octets": 4, "reason": "incomplete frame",
                          "payload": "00000400"})"));
}

TEST_CASE("decode: a huge length is told at once, and nothing is reserved for it",
          "[tools][wire][9113/4.2/max-frame-size]") {
    const Result piece = h2sim({"decode", "--hex"}, input("ffffff 00 00 00000001 00"));
    CHECK(piece.code == 1);
    CHECK_THAT(piece.out, Contains("[client 0] 10 octets are left: incomplete frame\n"
                                   "          => unknown whether the client kept "
                                   "9113/4.2/max-frame-size"));
    CHECK(piece.peak_kb < (support::kInstrumented ? 400'000 : 60'000));
    const std::string settings = "MAX_FRAME_SIZE=32768";
    const json known =
        decode("ffffff 00 00 00000001 00", {"--hex", "--settings", settings}).at("rest");
    CHECK(known.at("rule") == "9113/4.2/max-frame-size");
    CHECK(known.at("verdict") == "broken");
}

TEST_CASE("decode: only what is UTF-8 becomes a string", "[tools][wire]") {
    const auto value_of = [](const std::string& octets) {
        return frame_of("00000b 10 00 00000000 00000001" + octets).at("value");
    };
    for (const char* octets :
         {"eda08061616161", "c0af6161616161", "f4908080616161", "f0808080616161", "e0808061616161",
          "80616161616161", "616161616161c3", "6161616161e28a", "ff616161616161"}) {
        CAPTURE(octets);
        CHECK(value_of(octets) == json{{"hex", octets}});
    }
    CHECK(value_of("f09f9880 efbfbf") == "\xf0\x9f\x98\x80\xef\xbf\xbf");
    CHECK(value_of("00 7f c280 ed9fbf") == std::string("\0\x7f\xc2\x80\xed\x9f\xbf", 7));
}

TEST_CASE("decode: values that are no UTF-8", "[tools][wire]") {
    const json document = decode(encode(kSession));
    const json& headers = document.at("frames").at(3).at("headers");
    CHECK(headers.at(4) == json::parse(R"({"name": "x", "value": {"hex": "c328"}})"));
    CHECK(headers.at(5) == json::parse(R"({"name": "authorization", "value": "secret",
                                           "never_indexed": true})"));
    const Result text = h2sim({"decode"}, input(encode(kSession)));
    CHECK_THAT(text.out, Contains("x: \\xc3("));
}

TEST_CASE("decode: a server's octets, with the requests they answer", "[tools][wire]") {
    const std::string octets = encode(R"({"frames": [
        {"type": "SETTINGS"}, {"type": "SETTINGS", "flags": ["ACK"]},
        {"type": "HEADERS", "stream": 5, "headers": [{"name": ":status", "value": "200"}]},
        {"type": "DATA", "stream": 5, "flags": ["END_STREAM"], "data": "x"},
        {"type": "RST_STREAM", "stream": 1, "error_code": "REFUSED_STREAM"}]})");
    const json document = decode(octets, {"--role", "client"});
    for (const json& frame : document.at("frames")) {
        CAPTURE(frame);
        CHECK(frame.at("verdict") == "accept");
    }
    CHECK(h2sim({"decode"}, input(octets)).code == 0);  // whose they are is found out
    CHECK(h2sim({"decode", "--role", "server"}, input(octets)).code == 1);  // no request
}

TEST_CASE("decode: what was recognised, and what looks like a mistake, is noted", "[tools][wire]") {
    const std::string ping = hex(one(R"({"type": "PING"})"));
    const Result digits = h2sim({"decode"}, input(ping));
    CHECK(digits.code == 0);
    CHECK(digits.err == "h2sim: note: the input is bare hex: 17 octets\n");
    CHECK(digits.out == h2sim({"decode", "--hex"}, input(ping)).out);
    CHECK(h2sim({"decode", "--input", "hex"}, input(ping)).err.empty());
    CHECK(h2sim({"decode"}, input(encode(one(R"({"type": "PING"})")))).err.empty());

    const std::string session = "PROXY UNKNOWN\r\n" + encode(kSession);
    const Result skipped = h2sim({"decode"}, input(session));
    CHECK(skipped.err ==
          "h2sim: note: 15 octets before the connection preface are skipped: "
          "a PROXY protocol header, version 1\n");
    CHECK(skipped.out == h2sim({"decode"}, input(encode(kSession))).out);

    const Result role = h2sim({"decode", "--role", "client"}, input(encode(kSession)));
    CHECK_THAT(role.err, Contains("--role server?"));
    CHECK(h2sim({"decode", "-q"}, input("000000040000000000")).err.empty());
}

TEST_CASE("encode, decode: the same octets and the same frames", "[tools][wire]") {
    const std::string octets = encode(kSession);
    const json document = decode(octets);
    for (const json& frame : document.at("frames")) {
        CAPTURE(frame);
        CHECK(frame.contains("payload") == (frame.at("type") == "0xfa"));
        CHECK(frame.at("verdict") != "connection error");
        CHECK(frame.at("verdict") != "stream error");
    }
    CHECK(encode(document.dump()) == octets);
    CHECK(decode(encode(document.dump())) == document);

    // What was asked for is there: everything but what decode adds.
    const json asked = json::parse(kSession).at("frames");
    REQUIRE(document.at("frames").size() == asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        for (const auto& [key, value] : asked[i].items()) {
            CAPTURE(i, key);
            if (key == "priority") {
                CHECK(document.at("frames")[i].at(key).at("weight_field") ==
                      value.at("weight_field"));
            } else if (key != "flags") {
                CHECK(document.at("frames")[i].at(key) == value);
            }
        }
    }
    CHECK(document.at("frames")[2].at("flags") == json::parse(R"(["PADDED", "PRIORITY"])"));
    CHECK(document.at("frames")[3].at("flags") == json::parse(R"(["END_HEADERS"])"));
    CHECK(document.at("frames")[4].at("flags") == json::parse(R"(["END_STREAM", "PADDED"])"));
    CHECK(document.at("frames")[11].at("flags") == json::parse(R"(["0x01", "0x40"])"));
}

TEST_CASE("decode, encode: octets of others come back as they were", "[tools][wire]") {
    const char* digits = GENERATE(
        "000003 01 05 00000001 828784",               // canonical
        "000007 01 05 00000001 82878400 01610162",    // a literal where we would have indexed
        "000008 00 08 00000001 02 6869 ffff 000000",  // padding that is not 0, an error
        "000004 08 ff 80000001 80000001",             // reserved bits, unused flags
        "000002 01 04 00000001 82ff",                 // cannot be decoded
        "000001 01 00 00000001 82 000008 06 00 00000000 0000000000000001",  // inside of a block
        "000001 09 04 00000001 82",                                         // CONTINUATION alone
        "000003 06 00 00000000 000000",                                     // PING too short
        "000005 0a 00 00000000 00ff616263",  // ALTSVC shorter than its origin
        "ffffff 00 00 00000001 0000",        // too long, and not all there
        "000000 04 00 00000000 00000000");   // incomplete
    const Result plain = h2sim({"decode", "--hex", "--json"}, input(digits));
    CAPTURE(digits, plain.out);
    const Result again = h2sim({"encode", "--hex"}, input(plain.out));
    REQUIRE(again.code == 0);
    std::string expected = digits;
    std::string actual = again.out;
    for (std::string* text : {&expected, &actual}) {
        text->erase(std::remove_if(text->begin(), text->end(),
                                   [](char c) { return c == ' ' || c == '\n'; }),
                    text->end());
    }
    CHECK(actual == expected);
}

TEST_CASE("decode, encode: fields after a block of another encoder", "[tools][wire]") {
    // x: aaa without Huffman, put into the table; then by its index.
    const std::string digits = "000007 01 05 00000001 400178 03616161 000001 01 05 00000003 be";
    const Result first = h2sim({"decode", "--hex", "--json"}, input(digits));
    const json frames = json::parse(first.out).at("frames");
    REQUIRE(frames.size() == 2);
    CHECK(frames[0].at("payload") == "40017803616161");
    CHECK_FALSE(frames[1].contains("payload"));
    CHECK(frames[1].at("headers") == frames[0].at("headers"));
    CHECK_THAT(h2sim({"encode", "--hex"}, input(first.out)).out, Contains("03 be\n"));
}

TEST_CASE("decode: windows that only the other peer could widen are not known", "[tools][wire]") {
    json document = json::parse(kSession);
    json& frames = document.at("frames");
    frames.erase(frames.begin() + 4, frames.end());
    for (int i = 0; i < 20; ++i) {
        frames.push_back({{"type", "DATA"}, {"stream", 1}, {"data", std::string(16'384, 'x')}});
    }
    const json decoded = decode(encode(document.dump()));
    CHECK(decoded.at("frames").size() == 24);
    for (const json& frame : decoded.at("frames")) {
        CHECK((frame.at("verdict") == "accept" ||
               frame.at("rule") == "9113/6.9.1/exceeded-connection"));
        CHECK(frame.at("verdict") != "broken");
    }
}

TEST_CASE("encode: what is left out has its usual value", "[tools][wire]") {
    CHECK(hex(one(R"({"type": "SETTINGS"})")) == "00 00 00 04 00 00 00 00 00\n");
    CHECK(hex(one(R"({"type": "PING", "flags": 1})")) ==
          "00 00 08 06 01 00 00 00 00 00 00 00 00 00 00 00\n00\n");
    CHECK(hex(one(R"({"type": "HEADERS", "stream": 1})")) == "00 00 00 01 04 00 00 00 01\n");
    CHECK(hex(one(R"({"type": 250})")) == "00 00 00 fa 00 00 00 00 00\n");
    CHECK(hex(one(R"({"type": "PING", "stream": 1, "payload": "0a"})")) ==
          "00 00 01 06 00 00 00 00 01 0a\n");
    CHECK(hex(R"({"preface": false, "frames": []})").empty());
}

TEST_CASE("encode: a field section larger than a frame goes on in CONTINUATION", "[tools][wire]") {
    const std::string value(40'000, '~');
    const json document = decode(encode(one(R"({"type": "HEADERS", "stream": 1, "headers": [
        {"name": "x", "value": ")" + value + R"("}]})")));
    CHECK(document.at("frames").size() > 1);
    CHECK(document.at("frames").at(0).at("flags").empty());
    CHECK(document.at("frames").at(0).at("length") == 16'384);
    CHECK(document.at("frames").back().at("type") == "CONTINUATION");
    CHECK(document.at("frames").back().at("headers").at(0).at("value") == value);
}

TEST_CASE("encode: to a file, which appears whole or not at all", "[tools][wire]") {
    const Workspace workspace;
    const std::string out = workspace.path("octets.bin");
    CHECK(h2sim({"encode", "-o", out}, input(one(R"({"type": "SETTINGS"})"))).out.empty());
    CHECK(read_file(out) == std::string("\0\0\0\4\0\0\0\0\0", 9));
    CHECK(h2sim({"encode", "-o", out}, input("{")).code == 2);
    CHECK(read_file(out).size() == 9);
    CHECK(h2sim({"encode", "-o", workspace.path("no/where")}, input("{}")).code == 2);
}
