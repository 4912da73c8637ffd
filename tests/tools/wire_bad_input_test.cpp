// Whatever decode and encode are given, the answer is a verdict, or a message with its place.

#include "tests/tools/wire_command.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using namespace wire_command;

namespace {

void fails(const Result& result, const std::string& message) {
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains(message));
}

}  // namespace

TEST_CASE("decode: bad input", "[tools][wire][bad-input]") {
    const Workspace workspace;
    fails(h2sim({"decode"}, input("")), "standard input: error[syntax]: no octets");
    fails(h2sim({"decode", "--hex"}, input("# nothing\n")),
          "standard input: error[syntax]: no octets");
    fails(h2sim({"decode", workspace.folder()}), "cannot be read");
    fails(h2sim({"decode", workspace.path("missing")}), "cannot be read: No such file");
    const std::string file = workspace.write("bad.hex", "00 00 # zero\n00 0g\n");
    fails(h2sim({"decode", "--hex", file}), "bad.hex:2:5: error[syntax]: \"g\" is no hex digit");
    fails(h2sim({"decode", "--hex"}, input("00 0")),
          "standard input:1:4: error[syntax]: the last octet has one digit only");
    fails(h2sim({"decode", "--hex"}, input("00 \xff")), "standard input:1:4: error[syntax]: ");
    fails(h2sim({"decode", "--role", "proxy"}, input("00")), "\"proxy\" is not one of");
}

TEST_CASE("decode: binary garbage has a verdict, in both forms", "[tools][wire][bad-input]") {
    std::string garbage;
    for (unsigned i = 0; i < 1'000; ++i) {
        garbage.push_back(static_cast<char>(i * i * 31 + i / 7));
    }
    for (std::size_t from = 0; from < 20; ++from) {
        const Result text = h2sim({"decode"}, input(garbage.substr(from)));
        CHECK(text.code == 1);
        const json document = decode(garbage.substr(from));
        CHECK(encode(document.dump()) == garbage.substr(from));
    }
}

TEST_CASE("encode: bad input is told with its place", "[tools][wire][bad-input]") {
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {"", "standard input:1:1: error[syntax]: "},
        {"nothing like it", "standard input:1:"},
        {"[]", "standard input:1:1: error[wrong-type]: the document is an array"},
        {"{}", "the key \"frames\" is missing"},
        {"{\"frames\": 1}", "standard input:1:12: error[wrong-type]: \"frames\" is 1"},
        {"{\"frames\": [],\n \"frame\": []}",
         "standard input:2:2: error[unknown-key]: unknown key \"frame\""},
        {"{\"frames\": [7]}", "at /frames/0"},
        {"{\"frames\": [{}]}", "the key \"frames.0.type\" is missing"},
        {"{\"frames\": [{\"typ\": 1}]}", "the key \"frames.0.type\" is missing"},
        {one(R"({"type": "HEADER"})"), "did you mean \"HEADERS\"?"},
        {one(R"({"type": "settings"})"), "did you mean \"SETTINGS\"?"},
        {one(R"({"type": 256})"), "\"frames.0.type\" is 256"},
        {one(R"({"type": "0x100"})"), "\"frames.0.type\" is \"0x100\""},
        {one(R"({"type": "PING", "opake": "00"})"), "did you mean \"opaque\"?"},
        {one(R"({"type": "PING", "opaque": "00"})"), "16 hex digits"},
        {one(R"({"type": "PING", "increment": 1})"), "unknown key \"increment\""},
        {one(R"({"type": "DATA", "stream": 2147483648})"), "an integer from 0 to 2147483647"},
        {one(R"({"type": "DATA", "stream": -1})"), "\"frames.0.stream\" is -1"},
        {one(R"({"type": "DATA", "stream": 1.5})"), "\"frames.0.stream\" is 1.5"},
        {one(R"({"type": "DATA", "stream": "1"})"), "\"frames.0.stream\" is \"1\""},
        {one(R"({"type": "DATA", "data": 1})"), "\"frames.0.data\" is 1"},
        {one(R"({"type": "DATA", "data": {"hex": "0"}})"), "two digits for an octet"},
        {one(R"({"type": "DATA", "pad_length": 256})"), "an integer from 0 to 255"},
        {one(R"({"type": "DATA", "flags": ["END_STREM"]})"), "did you mean \"END_STREAM\"?"},
        {one(R"({"type": "DATA", "flags": ["ACK"]})"),
         "expected a flag of DATA (END_STREAM, PADDED), or a number as in \"0x40\""},
        {one(R"({"type": "DATA", "flags": [1]})"), "at /frames/0/flags/0"},
        {one(R"({"type": "DATA", "payload": "0g"})"), "hex digits"},
        {one(R"({"type": "HEADERS", "headers": {}})"), "\"frames.0.headers\" is an object"},
        {one(R"({"type": "HEADERS", "headers": [{"name": "x"}]})"),
         "the key \"frames.0.headers.0.value\" is missing"},
        {one(R"({"type": "HEADERS", "headers": [{"name": null, "value": ""}]})"),
         "\"frames.0.headers.0.name\" is null"},
        {one(R"({"type": "RST_STREAM", "error_code": "CANCELED"})"), "did you mean \"CANCEL\"?"},
        {one(R"({"type": "SETTINGS", "settings": [{"id": "ENABLE_PSH", "value": 1}]})"),
         "did you mean \"ENABLE_PUSH\"?"},
        {one(R"({"type": "SETTINGS", "settings": [{"id": 65536, "value": 1}]})"),
         "an integer from 0 to 65535"},
        {one(R"({"type": "ORIGIN", "origins": "x"})"), "an array of origins"},
        {R"({"frames": [], "preface": 1})", "\"preface\" is 1"},
        {R"({"frames": [], "rest": {}})", "the key \"rest.payload\" is missing"},
        {R"({"frames": [], "rest": {"payload": "xy"}})", "hex digits"},
    }));
    CAPTURE(text);
    const Result result = h2sim({"encode"}, input(text));
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains("standard input"));
    CHECK_THAT(result.err, Contains(message));
}

TEST_CASE("decode: input that is no HTTP/2, or two things, is refused with what to do",
          "[tools][wire][bad-input]") {
    const Workspace workspace;
    const std::string file = workspace.write("answer.bin", "HTTP/1.1 400 Bad Request\r\n\r\n");
    fails(h2sim({"decode", file}), "answer.bin: error[wrong-kind]: this is an HTTP/1.x response");
    fails(h2sim({"decode"}, input("AAAABAAAAAAA")), "--input hex or --input base64 decides");
    fails(h2sim({"decode"}, input("hello")), "standard input:1:1: error[wrong-kind]: ");
    CHECK(h2sim({"decode", "--input", "raw"}, input("hello")).code == 1);
    fails(h2sim({"decode", "--input", "octal"}, input("00")), "--input");
    fails(h2sim({"decode", "--input", "hex", "--hex"}, input("00")), "--hex");
}

TEST_CASE("encode: as many octets as the wire can say, and not one more",
          "[tools][wire][bad-input]") {
    const auto origin = [](std::size_t octets) {
        return one(R"({"type": "ALTSVC", "origin": ")" + std::string(octets, 'x') + "\"}");
    };
    CHECK(h2sim({"encode"}, input(origin(65'535))).code == 0);
    const Result result = h2sim({"encode"}, input(origin(65'536)));
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains("error[out-of-range]: 65536 octets are too many\n") &&
                               Contains("  at /frames/0/origin\n  expected at most 65535\n"));
}
