// --pcapng-out: block by block, and as tshark reads it where there is one.

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "h2core/wire/preface.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;

namespace {

std::uint64_t number_at(std::string_view text, std::size_t offset, std::size_t octets, bool big) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < octets; ++i) {
        const std::size_t at = offset + (big ? i : octets - 1 - i);
        number = number << 8U | static_cast<std::uint8_t>(text.at(at));
    }
    return number;
}

struct UpperPacket {
    std::string protocol;
    std::string source;
    std::uint64_t source_port = 0;
    std::uint64_t destination_port = 0;
    std::uint64_t time = 0;
    std::string octets;
};

UpperPacket read_packet(std::string_view body) {
    CHECK(number_at(body, 0, 4, false) == 0);
    const std::size_t size = number_at(body, 12, 4, false);
    CHECK(number_at(body, 16, 4, false) == size);
    UpperPacket packet;
    packet.time = number_at(body, 4, 4, false) << 32U | number_at(body, 8, 4, false);
    std::string_view rest = body.substr(20, size);
    while (true) {
        const std::uint64_t tag = number_at(rest, 0, 2, true);
        const std::size_t length = number_at(rest, 2, 2, true);
        CHECK(length % 4 == 0);
        const std::string_view value = rest.substr(4, length);
        rest.remove_prefix(4 + length);
        switch (tag) {
            case 0: packet.octets = rest; return packet;
            case 12: packet.protocol = value.substr(0, value.find('\0')); break;
            case 20: packet.source = value; break;
            case 24: CHECK(number_at(value, 0, 4, true) == 2); break;
            case 25: packet.source_port = number_at(value, 0, 4, true); break;
            case 26: packet.destination_port = number_at(value, 0, 4, true); break;
            default: CHECK(tag == 21);
        }
    }
}

std::vector<UpperPacket> read_packets(const std::string& file) {
    const std::string text = read_file(file);
    std::vector<UpperPacket> packets;
    std::size_t blocks = 0;
    for (std::size_t at = 0; at < text.size(); ++blocks) {
        const std::uint64_t type = number_at(text, at, 4, false);
        const std::size_t length = number_at(text, at + 4, 4, false);
        REQUIRE((length % 4 == 0 && length >= 12 && at + length <= text.size()));
        CHECK(number_at(text, at + length - 4, 4, false) == length);
        const std::string_view body = std::string_view{text}.substr(at + 8, length - 12);
        if (blocks == 0) {
            CHECK(type == 0x0a0d0d0a);
            CHECK(number_at(body, 0, 4, false) == 0x1a2b3c4d);
        } else if (blocks == 1) {
            CHECK(type == 1);
            CHECK(number_at(body, 0, 2, false) == 252);
        } else {
            CHECK(type == 6);
            packets.push_back(read_packet(body));
        }
        at += length;
    }
    return packets;
}

// Where the octets are after whole frames, the last one ends.
std::size_t end_of_frames(const std::string& octets) {
    std::size_t at = octets.starts_with(h2::kClientPreface) ? h2::kClientPreface.size() : 0;
    while (at + 9 <= octets.size()) {
        at += 9 + number_at(octets, at, 3, true);
    }
    return at;
}

}  // namespace

TEST_CASE("pcapng: packets hold whole frames, and all octets of a connection", "[net][pcapng]") {
    const bool tls = GENERATE(false, true);
    const Workspace workspace;
    const std::string base = workspace.path("octets");
    std::vector<std::string> arguments{"--pcapng-out", workspace.path("serve.pcapng")};
    if (tls) {
        arguments.emplace_back("--self-signed");
    }
    Served served{arguments};
    const Result result =
        h2sim({"get", "-k", served.url("/bytes/100000"), "--pcapng-out",
               workspace.path("get.pcapng"), "--octets-out", base, "-o", "/dev/null"});
    REQUIRE(result.code == 0);
    CHECK(served.stop() == 0);

    for (const char* name : {"get.pcapng", "serve.pcapng"}) {
        CAPTURE(name);
        std::string client;
        std::string server;
        std::uint64_t time = 0;
        for (const UpperPacket& packet : read_packets(workspace.path(name))) {
            CHECK(packet.protocol == "http2");
            CHECK(packet.source == std::string{"\x7f\0\0\x01", 4});
            CHECK(packet.time >= time);
            time = packet.time;
            CHECK(end_of_frames(packet.octets) == packet.octets.size());
            const bool from_server = packet.source_port == served.port();
            CHECK(from_server != (packet.destination_port == served.port()));
            (from_server ? server : client) += packet.octets;
        }
        CHECK(time > 1'600'000'000'000'000'000U);  // nanoseconds since 1970
        CHECK(client == read_file(base + ".1.client"));
        CHECK_THAT(server, Catch::StartsWith(read_file(base + ".1.server")));
    }
}

TEST_CASE("pcapng: connections have ports of their own", "[net][pcapng]") {
    const Workspace workspace;
    const std::string file = workspace.path("serve.pcapng");
    Served served{{"--pcapng-out", file}};
    for (int i = 0; i < 2; ++i) {
        REQUIRE(h2sim({"get", served.url()}).code == 0);
    }
    CHECK(served.stop() == 0);
    std::vector<std::uint64_t> clients;
    for (const UpperPacket& packet : read_packets(file)) {
        if (packet.octets.starts_with(h2::kClientPreface)) {
            clients.push_back(packet.source_port);
        }
    }
    REQUIRE(clients.size() == 2);
    CHECK(clients[0] != clients[1]);
}

TEST_CASE("pcapng: a file that cannot be written", "[net][pcapng]") {
    for (const std::string file : {"/no/such/x.pcapng", "/", "/dev/full"}) {
        CAPTURE(file);
        const Result result = h2sim({"get", "http://127.0.0.1:1/", "--pcapng-out", file});
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Contains("error:") && Contains(file.substr(0, 3)) &&
                                   !Contains("cannot connect"));
    }
}

TEST_CASE("pcapng: tshark sees the frames", "[net][pcapng]") {
    if (std::system("tshark --version >/dev/null 2>&1") != 0) {
        WARN("there is no tshark here");
        return;
    }
    const Workspace workspace;
    const std::string file = workspace.path("get.pcapng");
    const Served served;
    REQUIRE(h2sim({"get", served.url("/trailers"), "--pcapng-out", file}).code == 0);
    const std::string fields = workspace.path("fields");
    const std::string shell = "tshark -r " + file +
                              " -Y http2 -T fields -e http2.type -e http2.headers.path"
                              " -e _ws.malformed 2>/dev/null >" +
                              fields;
    REQUIRE(std::system(shell.c_str()) == 0);
    // SETTINGS, WINDOW_UPDATE, HEADERS of ours in one write.
    CHECK_THAT(read_file(fields), Catch::StartsWith("4,8,1\t/trailers\t\n") && Contains("1,0,1") &&
                                      !Contains("alformed"));
}
