// Limits of what is kept: octets that wait, connections.

#include <catch2/catch.hpp>

#include "tests/tools/capture/told.hpp"
#include "tools/capture/tcp_streams.hpp"

using captured::Lines;
using captured::Told;

namespace {

// Segments without a file.
class Stream {
  public:
    explicit Stream(tools::TcpStreams& streams, std::uint32_t number) : streams_{streams} {
        client_.source.port = 1'000;
        client_.source.address[3] = static_cast<std::uint8_t>(number);
        client_.source.address[2] = static_cast<std::uint8_t>(number >> 8U);
        client_.source.address[1] = static_cast<std::uint8_t>(number >> 16U);
        client_.target.port = 443;
    }
    void opens(std::uint32_t first = 0) {
        client_.syn = true;
        client_.sequence = first - 1;
        add(client_);
        client_.syn = false;
    }
    void sends(std::uint64_t offset, std::size_t octets, std::size_t missing = 0) {
        const std::vector<std::byte> some(octets);
        client_.sequence = static_cast<std::uint32_t>(offset);
        client_.octets = some;
        client_.missing = missing;
        add(client_);
        client_.octets = {};
        client_.missing = 0;
    }
    void resets() {
        client_.rst = true;
        add(client_);
        client_.rst = false;
    }

  private:
    void add(tools::TcpSegment& segment) {
        segment.record = ++record_;
        streams_.add(segment);
    }
    tools::TcpStreams& streams_;
    tools::TcpSegment client_;
    static inline std::uint64_t record_ = 0;
};

constexpr std::size_t kMiB = std::size_t{1} << 20U;

}  // namespace

TEST_CASE("capture: octets behind a hole that nobody acknowledges are held up to a limit",
          "[capture]") {
    Told recording;
    tools::TcpStreams streams{recording};
    Stream stream{streams, 1};
    stream.opens();
    std::uint64_t offset = 100;
    for (; offset < tools::TcpConnection::kMostCost - kMiB; offset += kMiB) {
        stream.sends(offset, kMiB);
    }
    CHECK(recording.lines.empty());
    stream.sends(offset, kMiB);
    REQUIRE(recording.lines.size() > 10);
    CHECK(recording.lines[1] == "0 first misses 100 received 0");
}

TEST_CASE("capture: octets that are held already cost nothing", "[capture]") {
    Told recording;
    tools::TcpStreams streams{recording};
    Stream stream{streams, 1};
    stream.opens();
    for (std::size_t i = 0; i < 100; ++i) {
        stream.sends(100, kMiB);
        stream.sends(200, kMiB / 2);
    }
    CHECK(recording.lines.empty());
    stream.sends(0, 100);
    CHECK(recording.lines.size() == 3);
}

TEST_CASE("capture: all connections together hold octets up to a limit", "[capture]") {
    Told recording;
    recording.keeps_lines = false;
    tools::TcpStreams streams{recording};
    constexpr std::size_t kConnections = tools::TcpConnection::kMostShared / kMiB / 8;
    for (std::uint32_t i = 0; i < kConnections + 8; ++i) {
        Stream stream{streams, i};
        stream.opens();
        for (std::uint64_t offset = 100; offset < 8 * kMiB; offset += kMiB) {
            stream.sends(offset, kMiB);
        }
        CHECK(recording.streams.empty() == (i + 1 < kConnections));
        if (i > kConnections) {
            CHECK(streams.connections() == i + 2 - kConnections);
        }
    }
}

TEST_CASE("capture: a stream longer than sequence numbers go", "[capture]") {
    struct Counted : Told {
        void sends(std::size_t /*connection*/, tools::End /*sender*/,
                   std::span<const std::byte> octets, const tools::Moment& /*moment*/) override {
            total += octets.size();
        }
        void misses(std::size_t /*connection*/, tools::End /*sender*/, std::uint64_t octets,
                    const tools::Moment& /*moment*/) override {
            total += octets;
        }
        std::uint64_t total = 0;
    } recording;
    tools::TcpStreams streams{recording};
    Stream stream{streams, 1};
    stream.opens();
    constexpr std::uint64_t kStep = 512 * kMiB;  // of which little is recorded
    for (std::uint64_t i = 0; i < 20; ++i) {
        stream.sends(i * kStep, 1'000, kStep - 1'000);
        CHECK(recording.total == (i + 1) * kStep);
    }
}

TEST_CASE("capture: as many connections as are followed, and more", "[capture]") {
    Told recording;
    recording.keeps_lines = false;
    constexpr std::uint32_t kMost = 10'000;
    tools::TcpStreams streams{recording, kMost};
    SECTION("all with octets: others are left out") {
        for (std::uint32_t i = 0; i < kMost + 20; ++i) {
            Stream{streams, i}.sends(0, 1);
        }
        CHECK(streams.connections() == kMost);
        CHECK(streams.left_out() == 20);
    }
    SECTION("those without octets, and those that are over, make room") {
        for (std::uint32_t i = 0; i < kMost; ++i) {
            Stream stream{streams, i};
            stream.opens();
            if (i < 3'000) {
                stream.sends(0, 1);
                stream.resets();
            }
        }
        for (std::uint32_t i = kMost; i < kMost + 9'900; ++i) {
            Stream{streams, i}.sends(0, 1);
        }
        CHECK(streams.left_out() == 0);
        CHECK(streams.connections() == 12'900);
        CHECK(streams.without_octets() == 7'000);
    }
}

TEST_CASE("capture: a connection that is closed is over soon after", "[capture]") {
    Told recording;
    tools::TcpStreams streams{recording};
    Stream stream{streams, 1};
    stream.opens();
    stream.sends(0, 1);
    stream.resets();
    Stream other{streams, 2};
    for (std::uint64_t i = 1; i < tools::TcpStreams::kLinger; ++i) {
        other.opens();
    }
    CHECK(recording.lines.back().starts_with("0 first"));
    other.opens();
    CHECK(recording.lines.back() == "0 reset");
    stream.sends(1, 1);  // too late
    stream.opens();
    stream.sends(0, 1);
    CHECK(recording.lines.size() == 3);
}

TEST_CASE("capture: one that takes the addresses of a closed one is not over with it",
          "[capture]") {
    Told recording;
    tools::TcpStreams streams{recording};
    Stream stream{streams, 1};
    stream.opens();
    stream.sends(0, 1);
    stream.resets();
    stream.opens(500);
    stream.sends(500, 1);
    Stream other{streams, 2};
    for (std::uint64_t i = 0; i < tools::TcpStreams::kLinger; ++i) {
        other.opens();
    }
    stream.sends(501, 1);
    CHECK(recording.lines.size() == 6);
    CHECK(recording.lines.back().starts_with("1 first"));
}
