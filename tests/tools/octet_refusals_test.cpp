// What is no octets, or could be two things, is an error with its place and what to do.

#include <catch2/catch.hpp>

#include "tests/tools/octet_forms.hpp"
#include "tools/input/octet_input.hpp"

using Catch::Contains;
using tools::InputForm;

namespace {

std::string refused(const std::string& text, InputForm form = InputForm::automatic) {
    const auto result = tools::read_octets(text, "FILE", form, h2::Role::server);
    CAPTURE(text);
    if (result) {
        FAIL("taken as " << result->form);
    }
    return sim::to_text(result.error());
}

std::string with(std::string_view text, std::string_view from, std::string_view to) {
    std::string changed{text};
    const std::size_t at = changed.find(from);
    REQUIRE(at != std::string::npos);
    return changed.replace(at, from.size(), to);
}

struct Wrong {
    std::string text;
    const char* message;
    InputForm form = InputForm::automatic;
};

void check_all(const std::vector<Wrong>& cases) {
    for (const auto& [text, message, form] : cases) {
        CAPTURE(text);
        CHECK_THAT(refused(text, form), Contains(message));
    }
}

}  // namespace

TEST_CASE("input: two readings are refused, both are named, and an option decides",
          "[tools][input][bad-input]") {
    const std::string offset = "000000 04 00 00 00 00 00 00 00 00\n";
    CHECK(refused(offset) ==
          "FILE:1:1: error[syntax]: bare hex, or a dump that begins with its offset?\n"
          "    000000 04 00 00 00 00 00 00 00 00\n"
          "    ^\n"
          "  hint: --input hex or --input dump decides\n");
    CHECK(tools::read_octets(offset, "FILE", InputForm::hex, h2::Role::server)->octets.size() ==
          12);
    CHECK(tools::read_octets(offset, "FILE", InputForm::dump, h2::Role::server)->octets.size() ==
          9);
    check_all({
        {"AAAABAAAAAAA", "hex digits, or base64, which would be HTTP/2 here?"},
        {"Y2FuYXJ5", "may be base64, but of no frames"},
        // Octal and decimal offsets both agree, but not about the lines that * stands for.
        {"0000000 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n*\n0000160\n",
         "its offsets agree with its octets in two radices"},
        // Lines of frames, or of a dump whose lines are not alike.
        {"000000 04 01 00 00 00 00\n000006 04 00\n000008 00 00 00 00 00 00 00\n",
         "bare hex, or a dump that begins with its offset?"},
        {R"("\x00\x12ab")", "is this one octet, as in C, or two digits of one and characters?"},
        {"{010, 0x00}", "a number that begins with 0: octal, or hex?"},
        // Both directions, and no preface says which is the client's.
        {"char peer0_0[] = { 0x00 };\nchar peer1_0[] = { 0x00 };\n",
         "the connection preface is in none of them"},
    });
}

TEST_CASE("input: dumps whose offsets or characters do not agree with their octets",
          "[tools][input][bad-input]") {
    using namespace octet_forms;
    check_all({
        {with(kXxd, "00000020:", "00000030:"), "FILE:3:1: error[syntax]: this offset does not"},
        {with(kXxd, "00000020:", "00000010:"), "FILE:3:1: error[syntax]: offsets begin again here"},
        {with(kXxd, "2a20", "2a"), "FILE:1:24: error[syntax]: the octets end here after 5, and"},
        {with(kXxd, "2a20", "2b20"), "FILE:1:52: error[syntax]: what stands beside the octets"},
        {with(kXxd, "2a20", "2g20"), "FILE:1:21: error[syntax]: the octets end here after 4, and"},
        {with(kHexdumpC, "|..SM", "|..S"), "FILE:2:61: error[syntax]: what stands beside"},
        {with(kHexdumpC, "0000007f", "0000007e"), "FILE:7:1: error[syntax]: this offset does not"},
        {with(kHexdumpC, "00000070", "00000078"), "no whole number of lines of 16 octets"},
        {with(kHexdumpC, "00000070", "f0000070"), "more than 64 MiB of octets"},
        {"*\n" + std::string{kHexdumpC}, "a text that stands for no octets"},
        {with(kXxd, "the 61 62 63 ab", ""), "the characters beside the octets are missing here"},
        {with(kOdHex, "000010", "000020"), "FILE:2:1: error[syntax]: this offset does not"},
        {"000000 01 01 01 01\n000008 02 02 02 02\n", "bare hex, or a dump with a mistake"},
        {std::string{kOdHex} + std::string{kOdHex}, "another line after the last offset"},
        {std::string{kXxd} + std::string{kXxd}, "FILE:9:1: error[syntax]: offsets begin again"},
        {std::string{kXxd} + "some words\n", "FILE:9:1: error[syntax]: here is no offset"},
        {"0000000 01 01 01\n*\n", "no offset says how often", InputForm::dump},
        {"0000 31 31   1\n0002 31\n", "what stands beside the octets", InputForm::dump},
        // In the order of the machine.
        {std::string{kHexdumpWords}, "in the order of the machine that wrote them"},
        {std::string{kOdWords}, "in the order of the machine that wrote them"},
        {std::string{kOd}, "in the order of the machine that wrote them"},
        {std::string{kXxdLittleEndian}, "what stands beside the octets"},
    });
}

