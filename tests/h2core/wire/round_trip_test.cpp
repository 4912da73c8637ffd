// What is encoded is decoded to the same typed frame.

#include <array>
#include <limits>

#include "h2core/wire/field_block.hpp"
#include "tests/h2core/wire/wire_fixture.hpp"

using namespace h2;

namespace {

const wire::Bytes kText = wire::text("some octets");
const SettingList kSettings = {0,
                               {{SettingId::HEADER_TABLE_SIZE, 0},
                                {SettingId::ENABLE_PUSH, 7},
                                {static_cast<SettingId>(0xf0f0), 0xffff'ffffU},
                                {SettingId::ENABLE_PUSH, 1}}};

// Frames in one wire frame, and their field block joined.
struct Decoded {
    Frame frame;
    wire::Bytes block;
    std::vector<std::uint32_t> lengths;  // of the payloads on the wire
    SettingList settings;
};

void decode(const wire::Bytes& octets, std::uint32_t max_frame_size, Decoded& result) {
    FrameDecoder decoder;
    decoder.set_max_frame_size(max_frame_size);
    Budgets budgets;
    budgets.field_block_frames = 100'000;
    FieldBlock block;
    std::span<const std::byte> input = octets;
    do {
        const auto output = decoder.next(input);
        REQUIRE(output.outcome == FrameDecoder::Outcome::frame);
        result.lengths.push_back(output.header.length);
        const Payload payload = decode_payload(output.header, output.payload, result.settings);
        if (const auto* start = std::get_if<FieldBlockStart>(&payload)) {
            REQUIRE(block.begin(*start, budgets) == RuleId::none);
        } else if (const auto* part = std::get_if<FieldBlockPart>(&payload)) {
            REQUIRE((block.is_open() && part->stream == block.stream()));
            REQUIRE(block.add(*part, budgets) == RuleId::none);
        } else {
            REQUIRE(std::holds_alternative<Frame>(payload));
            result.frame = std::get<Frame>(payload);
            REQUIRE(input.empty());
            return;
        }
    } while (block.is_open());
    REQUIRE(input.empty());
    result.frame = block.frame();
    result.block.assign(block.octets().begin(), block.octets().end());
}

void check_round_trip(const Frame& frame) {
    const wire::Bytes octets = wire::encoded(frame);
    CAPTURE(name(frame), octets.size());
    CHECK(octets.size() == wire_size(frame));
    Decoded result;
    decode(octets, 16'384, result);
    if (const auto* settings = std::get_if<SettingsFrame>(&frame)) {
        REQUIRE(std::holds_alternative<SettingsFrame>(result.frame));
        const auto& again = std::get<SettingsFrame>(result.frame);
        CHECK(again.ack == settings->ack);
        CHECK(again.list == (settings->list == nullptr ? nullptr : &result.settings));
        if (settings->list != nullptr) {
            CHECK(result.settings.values == settings->list->values);
        }
        return;
    }
    CHECK(result.frame == frame);
}

}  // namespace

TEST_CASE("9113/6.1 DATA, with any padding", "[rfc9113][6.1]") {
    for (const bool end_stream : {false, true}) {
        for (std::uint16_t padding = 0; padding <= 256; ++padding) {
            check_round_trip(Data{test::stream(1), wire::octets(kText), padding, end_stream});
        }
        check_round_trip(Data{test::stream(1), {kText.data(), 0}, 0, end_stream});
        check_round_trip(Data{test::stream(1), {kText.data(), 0}, 1, end_stream});
    }
}

TEST_CASE("9113/6.1 the octets of padded DATA", "[rfc9113][6.1][9113/6.1/padding-zero]") {
    CHECK(wire::encoded(Data{test::stream(3), wire::octets(kText), 3, true}) ==
          wire::hex("00000e 00 09 00000003 02") + kText + wire::hex("0000"));
    // Octets that are only counted are zeros.
    CHECK(wire::encoded(Data{test::stream(3), {nullptr, 2}, 0, false}) ==
          wire::hex("000002 00 00 00000003 0000"));
}

TEST_CASE("9113/6.3-6.9 frames of fixed fields", "[rfc9113][6]") {
    for (const std::uint32_t id : {1U, 2U, 0x7fff'ffffU}) {
        check_round_trip(Priority{test::stream(id), {test::stream(3), 255, true}});
        check_round_trip(Priority{test::stream(id), {test::stream(0x7fff'ffff), 0, false}});
        check_round_trip(RstStream{test::stream(id), ErrorCode::ENHANCE_YOUR_CALM});
        check_round_trip(RstStream{test::stream(id), static_cast<ErrorCode>(0xffff'ffffU)});
        check_round_trip(WindowUpdate{test::stream(id), 0x7fff'ffff});
        check_round_trip(GoAway{test::stream(id), ErrorCode::NO_ERROR, wire::octets(kText)});
        check_round_trip(
            GoAway{test::stream(id), static_cast<ErrorCode>(0xabcd'ef01U), {kText.data(), 0}});
    }
    check_round_trip(WindowUpdate{{}, 0});
    for (const bool ack : {false, true}) {
        check_round_trip(Ping{0x0123'4567'89ab'cdefU, ack});
        check_round_trip(Ping{std::numeric_limits<std::uint64_t>::max(), ack});
        check_round_trip(SettingsFrame{ack, nullptr});
    }
    check_round_trip(SettingsFrame{false, &kSettings});
}

TEST_CASE("9113/6.3-6.9 the octets of frames of fixed fields",
          "[rfc9113][6][9113/4.1/unused-flags-unset]") {
    CHECK(wire::encoded(Priority{test::stream(5), {test::stream(3), 15, true}}) ==
          wire::hex("000005 02 00 00000005 80000003 0f"));
    CHECK(wire::encoded(test::rst(1, ErrorCode::CANCEL)) ==
          wire::hex("000004 03 00 00000001 00000008"));
    CHECK(wire::encoded(SettingsFrame{false, &kSettings}) ==
          wire::hex("000018 04 00 00000000 0001 00000000 0002 00000007 f0f0 ffffffff"
                    "0002 00000001"));
    CHECK(wire::encoded(test::settings_ack()) == wire::hex("000000 04 01 00000000"));
    CHECK(wire::encoded(Ping{1, true}) == wire::hex("000008 06 01 00000000 0000000000000001"));
    CHECK(wire::encoded(test::goaway(7, ErrorCode::PROTOCOL_ERROR)) ==
          wire::hex("000008 07 00 00000000 00000007 00000001"));
    CHECK(wire::encoded(test::window_update(9, 16)) == wire::hex("000004 08 00 00000009 00000010"));
    CHECK(wire::encoded(Continuation{test::stream(9)}) == wire::hex("000000 09 04 00000009"));
}

TEST_CASE("9113/5.5 frames of unknown type, and extensions", "[rfc9113][5.5]") {
    for (unsigned type = 0; type < 256; ++type) {
        const bool known = type <= 0xa || type == 0xc || type == 0x10;
        if (!known) {
            for (const std::uint8_t flags : std::array<std::uint8_t, 3>{0x00, 0x2d, 0xff}) {
                check_round_trip(UnknownFrame{test::stream(4), static_cast<std::uint8_t>(type),
                                              flags, wire::octets(kText)});
            }
        }
    }
    check_round_trip(PriorityUpdate{test::stream(7), wire::octets(kText)});
    check_round_trip(PriorityUpdate{test::stream(7), {kText.data(), 0}});
    check_round_trip(AltSvc{test::stream(1), 0, wire::octets(kText)});
    check_round_trip(AltSvc{{}, 4, wire::octets(kText)});
    check_round_trip(AltSvc{{}, 11, wire::octets(kText)});
    check_round_trip(Origin{{}, {kText.data(), 0}});
    const wire::Bytes entries = wire::hex("0000 0003 616263 0001 64");
    check_round_trip(Origin{{}, wire::octets(entries)});
    check_round_trip(Origin{test::stream(3), wire::octets(entries)});
}

TEST_CASE("9218/7.1, 7838/4 the octets of extensions", "[rfc9218][rfc7838]") {
    const wire::Bytes value = wire::text("u=0");
    CHECK(wire::encoded(PriorityUpdate{test::stream(1), wire::octets(value)}) ==
          wire::hex("000007 10 00 00000000 00000001") + value);
    CHECK(wire::encoded(AltSvc{test::stream(3), 1, wire::octets(value)}) ==
          wire::hex("000005 0a 00 00000003 0001") + value);
}

TEST_CASE("9113/6.2, 6.6 field blocks over CONTINUATION at any frame size",
          "[rfc9113][6.2][6.6][6.10]") {
    wire::Bytes block;
    for (unsigned i = 0; i < 40'000; ++i) {
        block.push_back(static_cast<std::byte>(i * 7));
    }
    for (const std::uint32_t max_frame_size : {300U, 301U, 13'334U, 16'384U, 39'999U, 40'000U}) {
        for (const std::uint16_t padding : std::array<std::uint16_t, 4>{0, 1, 2, 256}) {
            for (const bool flagged : {false, true}) {
                Headers headers;
                headers.stream = test::stream(5);
                headers.padding = padding;
                headers.end_stream = flagged;
                headers.has_priority = flagged;
                if (flagged) {
                    headers.priority = {test::stream(3), 200, true};
                }
                const PushPromise push{test::stream(5), test::stream(6), {}, padding};
                for (const Frame& frame : {Frame{headers}, Frame{push}}) {
                    CAPTURE(max_frame_size, padding, flagged, name(frame));
                    Decoded result;
                    decode(wire::encoded(frame, block, max_frame_size), max_frame_size, result);
                    CHECK(result.frame == frame);
                    CHECK(result.block == block);
                    // All but the last are full.
                    const std::uint32_t extra = wire_size(frame) - 9;
                    const std::size_t frames =
                        (block.size() + extra + max_frame_size - 1) / max_frame_size;
                    CHECK(result.lengths.size() == frames);
                    for (std::size_t i = 0; i + 1 < result.lengths.size(); ++i) {
                        CHECK(result.lengths[i] == max_frame_size);
                    }
                    CHECK(result.lengths.back() > 0);
                }
            }
        }
    }
}

TEST_CASE("9113/6.2 HEADERS of one frame, with every legal combination of flags",
          "[rfc9113][6.2]") {
    for (unsigned bits = 0; bits < 8; ++bits) {
        Headers headers;
        headers.stream = test::stream(1);
        headers.end_stream = (bits & 1U) != 0;
        headers.padding = (bits & 2U) != 0 ? 9 : 0;
        headers.has_priority = (bits & 4U) != 0;
        for (const wire::Bytes& block : {wire::Bytes{}, kText}) {
            CAPTURE(bits, block.size());
            Decoded result;
            const wire::Bytes octets = wire::encoded(headers, block);
            CHECK(octets.size() == wire_size(headers) + block.size());
            decode(octets, 16'384, result);
            CHECK(result.frame == Frame{headers});
            CHECK(result.block == block);
            CHECK(result.lengths.size() == 1);
        }
    }
}

TEST_CASE("9113/6.2 the octets of HEADERS with all of its fields",
          "[rfc9113][6.2][9113/6.2/padding-zero]") {
    Headers headers;
    headers.stream = test::stream(1);
    headers.end_stream = true;
    headers.padding = 3;
    headers.has_priority = true;
    headers.priority = {test::stream(9), 16, true};
    CHECK(wire::encoded(headers, wire::hex("828684"), 11) ==
          wire::hex("00000b 01 2d 00000001 02 80000009 10 828684 0000"));
    // One octet less of room: the same flags but END_HEADERS, and the rest in CONTINUATION.
    CHECK(wire::encoded(headers, wire::hex("828684"), 10) ==
          wire::hex("00000a 01 29 00000001 02 80000009 10 8286 0000 000001 09 04 00000001 84"));
    CHECK(wire::encoded(PushPromise{test::stream(1), test::stream(2), {}, 0}, wire::hex("82")) ==
          wire::hex("000005 05 04 00000001 00000002 82"));
}

TEST_CASE("frames are appended to what is there", "[wire]") {
    wire::Bytes out = wire::hex("ff");
    encode_frame(test::settings_ack(), {}, 16'384, out);
    CHECK(out == wire::hex("ff 000000 04 01 00000000"));
}
