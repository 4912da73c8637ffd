// What is no HTTP/2 has its name, and what stands before HTTP/2 is skipped, but no frames are.

#include "tools/input/foreign.hpp"

#include <catch2/catch.hpp>

#include "h2core/wire/preface.hpp"
#include "tools/input/octet_input.hpp"
#include "tools/wire/octet_text.hpp"

using Catch::Contains;
using namespace std::string_literals;

namespace {

const std::string kMagic{h2::kClientPreface};
const std::string kEmptySettings = "\0\0\0\4\0\0\0\0\0"s;
const std::string kUpgrade =
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    "HTTP2-Settings: AAMAAABk\r\n\r\n";
const std::string kSwitching =
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
const std::string kProxy2 =
    "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\0\1\x7f\0\0\1\x97\x32\x1f\x90"s;

std::string name_of(const std::string& octets) {
    const auto foreign = tools::foreign_protocol(tools::bytes_of(octets));
    return foreign ? std::string{foreign->name} : "";
}

tools::OctetInput started(const std::string& octets) {
    const auto result = tools::from_start(octets, "FILE", "");
    if (!result) {
        FAIL(sim::to_text(result.error()));
    }
    return *result;
}

std::string not_started(const std::string& octets) {
    const auto result = tools::from_start(octets, "FILE", "");
    REQUIRE_FALSE(result);
    return sim::to_text(result.error());
}

}  // namespace

TEST_CASE("input: other protocols and files are named as what they are", "[tools][input]") {
    const std::pair<std::string, std::string> cases[] = {
        {"HTTP/1.1 400 Bad Request\r\n", "an HTTP/1.x response"},
        {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "an HTTP/1.x request"},
        {"POST http://x/a%20b HTTP/1.0\r\n", "an HTTP/1.x request"},
        {"\x16\3\1\0\xc8\1\0\0\xc4\3\3"s, "TLS (a handshake)"},
        {"\x15\3\1\0\2\2\x46"s, "TLS (an alert)"},
        {"\x14\3\3\0\1\1"s, "TLS (a change of cipher)"},
        {"\x17\3\3\1\0\xaa\xbb"s, "TLS (encrypted data)"},
        {"SSH-2.0-OpenSSH_9.2p1\r\n", "SSH"},
        {"220 mail.example.org ESMTP Postfix\r\n", "a greeting of SMTP or FTP"},
        {"220-FileZilla Server\r\n", "a greeting of SMTP or FTP"},
        {"+OK POP3 ready\r\n", "a greeting of POP3"},
        {"* OK IMAP4rev1 ready\r\n", "a greeting of IMAP"},
        {"-ERR unknown command 'PRI'\r\n", "Redis or POP3"},
        {"*1\r\n$4\r\nPING\r\n", "Redis"},
        {"\x4a\0\0\0\x0a"s + "8.0.36\0\x0b\0\0\0"s, "a greeting of MySQL"},
        {"\0\0\0\x08\x04\xd2\x16\x2f"s, "PostgreSQL"},
        {"\0\0\0\x29\0\3\0\0user\0me\0"s, "PostgreSQL"},
        {"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n", "a PROXY protocol header, version 1"},
        {kProxy2, "a PROXY protocol header, version 2"},
        {"\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0"s, "a pcap capture"},
        {"\xa1\xb2\x3c\x4d\0\2\0\4\0\0\0\0"s, "a pcap capture"},
        {"\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a\1\0"s, "a pcapng capture"},
        {"\x1f\x8b\x08\0\0\0\0\0"s, "gzip"},
        {R"({"log": {"version": "1.2", "creator": {"name": "x"}}})", "a HAR file"},
        {R"({"constants": {"logEventTypes": {"A": 1}}, "events": []})", "a NetLog of Chromium"},
        {"{\n  \"frames\": []}", "frames in JSON"},
        {R"({"format": "h2sim-trace/1"})", "a trace of h2sim"},
        {"{\"schema\":\"h2sim-live-trace/1\",\"role\":\"client\"}\n{\"at_us\":1,\"frames\":3}\n",
         "a trace of h2sim get or serve"},
        {R"([{"a": 1}])", "JSON"},
    };
    for (const auto& [octets, name] : cases) {
        CAPTURE(name);
        CHECK(name_of(octets) == name);
        CHECK_THAT(not_started(octets), Contains("FILE: error[wrong-kind]: this is " + name));
    }
}

