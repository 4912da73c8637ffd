#include "h2core/wire/frame_header.hpp"

#include <array>

#include "h2core/wire/octet_order.hpp"
#include "tests/h2core/wire/wire_fixture.hpp"

using namespace h2;

namespace {

FrameHeader load(const wire::Bytes& octets) {
    REQUIRE(octets.size() == kFrameHeaderSize);
    return load_frame_header(std::span{octets}.first<kFrameHeaderSize>());
}

}  // namespace

TEST_CASE("9113/4.1 the nine octets of a frame header", "[rfc9113][4.1]") {
    const FrameHeader header = load(wire::hex("010203 04 05 06070809"));
    CHECK(header.length == 0x01'0203);
    CHECK(header.type == 4);
    CHECK(header.is(FrameType::SETTINGS));
    CHECK_FALSE(header.is(FrameType::DATA));
    CHECK(header.flags == 5);
    CHECK(header.has(flag::END_HEADERS));
    CHECK_FALSE(header.has(flag::PADDED));
    CHECK(header.stream.value() == 0x0607'0809);
    CHECK(wire::raw(header, {}) == wire::hex("010203 04 05 06070809"));
}

TEST_CASE("9113/4.1 the reserved bit is ignored when read and 0 when written",
          "[rfc9113][4.1][9113/4.1/reserved-bit-ignored][9113/4.1/reserved-bit-unset]") {
    const FrameHeader header = load(wire::hex("ffffff ff ff ffffffff"));
    CHECK(header.length == 0xff'ffff);
    CHECK(header.stream.value() == StreamId::kMax);
    CHECK(wire::raw(header, {}) == wire::hex("ffffff ff ff 7fffffff"));
}

TEST_CASE("9113/2.2 integers are in network octet order", "[rfc9113][2.2]") {
    std::array<std::byte, 8> room{};
    store_u64(room.data(), 0x0123'4567'89ab'cdefU);
    CHECK(wire::Bytes(room.begin(), room.end()) == wire::hex("0123456789abcdef"));
    CHECK(load_u64(room.data()) == 0x0123'4567'89ab'cdefU);
    CHECK(load_u32(room.data()) == 0x0123'4567U);
    CHECK(load_u24(room.data()) == 0x01'2345U);
    CHECK(load_u16(room.data() + 6) == 0xcdefU);
}
