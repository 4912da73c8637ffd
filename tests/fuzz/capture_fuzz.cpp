// A capture: any octets as a file, and any segments of two ends (inputs that begin like no
// capture). Whatever they are: what is told is in order, causes come before effects, and the same
// twice.

#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.hpp"
#include "tools/capture/read_capture.hpp"
#include "tools/capture/tcp_streams.hpp"
#include "tools/capture/tls_split.hpp"

namespace {

using tools::End;

// Holds what is told against what must hold; its digest is that of all.
class Listener : public tools::Recording {
  public:
    void begins(std::size_t connection, const tools::Connected& connected) override {
        FUZZ_REQUIRE(all_.emplace(connection, Heard{}).second);
        FUZZ_REQUIRE(connected.record > 0 && !connected.first.empty());
        note(connection, connected.record);
    }
    void cannot_read(std::size_t connection, const tools::Connected& connected,
                     std::string_view reason) override {
        FUZZ_REQUIRE(all_.emplace(connection, Heard{}).second);
        FUZZ_REQUIRE(!reason.empty());
        all_[connection].is_over = true;
        note(connection, connected.record);
    }
    void sends(std::size_t connection, End sender, std::span<const std::byte> octets,
               const tools::Moment& moment) override {
        FUZZ_REQUIRE(!octets.empty());
        add(connection, sender, octets.size(), moment);
        octets_ += octets.size();
    }
    void misses(std::size_t connection, End sender, std::uint64_t octets,
                const tools::Moment& moment) override {
        FUZZ_REQUIRE(octets > 0);
        add(connection, sender, octets, moment);
    }
    void logs(std::size_t /*connection*/, End /*sender*/, const h2::FrameHeader& /*header*/,
              const h2::Frame& /*frame*/, bool /*values_known*/,
              const tools::Moment& /*moment*/) override {
        FUZZ_REQUIRE(false);
    }
    void ends(std::size_t connection, std::string_view how) override {
        Heard& heard = all_.at(connection);
        FUZZ_REQUIRE(!heard.is_over && !how.empty());
        heard.is_over = true;
        note(connection, how.size());
    }

    [[nodiscard]] std::uint64_t digest() const { return digest_; }
    [[nodiscard]] std::uint64_t octets() const { return octets_; }
    [[nodiscard]] std::size_t connections() const { return all_.size(); }
    [[nodiscard]] bool all_over() const {
        for (const auto& [number, heard] : all_) {
            if (!heard.is_over) {
                return false;
            }
        }
        return all_.empty() || all_.rbegin()->first + 1 == all_.size();
    }

  private:
    struct Heard {
        std::array<std::uint64_t, 2> told{};
        std::array<std::uint64_t, 2> received{};
        bool is_over = false;
    };
    void add(std::size_t connection, End sender, std::uint64_t octets,
             const tools::Moment& moment) {
        Heard& heard = all_.at(connection);
        const std::size_t side = sender == End::first ? 0 : 1;
        FUZZ_REQUIRE(!heard.is_over && moment.record > 0);
        FUZZ_REQUIRE(moment.received <= heard.told[1 - side]);
        FUZZ_REQUIRE(moment.received >= heard.received[side]);
        heard.received[side] = moment.received;
        heard.told[side] += octets;
        note(connection, octets);
        note(side, moment.record);
        note(moment.received, static_cast<std::uint64_t>(moment.nanoseconds));
    }
    void note(std::uint64_t one, std::uint64_t other) {
        digest_ = (digest_ ^ one) * 0x100'0000'01b3U;  // FNV-1a
        digest_ = (digest_ ^ other) * 0x100'0000'01b3U;
    }

    std::map<std::size_t, Heard> all_;
    std::uint64_t digest_ = 0xcbf2'9ce4'8422'2325U;
    std::uint64_t octets_ = 0;
};

std::uint64_t read_file(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint8_t> copy{data, data + size};
    std::FILE* const stream = fmemopen(copy.data(), size, "rb");
    FUZZ_REQUIRE(stream != nullptr);
    Listener listener;
    const auto summary = tools::read_capture(stream, "FILE", listener);
    if (!summary) {
        FUZZ_REQUIRE(summary.error().code != sim::ErrorCode::none);
        FUZZ_REQUIRE(!summary.error().message.empty());
        FUZZ_REQUIRE(sim::to_text(summary.error()).find('\x1b') == std::string::npos);
        FUZZ_REQUIRE(listener.connections() == 0);
        return 0;
    }
    FUZZ_REQUIRE(listener.all_over());
    FUZZ_REQUIRE(listener.connections() == summary->connections);
    FUZZ_REQUIRE(listener.octets() <= size);
    return listener.digest();
}

// Segments near each other, so that many of them fit.
std::uint64_t read_segments(const std::uint8_t* data, std::size_t size) {
    static const std::array<std::byte, 16> octets = {std::byte{22}, std::byte{3}, std::byte{3}};
    fuzz::Choices choices{data, size};
    Listener listener;
    tools::TlsSplit split{listener};
    tools::TcpStreams streams{split, 3};
    for (std::uint64_t record = 1; !choices.empty(); ++record) {
        const std::uint32_t what = choices.octet();
        tools::TcpSegment segment;
        segment.source.port = 1;
        segment.target.port = static_cast<std::uint16_t>(2 + (what >> 6U));
        if ((what & 1U) != 0) {
            std::swap(segment.source, segment.target);
        }
        segment.ack = (what & 2U) != 0;
        segment.syn = (what & 0x3cU) == 4;
        segment.fin = (what & 0x3cU) == 8;
        segment.rst = (what & 0x3cU) == 12;
        segment.sequence = choices.octet() * ((what & 32U) != 0 ? 0x0101'0101U : 1U) - 64;
        segment.acknowledgment = choices.octet() - 64;
        const std::uint32_t length = choices.octet();
        segment.octets = std::span{octets}.first(length % 16);
        segment.missing = length >= 240 ? length : 0;
        segment.record = record;
        streams.add(segment);
    }
    streams.end();
    for (const tools::TlsConnection& secured : split.take_secured()) {
        FUZZ_REQUIRE(!secured.how.empty());
        listener.cannot_read(secured.number, secured.connected, "it is TLS");
    }
    FUZZ_REQUIRE(listener.all_over());
    FUZZ_REQUIRE(listener.connections() == streams.connections());
    return listener.digest();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const bool is_file = tools::is_capture({reinterpret_cast<const char*>(data), size});
    const auto read = is_file ? read_file : read_segments;
    FUZZ_REQUIRE(read(data, size) == read(data, size));
    return 0;
}
