// decode on a witness: what is certain, what may have crossed, what is not known; one direction, a
// piece of it, both.

#include "tests/tools/wire_command.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using namespace wire_command;

namespace {

// Of hex digits; exit code and text.
Result decoded_text(const std::string& digits, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"decode", "--hex"});
    return h2sim(more, input(digits));
}

// Nothing is held against anybody.
void check_innocent(const std::string& digits, std::vector<std::string> more = {}) {
    const Result result = decoded_text(digits, std::move(more));
    CAPTURE(digits, result.out, result.err);
    CHECK(result.code == 0);
    CHECK(result.out.find("broke") == std::string::npos);
}

const std::string kMagic = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a";
const std::string kSettings = "000000040000000000";
const std::string kAck = "000000040100000000";

std::string octets_of_digits(const std::string& digits) {
    std::string result;
    unsigned value = 0;
    int count = 0;
    for (const char c : digits) {
        const auto digit = std::string_view{"0123456789abcdef"}.find(c);
        if (digit != std::string_view::npos) {
            value = value * 16 + static_cast<unsigned>(digit);
            if (++count % 2 == 0) {
                result.push_back(static_cast<char>(value));
                value = 0;
            }
        }
    }
    return result;
}

class BothFiles {
  public:
    BothFiles(const std::string& client, const std::string& server) {
        workspace_.write("c.bin", octets_of_digits(client));
        workspace_.write("s.bin", octets_of_digits(server));
    }
    Result decode(std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"decode", "--client", workspace_.path("c.bin"), "--server",
                                   workspace_.path("s.bin")});
        return h2sim(more);
    }

  private:
    Workspace workspace_;
};

}  // namespace

