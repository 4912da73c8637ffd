// Every form of octets that is taken: the same octets of each, and the name of what was recognised.

#include "tests/tools/octet_forms.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "h2core/wire/preface.hpp"
#include "tools/input/octet_input.hpp"

using Catch::Contains;
using tools::InputForm;

namespace {

using h2::Role;

tools::OctetInput taken(std::string text, InputForm form = InputForm::automatic,
                        Role receiver = Role::server) {
    const auto result = tools::read_octets(text, "FILE", form, receiver);
    CAPTURE(text);
    if (!result) {
        FAIL(sim::to_text(result.error()));
    }
    return *result;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

struct Written {
    std::string_view text;
    std::string_view form;
};

const Written kWritten[] = {
    {octet_forms::kOdHex, "a dump with offsets"},
    {octet_forms::kOdHexCharacters, "a dump with offsets and characters"},
    {octet_forms::kOdOctal, "a dump with offsets"},
    {octet_forms::kOdDecimal, "a dump with offsets and characters"},
    {octet_forms::kHexdumpC, "a dump with offsets and characters"},
    {octet_forms::kXxd, "a dump with offsets and characters"},
    {octet_forms::kXxdAutoskip, "a dump with offsets and characters"},
    {octet_forms::kXxdOctets, "a dump with offsets and characters"},
    {octet_forms::kXxdPlain, "bare hex"},
    {octet_forms::kXxdC, "an array"},
    {octet_forms::kBase64, "base64"},
};

const std::string kSettings{"\0\0\0\4\0\0\0\0\0", 9};

// An answer's SETTINGS, as the second peer of a Follow has sent it.
constexpr std::string_view kFollowRaw =
    "\n"
    "===================================================================\n"
    "Follow: tcp,raw\n"
    "Filter: tcp.stream eq 0\n"
    "Node 0: 127.0.0.1:38706\n"
    "Node 1: 127.0.0.1:8080\n"
    "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a\n"
    "\t000000040000000000\n"
    "000000040000000000\n"
    "===================================================================\n";

constexpr std::string_view kFollowHex =
    "===================================================================\n"
    "Follow: tcp,hex\n"
    "Filter: tcp.stream eq 0\n"
    "Node 0: 127.0.0.1:38706\n"
    "Node 1: 127.0.0.1:8080\n"
    "00000000  50 52 49 20 2a 20 48 54  54 50 2f 32 2e 30 0d 0a  PRI * HT TP/2.0..\n"
    "00000010  0d 0a 53 4d 0d 0a 0d 0a                           ..SM....\n"
    "\t00000000  00 00 00 04 00 00 00 00  00                       ........ .\n"
    "00000018  00 00 00 04 00 00 00 00  00                       ........ .\n"
    "===================================================================\n";

constexpr std::string_view kFollowArrays =
    "char peer0_0[] = { /* Packet 4 */\n"
    "0x50, 0x52, 0x49, 0x20, 0x2a, 0x20, 0x48, 0x54, \n"
    "0x54, 0x50, 0x2f, 0x32, 0x2e, 0x30, 0x0d, 0x0a, \n"
    "0x0d, 0x0a, 0x53, 0x4d, 0x0d, 0x0a, 0x0d, 0x0a };\n"
    "char peer1_0[] = { /* Packet 6 */\n"
    "0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, \n"
    "0x00 };\n"
    "char peer0_1[] = { /* Packet 8 */\n"
    "0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, \n"
    "0x00 };\n";

}  // namespace

TEST_CASE("input: what the tools write is read back", "[tools][input]") {
    for (const auto& [text, form] : kWritten) {
        const auto input = taken(std::string{text});
        CAPTURE(text);
        CHECK(input.octets == octet_forms::octets());
        CHECK(input.form == form);
        CHECK(input.start.skipped == 0);
    }
}

TEST_CASE("input: a byte order mark, CRLF, blanks around it and upper case change nothing",
          "[tools][input]") {
    for (const auto& [text, form] : kWritten) {
        CAPTURE(text);
        const std::string windows = "\xef\xbb\xbf" + replaced(std::string{text}, "\n", "\r\n");
        CHECK(taken(windows).octets == octet_forms::octets());
        CHECK(taken("\n\n" + std::string{text} + "\n\n").octets == octet_forms::octets());
        const auto last = text.find_last_not_of('\n') + 1;
        CHECK(taken(std::string{text.substr(0, last)}).octets == octet_forms::octets());
    }
    std::string upper{octet_forms::kXxdPlain};
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    CHECK(taken(upper).octets == octet_forms::octets());
}

TEST_CASE("input: octets stay as they are", "[tools][input]") {
    for (const std::string& octets :
         {octet_forms::octets(), kSettings, std::string{h2::kClientPreface}, std::string{"PRI * H"},
          std::string(5, '\0'), std::string{"\xef\xbb\xbf\0\1", 5}, std::string{"\1hello"}}) {
        const auto input = taken(octets);
        CHECK(input.octets == octets);
        CHECK(input.form.empty());
    }
    // Whatever they look like, if that is said.
    for (const std::string_view text :
         {std::string_view{"000000040000000000"}, std::string_view{"GET / HTTP/1.1\r\n\r\n"},
          octet_forms::kXxd, std::string_view{"\xff\xfe\0a\0b", 6}}) {
        CHECK(taken(std::string{text}, InputForm::raw).octets == text);
    }
}

TEST_CASE("input: bare hex with what people put between octets", "[tools][input]") {
    for (const char* text :
         {"000000040000000000", "00 00 00 04 00 00 00 00 00", "000000 04 00 00000000",
          "00:00:00:04:00:00:00:00:00", "0x00 0x00 0x00 0x04 0x00 0x00 0x00 0x00 0x00",
          "0x0,0x0,0x0,0x4,0x0,0x0,0x0,0x0,0x0", "00-00-00-04-00-00-00-00-00",
          "0x000000040000000000", R"(\x00\x00\x00\x04\x00\x00\x00\x00\x00)",
          "0000\n0004\r\n\t0000\n000000", "# SETTINGS\n000000 04 # type\n 00 00000000\n",
          "0000 0004 0000 0000 00", "00, 00, 00, 04, 00, 00, 00, 00, 00,\n"}) {
        CAPTURE(text);
        const auto input = taken(text);
        CHECK(input.octets == kSettings);
        CHECK(input.form == "bare hex");
        CHECK(taken(text, InputForm::hex).octets == kSettings);
    }
}

TEST_CASE("input: arrays and strings of source texts", "[tools][input]") {
    for (const char* text :
         {"unsigned char x[9] = {0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00};",
          "const uint8_t settings[] = { /* SETTINGS */ 0,0,0,4,0,0,0,0,0, };  // empty\n",
          "{0x0, 0, 0, 4, 0, 0, 0, 0, 0}", "[0, 0, 0, 4, 0, 0, 0, 0, 0]",
          "x = bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])", "x := []byte{0, 0, 0, 4, 0, 0, 0, 0, 0}",
          "let x: [u8; 9] = [0, 0, 0, 0x04, 0, 0, 0, 0, 0];",
          "byte[] x = {(byte) 0x00, 0, 0, (byte)0x4, 0, 0, 0, 0, 0};"}) {
        CAPTURE(text);
        CHECK(taken(text).octets == kSettings);
        CHECK(taken(text).form == "an array");
        CHECK(taken(text, InputForm::source).octets == kSettings);
    }
    for (const char* text :
         {R"("\x00\x00\x00\x04\x00\x00\x00\x00\x00")", R"(b'\x00\x00\x00\x04\x00\x00\x00\x00\x00')",
          R"(char x[] = "\0\0\0\4\0\0\0\0\0";)", R"(f(b"\0\x00\000\004" b"\x00\x00\x00\x00\x00"))",
          "\"\\x00\\x00\\x00\\x04\" \\\n\"\\x00\\x00\\x00\\x00\\x00\"\n"}) {
        CAPTURE(text);
        CHECK(taken(text).octets == kSettings);
        CHECK(taken(text).form == "a string with escapes");
    }
    const std::string letters =
        "\"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\\x00\\x00\\x00\\x04"
        "\\x00\\x00\\x00\\x00\\x00\"";
    CHECK(taken(letters).octets == std::string{h2::kClientPreface} + kSettings);
    // Escapes of Python and Rust have two digits, whatever follows.
    CHECK(taken(R"(b"\x00\x00\x03\x00\x00\x00\x00\x00\x01abc")").octets ==
          std::string{"\0\0\3\0\0\0\0\0\1abc", 12});
}

TEST_CASE("input: base64 of both alphabets, if it is HTTP/2", "[tools][input]") {
    CHECK(taken("AAAIBgAAAAAA+/9+Pj8/Pz8=").octets ==
          std::string{"\0\0\x08\6\0\0\0\0\0\xfb\xff\x7e\x3e\x3f\x3f\x3f\x3f", 17});
    CHECK(taken("AAAIBgAAAAAA-_9-Pj8_Pz8").octets == taken("AAAIBgAAAAAA+/9+Pj8/Pz8=").octets);
    CHECK(taken("AAAABAAAAAAA", InputForm::base64).octets == kSettings);
    CHECK(taken("AAAABAAAAAAA", InputForm::hex).octets == "\xaa\xaa\xba\xaa\xaa\xaa");
}

TEST_CASE("input: of Wireshark's Follow the direction that the role receives", "[tools][input]") {
    for (const auto& text : {kFollowRaw, kFollowHex, kFollowArrays}) {
        CAPTURE(text);
        const auto client = taken(std::string{text});
        CHECK(client.octets == std::string{h2::kClientPreface} + kSettings);
        CHECK_THAT(client.form, Contains("the client's octets"));
        const auto server = taken(std::string{text}, InputForm::automatic, Role::client);
        CHECK(server.octets == kSettings);
        CHECK_THAT(server.form, Contains("the server's octets"));
    }
    // The window writes no heads, and blanks instead of a tab.
    const std::size_t first = kFollowHex.find("00000000");
    const std::string window = replaced(
        std::string{kFollowHex.substr(first, kFollowHex.rfind("=====") - first)}, "\t", "    ");
    const std::string lines = window.substr(0, window.find("===="));
    CHECK(taken(lines, InputForm::automatic, Role::client).octets == kSettings);
    // One direction alone is taken, whoever it is of.
    const std::string one = replaced(std::string{kFollowRaw}, "\t000000040000000000\n", "");
    CHECK(taken(one).octets == std::string{h2::kClientPreface} + kSettings);
}

TEST_CASE("input: a column of characters that look like hex is none of octets", "[tools][input]") {
    CHECK(taken("00000000: 6162 6364                                abcd\n").octets == "abcd");
}

TEST_CASE("input: a piece of a dump", "[tools][input]") {
    const std::string_view xxd = octet_forms::kXxd;
    const auto input = taken(std::string{xxd.substr(xxd.find("00000010"))});
    CHECK(input.octets == octet_forms::octets().substr(16));
    CHECK_THAT(input.form, Contains("from offset 0x10 on"));
}