TEST_CASE("input: mistakes in hex, arrays, strings and base64 have their places",
          "[tools][input][bad-input]") {
    check_all({
        {"00 00 00 04\n00 0g\n", "FILE:2:5: error[syntax]: \"g\" is no hex digit"},
        {"00000004 00 000", "FILE:1:13: error[syntax]: 3 hex digits are no octets"},
        {"00000004 0", "FILE:1:10: error[syntax]: one hex digit is no octet"},
        {"00000004 \xc3\xa9", "FILE:1:10: error[syntax]: \"\xc3\xa9\" is no hex digit"},
        {"{0x00, 0x100}", "FILE:1:8: error[syntax]: 100 is no octet"},
        {"{0x00, 256}", "FILE:1:8: error[syntax]: 256 is no octet"},
        {"{0x00, 99999999999999999999}", "is no octet"},
        {"{0x00 0x01}", "FILE:1:7: error[syntax]: here is neither the next number"},
        {"{0x00, x}", "FILE:1:8: error[syntax]: here is no number of an array"},
        {"{0x00, 0x01", "the array has no end"},
        {"{0x00}\n{0x01}", "FILE:2:1: error[syntax]: another array begins here"},
        {"char peer0_0[] = {1};\nchar peer0_2[] = {2};", "another array begins here"},
        {with(octet_forms::kXxdC, "len = 127", "len = 128"), "the array has 127 octets"},
        {with(octet_forms::kXxdC, "0x50, ", ""), "the array has 126 octets"},
        {"{0x00}; int main() {}", "FILE:1:9: error[syntax]: here is something behind the array"},
        {R"("\x00\x0)", "FILE:1:1: error[syntax]: the string has no end on its line"},
        {R"("\x00\xg")", "FILE:1:6: error[syntax]: \\x without hex digits"},
        {R"("\x00\u1234")", "is no escape of an octet"},
        {"\"\\x00\" + x", "FILE:1:8: error[syntax]: here is something behind the string"},
        {"AAAA=AAA", "FILE:1:5: error[syntax]: ", InputForm::base64},
        {"AA+A-AAA", "FILE:1:5: error[syntax]: characters of both alphabets", InputForm::base64},
        {"AAAAA", "base64 is cut off", InputForm::base64},
        {"AAA", "base64 is cut off", InputForm::base64},
        {"AAB=", "bits that belong to no octet", InputForm::base64},
        {"hello", "here is no array of numbers", InputForm::source},
    });
}

TEST_CASE("input: texts of other kinds", "[tools][input][bad-input]") {
    CHECK(refused("hello, world\n") ==
          "FILE:1:1: error[wrong-kind]: a text that stands for no octets\n"
          "    hello, world\n"
          "    ^\n"
          "  expected hex digits, a dump of od, hexdump, xxd or Wireshark, a C array or string, "
          "base64\n"
          "  hint: --input raw takes the octets of the text itself\n");
    using namespace std::string_literals;
    check_all({
        {"", "no octets"},
        {"\n\n", "no octets"},
        {"", "no octets", InputForm::raw},
        {"0000000\n", "no octets", InputForm::dump},
        {"\xff\xfe"
         "0\0000\0000\0"s,
         "a text in UTF-16"},
        {"\xfe\xff\0000\0000"s, "a text in UTF-16"},
        {"0\0000\0000\0004\0"s, "a text in UTF-16"},
        {"caf\xe9 latin 1\n", "a text that stands for no octets"},
        {"16:20:11.123456 IP 127.0.0.1.38706 > 127.0.0.1.8080: Flags [P.], length 24\n"
         "\t0x0000:  4500 004c 1c46 4000 4006 2064 7f00 0001  E..L.F@.@..d....\n"
         "\t0x0010:  7f00 0001                                ....\n",
         "a dump of tcpdump: packets with their headers"},
        {"Follow: tcp,ascii\nFilter: tcp.stream eq 0\nPRI * HTTP/2.0\n",
         "Wireshark's Follow in a form that loses octets"},
        {"Follow: tcp,raw\n00\nFollow: tcp,raw\n00\n", "FILE:3:1: error[syntax]: another stream"},
        {"Follow: tcp,raw\nNode 0: a\n0g\n", "FILE:3:2: error[syntax]: "},
    });
}
