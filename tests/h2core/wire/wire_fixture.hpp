#pragma once
// Octets for tests of the wire: from hex digits, from text, as frames; and sequences of frames that
// own what they refer to, so that two readings of the same octets can be compared.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/wire/frame_decoder.hpp"
#include "h2core/wire/frame_encoder.hpp"
#include "h2core/wire/frame_payload.hpp"
#include "tests/support/frames.hpp"

namespace wire {

struct Bytes : std::vector<std::byte> {  // a type of its own for its operator+
    using vector::vector;
};

inline Bytes text(std::string_view characters) {
    Bytes octets;
    for (const char c : characters) {
        octets.push_back(static_cast<std::byte>(c));
    }
    return octets;
}

// Hex digits; spaces are for the reader.
inline Bytes hex(std::string_view digits) {
    Bytes octets;
    unsigned value = 0;
    bool half = false;
    for (const char c : digits) {
        if (c == ' ') {
            continue;
        }
        value = value << 4U |
                (c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c - 'a') + 10U);
        if (half) {
            octets.push_back(static_cast<std::byte>(value));
        }
        half = !half;
    }
    return octets;
}

inline Bytes operator+(Bytes a, const Bytes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline h2::FrameHeader header(h2::FrameType type, std::uint8_t flags, std::uint32_t stream,
                              std::size_t length) {
    return {static_cast<std::uint32_t>(length), static_cast<std::uint8_t>(type), flags,
            test::stream(stream)};
}

inline Bytes raw(const h2::FrameHeader& header, const Bytes& payload) {
    Bytes octets(h2::kFrameHeaderSize);
    h2::store_frame_header(header, std::span{octets}.first<h2::kFrameHeaderSize>());
    return octets + payload;
}
inline Bytes raw(h2::FrameType type, std::uint8_t flags, std::uint32_t stream,
                 const Bytes& payload) {
    return raw(header(type, flags, stream, payload.size()), payload);
}

inline Bytes encoded(const h2::Frame& frame, const Bytes& block = {},
                     std::uint32_t max_frame_size = 16'384) {
    Bytes octets;
    h2::encode_frame(frame, block, max_frame_size, octets);
    return octets;
}

inline h2::Octets octets(const Bytes& bytes) {
    return {bytes.data(), static_cast<std::uint32_t>(bytes.size())};
}

// A frame as it stood on the wire.
struct WireFrame {
    h2::FrameHeader header;
    Bytes payload;
    bool operator==(const WireFrame&) const = default;
};

// Reads all frames of `input`; the decoder keeps what is left.
inline void read_all(h2::FrameDecoder& decoder, std::span<const std::byte> input,
                     std::vector<WireFrame>& frames) {
    while (true) {
        const auto output = decoder.next(input);
        if (output.outcome != h2::FrameDecoder::Outcome::frame) {
            REQUIRE(output.outcome == h2::FrameDecoder::Outcome::need_more);
            REQUIRE(input.empty());
            return;
        }
        frames.push_back({output.header, {output.payload.begin(), output.payload.end()}});
    }
}

inline std::vector<WireFrame> read_all(const Bytes& input) {
    h2::FrameDecoder decoder;
    std::vector<WireFrame> frames;
    read_all(decoder, input, frames);
    REQUIRE(decoder.pending() == 0);
    return frames;
}

// The client's preface apart, some of everything.
inline Bytes sample_session() {
    static const h2::SettingList settings = {
        1, {{h2::SettingId::ENABLE_PUSH, 0}, {h2::SettingId::INITIAL_WINDOW_SIZE, 1'000'000}}};
    h2::Headers padded;
    padded.stream = test::stream(3);
    padded.padding = 5;
    padded.has_priority = true;
    return encoded(h2::SettingsFrame{false, &settings}) + encoded(test::settings_ack()) +
           encoded(test::headers(1), hex("82 86 84 41 8a a0 e4 1d"), 6) +
           encoded(padded, hex("82 87 84")) +
           encoded(h2::Data{test::stream(1), octets(text("")), 0, false}) +
           encoded(h2::Data{test::stream(1), {nullptr, 20}, 3, true}) +
           encoded(h2::Ping{0x0102'0304'0506'0708U, false}) + encoded(test::window_update(0, 65)) +
           encoded(h2::UnknownFrame{test::stream(9), 0xee, 0xff, {nullptr, 11}}) +
           encoded(test::rst(3)) + encoded(test::goaway(0));
}

}  // namespace wire
