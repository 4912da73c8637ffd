// The two file formats in all their forms, cut and broken ones, and what is no capture.

#include <catch2/catch.hpp>

#include "tests/tools/capture/told.hpp"

using captured::Lines;
using captured::Told;
using packets::FileForm;
using packets::Packets;
using packets::Tcp;

namespace {

Packets short_talk() {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    capture.waits(1'500'000'000);
    tcp.client.sends("hello");
    tcp.server.sends("hi");
    tcp.closes();
    return capture;
}

sim::InputError refusal(const std::string& file) {
    Told recording;
    const auto summary = captured::read_file(file, recording);
    REQUIRE_FALSE(summary.has_value());
    CHECK(recording.lines.empty());
    return summary.error();
}

std::string with_magic(std::string file, const char* magic) {
    return file.replace(0, 4, magic, 4);
}

}  // namespace

TEST_CASE("capture: both formats, in both orders of octets, with both clocks", "[capture]") {
    const FileForm form{GENERATE(true, false), GENERATE(true, false)};
    const bool next_generation = GENERATE(true, false);
    CAPTURE(form.nanoseconds, form.big_endian, next_generation);
    const Packets capture = short_talk();
    const std::string file = next_generation ? capture.pcapng(form) : capture.pcap(form);
    CHECK(tools::is_capture(file.substr(0, 16)));
    Told recording;
    const auto summary = captured::read_file(file, recording);
    REQUIRE(summary.has_value());
    CHECK(summary->packets == 8);
    CHECK_FALSE(summary->cut);
    CHECK(summary->notes.empty());
    CHECK(recording.lines == Lines{"0 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                   "0 first hello #4 received 0", "0 second hi #5 received 5",
                                   "0 closed"});
    CHECK(recording.times == std::vector<std::int64_t>{1'500'003'000, 1'500'004'000});
}

TEST_CASE("capture: what else begins like one", "[capture]") {
    const std::string file = short_talk().pcap({false, false});
    CHECK(tools::is_capture(with_magic(file, "\x34\xcd\xb2\xa1")));  // with longer packet headers
    CHECK_FALSE(tools::is_capture(with_magic(file, "\x34\xcd\xb2\xa2")));
    CHECK_FALSE(tools::is_capture(""));
    CHECK_FALSE(tools::is_capture("\xd4\xc3\xb2\xa1"));
    CHECK_FALSE(tools::is_capture("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    CHECK_FALSE(tools::is_capture("\x1f\x8b\x08 gzip, of a capture"));
}

TEST_CASE("capture: a clock that goes back", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    capture.waits(-5'000'000'000);
    tcp.client.sends("hello");
    Told recording;
    REQUIRE(captured::read_file(capture.pcap(), recording).has_value());
    CHECK(recording.times == std::vector<std::int64_t>{0});
}

TEST_CASE("capture: a file cut anywhere is told up to there", "[capture]") {
    const bool next_generation = GENERATE(true, false);
    const Packets capture = short_talk();
    const std::string file = next_generation ? capture.pcapng() : capture.pcap();
    const std::size_t header = next_generation ? 28 + 32 : 24;
    std::size_t most = 0;
    for (std::size_t length = 0; length < file.size(); ++length) {
        CAPTURE(length);
        Told recording;
        const auto summary = captured::read_file(file.substr(0, length), recording);
        if (length < header) {
            REQUIRE_FALSE(summary.has_value());
            CHECK(summary.error().message.starts_with("cannot be read as a capture: "));
            continue;
        }
        if (!summary) {
            CHECK(most == 0);
            CHECK(summary.error().message.starts_with("has no packet that can be read: "));
            continue;
        }
        CHECK(summary->packets < 8);
        CHECK(summary->packets >= most);
        most = summary->packets;
        if (summary->cut) {
            REQUIRE_FALSE(summary->notes.empty());
            CHECK(summary->notes[0].starts_with("what follows packet " + std::to_string(most) +
                                                " was not read: "));
        }
        CHECK(recording.streams.size() == (most < 4 ? 0 : most < 5 ? 1 : 2));
    }
    CHECK(most == 7);
}

TEST_CASE("capture: a length that no packet has", "[capture]") {
    std::string file = short_talk().pcap();
    file.replace(24 + 8, 4, "\xff\xff\xff\x7f");
    CHECK(refusal(file).message.starts_with("has no packet that can be read: "));
}

TEST_CASE("capture: packets of several interfaces in one file", "[capture]") {
    const std::string one = short_talk().pcapng();
    Packets cooked{packets::Link::cooked};
    Tcp tcp{cooked};
    tcp.opens();
    const std::string other_interface = cooked.pcapng().substr(28, 32);
    const std::string advice = "tcpdump -i NAME -w FILE";
    SECTION("from the start: nothing is read") {
        const auto error = refusal(one.substr(0, 60) + other_interface + one.substr(60));
        CHECK_THAT(error.hint, Catch::Contains("several interfaces") && Catch::Contains(advice));
    }
    SECTION("later: what was before is told") {
        Told recording;
        const auto summary = captured::read_file(one + other_interface, recording);
        REQUIRE(summary.has_value());
        CHECK(summary->cut);
        CHECK(summary->packets == 8);
        CHECK(recording.lines.size() == 4);
        CHECK_THAT(summary->notes.at(0), Catch::Contains(advice));
    }
}

TEST_CASE("capture: a link type that is not read", "[capture]") {
    std::string file = short_talk().pcap();
    file[20] = '\x69';  // IEEE 802.11
    const auto error = refusal(file);
    CHECK(error.file == "FILE");
    CHECK(error.message == "has packets of link type IEEE802_11, which is not read");
    CHECK(error.hint.starts_with("read are Ethernet, "));
}

TEST_CASE("capture: files that are none", "[capture]") {
    CHECK(refusal("").message.starts_with("cannot be read as a capture: "));
    const auto error = refusal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    CHECK(error.message == "cannot be read as a capture: unknown file format");
    CHECK(error.hint.starts_with("pcap and pcapng are read: "));
    Told recording;
    const auto missing = tools::read_capture({"/nowhere/a.pcap", ""}, recording);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().message == "cannot be read: No such file or directory");
    const auto folder = tools::read_capture({"/usr", ""}, recording);
    REQUIRE_FALSE(folder.has_value());
    CHECK_THAT(folder.error().message, Catch::Contains("Is a directory"));
}

TEST_CASE("capture: without TCP it says what there is", "[capture]") {
    const auto notes = [](const Packets& capture) {
        Told recording;
        const auto summary = captured::read_file(capture.pcap(), recording);
        REQUIRE(summary.has_value());
        CHECK(recording.lines.empty());
        return summary->notes;
    };
    Packets capture;
    CHECK(notes(capture) == Lines{"no packets are in it"});
    std::string packet = packets::ip_packet({"10.0.0.1", "10.0.0.2", 1, 2, 0, 0, 0, "", ""});
    packet[9] = 1;  // ICMP
    capture.add(packet);
    CHECK(notes(capture) == Lines{"no TCP is in it"});
    packet[9] = 17;
    capture.add(packet);
    CHECK(notes(capture) ==
          Lines{"no TCP is in it; 1 packet of UDP, as HTTP/3 uses it, are not read"});
}