TEST_CASE("input: HTTP/2 is never taken for something else", "[tools][input]") {
    for (const std::string& octets :
         {kMagic + kEmptySettings, kEmptySettings, "PRI * HTTP/2.0\r\n\r\nX"s,
          "\0\0\x08\6\0\0\0\0\0"s, "\0\x03\x01\0\0\0\0\0\1"s, "\0\x16\3\1\0\0\0\0\1"s,
          "\0\0\x4a\0\0\0\0\0\1"s, "\0\0\x04\x08\0\0\0\0\0\0\0\0\1"s, "\0\0\0\x08\4\xd2\x16\x2f\0"s,
          "\x16"s, "\x16\3"s, "\x10\0\0\0\x0a"s + "8.0.36",
          "\x17\3\3\x49\0\xaa\xbb\0\0"s /* longer than any record of TLS */}) {
        CHECK(name_of(octets).empty());
        CHECK(started(octets).octets == octets);
    }
    // Every length that a frame has by default, of every type, on a stream and on none.
    for (unsigned length = 0; length <= 16'384; length += 7) {
        for (unsigned type = 0; type < 11; ++type) {
            std::string frame = "\0\0\0\0\0\0\0\0\0"s;
            frame[1] = static_cast<char>(length >> 8U);
            frame[2] = static_cast<char>(length & 0xffU);
            frame[3] = static_cast<char>(type);
            frame[8] = static_cast<char>(length % 2);
            REQUIRE(name_of(frame + "user\0"s).empty());
        }
    }
}

TEST_CASE("input: what stands before the connection preface is skipped and named",
          "[tools][input]") {
    const std::pair<std::string, std::string> cases[] = {
        {kUpgrade, "an HTTP/1.x request"},
        {"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n", "a PROXY protocol header, version 1"},
        {kProxy2, "a PROXY protocol header, version 2"},
        {"\x17\3\3\0\2\xaa\xbb"s, "TLS (encrypted data)"},
        {"connecting...\n", "text"},
        {"\xde\xad\xbe\xef", "octets of no known kind"},
        {"\0"s, "octets of no known kind"},
    };
    for (const auto& [before, name] : cases) {
        const auto input = started(before + kMagic + kEmptySettings);
        CHECK(input.octets == kMagic + kEmptySettings);
        CHECK(input.start.skipped == before.size());
        CHECK(input.start.looks_like == name);
        CHECK(input.start.next == "the connection preface");
    }
    // A text is skipped too where it is all of text.
    const auto text = tools::read_octets(kUpgrade + kMagic, "FILE", tools::InputForm::automatic,
                                         h2::Role::server);
    REQUIRE(text);
    CHECK(text->octets == kMagic);
}

TEST_CASE("input: frames are never skipped, and not guessed at", "[tools][input]") {
    const std::string data = "\0\0\x21\0\1\0\0\0\1"s;  // 33 octets: a preface and a SETTINGS
    for (const std::string& octets :
         {data + kMagic + kEmptySettings, kEmptySettings + kMagic + kEmptySettings,
          kEmptySettings + data + kMagic + kEmptySettings, kMagic + kEmptySettings + kMagic}) {
        CHECK(started(octets).octets == octets);
        CHECK(started(octets).start.skipped == 0);
    }
    const std::string mixed = kEmptySettings + "noise" + kMagic;
    CHECK_THAT(not_started(mixed), Contains("a connection preface at offset 14") &&
                                       Contains("`tail -c +15`") && Contains("--input raw"));
    // A file is what it is, whatever is in it.
    CHECK_THAT(not_started("\xd4\xc3\xb2\xa1\2\0\4\0"s + kMagic + kEmptySettings),
               Contains("this is a pcap capture") && Contains("follow,tcp,raw,0"));
}

TEST_CASE("input: frames of a server begin behind the HTTP/1.1 response that leads to them",
          "[tools][input]") {
    for (const std::string& head : {kSwitching, "HTTP/1.1 100 Continue\r\n\r\n" + kSwitching,
                                    "HTTP/1.1 200 Connection established\r\n\r\n"s}) {
        const auto input = started(head + kEmptySettings);
        CHECK(input.octets == kEmptySettings);
        CHECK(input.start.skipped == head.size());
        CHECK(input.start.looks_like == "an HTTP/1.x response");
        CHECK(input.start.next == "the first frame");
    }
    CHECK_THAT(not_started(kSwitching), Contains("this is an HTTP/1.x response"));
    CHECK_THAT(not_started("HTTP/1.1 200 OK\r\n\r\n" + "\0\0\1\0\0\0\0\0\1x"s),
               Contains("this is an HTTP/1.x response"));
}