TEST_CASE("decode: nobody is accused of what only the other direction could show",
          "[tools][wire]") {
    check_innocent("000004 01 05 00000001 3fe17f 88");     // a larger table
    check_innocent("000006 04 00 00000000 000900000001");  // a server's first SETTINGS
    check_innocent("000005 01 05 00000001 880f0d0135");    // an answer to HEAD
    check_innocent("000003 00 01 00000065 616263");        // DATA of a piece
    check_innocent("008000 00 00 00000001 " + std::string(65'536, '0'));
    check_innocent("000004 08 00 00000000 7fffffff 000004 08 00 00000000 7fffffff");
    check_innocent("000001 01 05 7fffffff 88");  // identifiers far apart
    check_innocent(kMagic + kSettings +
                   "000023 01 04 00000001 4207434f4e4e454354 8784 410161 "
                   "4009 3a70726f746f636f6c 09 776562736f636b6574");
}

TEST_CASE("decode: what nothing could make right is broken wherever it stands", "[tools][wire]") {
    const Result zero = decoded_text("000004 08 00 00000003 00000000");
    CHECK(zero.code == 1);
    CHECK(zero.out ==
          "[client 0] WINDOW_UPDATE frame <length=4, flags=0x00, stream_id=3>\n"
          "          (window_size_increment=0)\n"
          "          => the client broke 9113/6.9/zero-stream: a WINDOW_UPDATE of a stream adds at "
          "least 1\n");
    CHECK_THAT(decoded_text("000000 05 04 00000001", {"--role", "server"}).out,
               Contains("the client broke 9113/6.6/size"));
    const Result resets =
        decoded_text("000004 03 00 00000003 00000008 000004 03 00 00000003 00000008");
    CHECK(resets.code == 0);  // it SHOULD not
    CHECK_THAT(resets.out, Contains("the client did not follow 9113/5.4.2/one-reset: "));
}

TEST_CASE("decode: it goes on after a fault", "[tools][wire]") {
    const json document = decode(
        "000004 08 00 00000000 00000000"
        "000000 fa 00 00000000"
        "000004 08 00 00000000 00000000",
        {"--hex"});
    const json& frames = document.at("frames");
    REQUIRE(frames.size() == 3);
    CHECK(frames.at(0).at("verdict") == "broken");
    CHECK(frames.at(0).at("rule") == "9113/6.9/zero-connection");
    CHECK(frames.at(0).at("findings").at(0) ==
          json::parse(R"({"who": "client", "rule": "9113/6.9/zero-connection", "level": "must",
                          "certainty": "broken", "stream": 0,
                          "text": "a WINDOW_UPDATE of the connection adds at least 1"})"));
    CHECK(frames.at(1).at("verdict") == "accept");
    CHECK(frames.at(2).at("verdict") == "broken");
}

TEST_CASE("decode: who has sent one direction", "[tools][wire]") {
    CHECK_THAT(decoded_text("000001 01 05 00000001 88").out, Contains("[server 0] HEADERS"));
    CHECK_THAT(decoded_text("000003 01 05 00000001 828684").out, Contains("[client 0] HEADERS"));
    CHECK_THAT(decoded_text("000001 01 05 00000001 88", {"--role", "server"}).out,
               Contains("the client broke 9113/8.3"));
    const Result other = decoded_text(kMagic, {"--role", "client"});
    CHECK_THAT(other.err, Contains("--role server?"));
}

TEST_CASE("decode: --settings are what the other peer has announced", "[tools][wire]") {
    const std::string data =
        kSettings + "000001 01 04 00000001 88 004001 00 00 00000001 " + std::string(32'770, '0');
    const Result unknown = decoded_text(data);
    CHECK(unknown.code == 0);
    CHECK_THAT(unknown.out, Contains("unknown whether the server kept 9113/4.2/max-frame-size"));
    CHECK(decoded_text(data, {"--settings", "MAX_FRAME_SIZE=32768"}).code == 0);
    const Result known = decoded_text(data, {"--settings", "INITIAL_WINDOW_SIZE=100000"});
    CHECK(known.code == 1);
    CHECK_THAT(known.out, Contains("the server broke 9113/4.2/max-frame-size"));
    for (const auto& [given, complaint] : std::vector<std::pair<std::string, std::string>>{
             {"MAX_FRAME", "\"MAX_FRAME\" is no NAME=VALUE"},
             {"MAX_FRAME_SIZES=1", "did you mean"},
             {"MAX_FRAME_SIZE=1x", "is no value of MAX_FRAME_SIZE"},
             {"MAX_FRAME_SIZE=1", "MAX_FRAME_SIZE lies between"},
             {"MAX_FRAME_SIZE=4294967296", "an integer from 0 to 4294967295"},
             {"ENABLE_PUSH=1,", "is no NAME=VALUE"}}) {
        const Result wrong = decoded_text(data, {"--settings", given});
        CAPTURE(given, wrong.err);
        CHECK(wrong.code == 2);
        CHECK(wrong.err.find(complaint) != std::string::npos);
    }
}

TEST_CASE("decode: --piece takes octets that look whole for a part", "[tools][wire]") {
    const std::string digits = kSettings + "000001 00 01 00000001 61";
    CHECK(decoded_text(digits, {"--role", "client"}).code == 1);
    check_innocent(digits, {"--role", "client", "--piece"});
}

TEST_CASE("decode: octets that end where they must not", "[tools][wire]") {
    const Result block = decoded_text("000003 01 01 00000001 828684");
    CHECK(block.code == 1);
    CHECK_THAT(block.out, Contains("[client 12] the octets end: incomplete field block\n"));
    const Result frame = decoded_text("000003 01 05 00000001 8286");
    CHECK(frame.code == 1);
    CHECK_THAT(frame.out, Contains("[client 0] 11 octets are left: incomplete frame\n"));
    const json document = decode("000003 01 01 00000001 828684", {"--hex"});
    CHECK(document.at("rest").at("reason") == "incomplete field block");
    CHECK(document.at("rest").at("offset") == 12);
}

TEST_CASE(
    "decode: fields of a table whose beginning is not there are unknown, and encode keeps them",
    "[tools][wire]") {
    const std::string digits = "000003 01 05 00000001 82bebf";
    CHECK_THAT(decoded_text(digits).out, Contains("(unknown): (unknown)\n"));
    const Result json_text = h2sim({"decode", "--hex", "--json"}, input(digits));
    CHECK(json_text.code == 0);
    const json fields = json::parse(json_text.out).at("frames").at(0).at("headers");
    CHECK(fields.at(1) ==
          json::parse(R"({"name": "", "value": "", "unknown": ["name", "value"]})"));
    CHECK(encode(json_text.out) == octets_of_digits(digits));
}

TEST_CASE("decode: both directions in an order in which everybody is right", "[tools][wire]") {
    // The response stands before what the client says next, the window before what uses it.
    BothFiles both{kMagic + kSettings + kAck + "000003 01 04 00000001 838684" +
                       "004001 00 01 00000001 " + std::string(32'770, '0'),
                   "000006 04 00 00000000 000500008000" + kAck + "000001 01 05 00000001 88"};
    const Result result = both.decode();
    CAPTURE(result.out, result.err);
    CHECK(result.code == 0);
    CHECK(result.out.find("=>") == std::string::npos);
    CHECK(result.out.find("[server 0] SETTINGS") < result.out.find("[client 33] SETTINGS"));
    CHECK(result.out.find("[client 42] HEADERS") < result.out.find("[server 24] HEADERS"));
    const json document = json::parse(both.decode({"--json"}).out);
    CHECK(document.at("exchange").size() == 7);
    CHECK(document.at("exchange").at(0).at("sender") == "client");
    const Result again = h2sim({"encode"}, input(document.dump()));
    CHECK(again.code == 2);  // they are not the octets of one
}

TEST_CASE("decode: both directions convict who is wrong in every order", "[tools][wire]") {
    BothFiles limit{
        kMagic + kSettings + kAck + "000003 01 04 00000001 838684" + "000003 01 04 00000003 838684",
        "000006 04 00 00000000 000300000001" + kAck + "000004 03 00 00000003 00000007"};
    const Result result = limit.decode();
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Contains("the client broke 9113/5.1.2/limit: "));
    BothFiles crossing{
        kMagic + kSettings + kAck + "000003 01 04 00000001 838684" + "000001 00 00 00000001 61",
        kSettings + kAck + "000004 03 00 00000001 00000008"};
    const Result crossed = crossing.decode();
    CHECK(crossed.code == 0);
    BothFiles answered{kMagic + kSettings + "000003 01 05 00000001 828684",
                       kSettings + "000001 01 05 00000003 88"};
    CHECK_THAT(answered.decode().out, Contains("the server broke 9113/5.1/idle: "));
}

TEST_CASE("decode: after an Upgrade, stream 1 is there", "[tools][wire]") {
    Workspace workspace;
    workspace.write("c.bin", "GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n" +
                                 octets_of_digits(kMagic + kSettings + kAck));
    workspace.write("s.bin", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" +
                                 octets_of_digits(kSettings + kAck + "000001 01 05 00000001 88"));
    const Result result =
        h2sim({"decode", "--client", workspace.path("c.bin"), "--server", workspace.path("s.bin")});
    CAPTURE(result.out, result.err);
    CHECK(result.code == 0);
    CHECK(result.out.find("=>") == std::string::npos);
    CHECK_THAT(result.err, Contains("skipped: an HTTP/1.x request"));
}

TEST_CASE("decode: files of both directions belong together", "[tools][wire]") {
    Workspace workspace;
    workspace.write("c.bin", octets_of_digits(kMagic));
    CHECK(h2sim({"decode", "--client", workspace.path("c.bin")}).code == 2);
    CHECK(
        h2sim({"decode", "--client", workspace.path("c.bin"), "--server", "-", "--role", "client"})
            .code == 2);
    CHECK(h2sim({"decode", workspace.path("c.bin"), "--client", workspace.path("c.bin"), "--server",
                 workspace.path("c.bin")})
              .code == 2);
    CHECK(h2sim({"decode", "--client", workspace.path("c.bin"), "--server",
                 workspace.path("none.bin")})
              .code == 2);
}

TEST_CASE("decode: a log has no octets, and diagnose reads it", "[tools][wire]") {
    const Workspace workspace;
    const std::string file =
        workspace.write("client.log",
                        "[  0.001] send RST_STREAM frame <length=4, flags=0x00, stream_id=1>\n"
                        "          (error_code=CANCEL(0x08))\n");
    const Result result = h2sim({"decode", file});
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains("this is a log of nghttp -v, nghttpd -v, h2sim -v, which has "
                                    "no octets\n  hint: h2sim diagnose reads it"));
}
