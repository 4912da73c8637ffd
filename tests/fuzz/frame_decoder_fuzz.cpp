// Octets in any segmentation make the same frames; what decodes is written and read back as it was.

#include <variant>
#include <vector>

#include "h2core/wire/frame_decoder.hpp"
#include "h2core/wire/frame_encoder.hpp"
#include "h2core/wire/frame_payload.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/split_mix64.hpp"

namespace {

using Span = std::span<const std::byte>;
using Bytes = std::vector<std::byte>;
using Outcome = h2::FrameDecoder::Outcome;

struct WireFrame {
    h2::FrameHeader header;
    Bytes payload;
    bool operator==(const WireFrame&) const = default;
};

struct Reading {
    std::vector<WireFrame> frames;
    bool too_long = false;
    std::size_t pending = 0;
    bool operator==(const Reading&) const = default;
};

// Reads `octets` in pieces whose sizes `next_size` gives.
template <class NextSize>
Reading read(Span octets, std::uint32_t max_frame_size, NextSize next_size) {
    h2::FrameDecoder decoder;
    decoder.set_max_frame_size(max_frame_size);
    Reading reading;
    std::size_t taken = 0;
    std::size_t in_frames = 0;
    while (!octets.empty() && !reading.too_long) {
        Span piece = octets.first(std::min<std::size_t>(octets.size(), next_size()));
        octets = octets.subspan(piece.size());
        while (!reading.too_long) {
            const std::size_t before = piece.size();
            const h2::FrameDecoder::Output output = decoder.next(piece);
            taken += before - piece.size();
            if (output.outcome == Outcome::need_more) {
                FUZZ_REQUIRE(piece.empty());
                break;
            }
            if (output.outcome == Outcome::too_long) {
                FUZZ_REQUIRE(output.header.length > max_frame_size);
                FUZZ_REQUIRE(decoder.next(piece).outcome == Outcome::too_long);
                reading.too_long = true;
                break;
            }
            FUZZ_REQUIRE(output.header.length <= max_frame_size);
            FUZZ_REQUIRE(output.header.length == output.payload.size());
            in_frames += h2::kFrameHeaderSize + output.payload.size();
            reading.frames.push_back(
                {output.header, {output.payload.begin(), output.payload.end()}});
        }
        FUZZ_REQUIRE(reading.too_long || decoder.pending() == taken - in_frames);
    }
    reading.pending = reading.too_long ? 0 : decoder.pending();
    return reading;
}

// SETTINGS lists are compared by what they hold, everything else by itself.
bool same(const h2::Frame& left, const h2::Frame& right) {
    const auto* a = std::get_if<h2::SettingsFrame>(&left);
    const auto* b = std::get_if<h2::SettingsFrame>(&right);
    if (a == nullptr || b == nullptr) {
        return left == right;
    }
    const auto values = [](const h2::SettingsFrame& frame) {
        return frame.list == nullptr ? decltype(frame.list->values){} : frame.list->values;
    };
    return a->ack == b->ack && values(*a) == values(*b);
}

h2::Frame without_padding(h2::Frame frame) {
    if (auto* headers = std::get_if<h2::Headers>(&frame)) {
        headers->padding = 0;
    } else if (auto* push = std::get_if<h2::PushPromise>(&frame)) {
        push->padding = 0;
    }
    return frame;
}

// Reads the frames that the encoder wrote: the first, and the field block over all of them.
void check_written(const h2::Frame& frame, Span block, const Bytes& octets) {
    const Reading reading = read(octets, 16'777'215, [&] { return octets.size(); });
    FUZZ_REQUIRE(!reading.frames.empty() && reading.pending == 0);
    h2::SettingList settings;
    Bytes gathered;
    for (std::size_t i = 0; i < reading.frames.size(); ++i) {
        const WireFrame& wire = reading.frames[i];
        const h2::Payload payload = h2::decode_payload(wire.header, wire.payload, settings);
        if (const auto* typed = std::get_if<h2::Frame>(&payload)) {
            FUZZ_REQUIRE(reading.frames.size() == 1 && same(*typed, frame));
        } else if (const auto* start = std::get_if<h2::FieldBlockStart>(&payload)) {
            FUZZ_REQUIRE(i == 0 && same(without_padding(start->frame), without_padding(frame)));
            FUZZ_REQUIRE(start->end_headers == (reading.frames.size() == 1));
            gathered.assign(start->fragment.begin(), start->fragment.end());
        } else {
            const auto* part = std::get_if<h2::FieldBlockPart>(&payload);
            FUZZ_REQUIRE(part != nullptr && i > 0);
            FUZZ_REQUIRE(part->end_headers == (i + 1 == reading.frames.size()));
            gathered.insert(gathered.end(), part->fragment.begin(), part->fragment.end());
        }
    }
    FUZZ_REQUIRE(gathered == Bytes(block.begin(), block.end()));
}

void check_payload(const WireFrame& wire) {
    h2::SettingList settings;
    const h2::Payload payload = h2::decode_payload(wire.header, wire.payload, settings);
    Bytes octets;
    if (const auto* frame = std::get_if<h2::Frame>(&payload)) {
        h2::encode_frame(*frame, {}, 16'777'215, octets);
        FUZZ_REQUIRE(octets.size() <= h2::kFrameHeaderSize + wire.payload.size());
        check_written(*frame, {}, octets);
    } else if (const auto* start = std::get_if<h2::FieldBlockStart>(&payload)) {
        FUZZ_REQUIRE(start->fragment.size() <= wire.payload.size());
        h2::encode_frame(start->frame, start->fragment, 16'384, octets);
        check_written(start->frame, start->fragment, octets);
    } else if (const auto* part = std::get_if<h2::FieldBlockPart>(&payload)) {
        FUZZ_REQUIRE(part->fragment.size() == wire.payload.size());
        FUZZ_REQUIRE(part->stream == wire.header.stream);
    } else if (const auto* error = std::get_if<h2::StreamError>(&payload)) {
        FUZZ_REQUIRE(error->rule != h2::RuleId::none && error->stream == wire.header.stream);
        FUZZ_REQUIRE(!error->stream.names_connection());
    } else {
        FUZZ_REQUIRE(std::get<h2::ConnectionError>(payload).rule != h2::RuleId::none);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choices{data, size};
    support::SplitMix64 random{choices.octet()};
    const std::uint32_t max_frame_size = choices.flag() ? 16'384 : 40;
    const Span octets = choices.all();
    const Reading whole = read(octets, max_frame_size, [&] { return octets.size(); });
    FUZZ_REQUIRE(whole == read(octets, max_frame_size, [] { return std::size_t{1}; }));
    FUZZ_REQUIRE(whole == read(octets, max_frame_size, [&] { return 1 + random.below(20); }));
    for (const WireFrame& frame : whole.frames) {
        check_payload(frame);
    }
    return 0;
}
