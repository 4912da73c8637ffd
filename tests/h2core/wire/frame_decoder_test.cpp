#include "h2core/wire/frame_decoder.hpp"

#include "tests/h2core/wire/wire_fixture.hpp"

using namespace h2;
using Outcome = FrameDecoder::Outcome;

namespace {

bool lies_in(std::span<const std::byte> part, const wire::Bytes& whole) {
    return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

}  // namespace

TEST_CASE("9113/4.1 a frame that is whole in the input is not copied", "[rfc9113][4.1]") {
    const wire::Bytes octets =
        wire::encoded(Ping{7, false}) + wire::encoded(test::window_update(1, 2));
    FrameDecoder decoder;
    std::span<const std::byte> input = octets;
    const auto ping = decoder.next(input);
    REQUIRE(ping.outcome == Outcome::frame);
    CHECK(ping.header == wire::header(FrameType::PING, 0, 0, 8));
    CHECK(ping.payload.data() == octets.data() + 9);
    CHECK(ping.payload.size() == 8);
    CHECK(input.size() == 13);
    const auto update = decoder.next(input);
    REQUIRE(update.outcome == Outcome::frame);
    CHECK(update.payload.data() == octets.data() + 17 + 9);
    CHECK(input.empty());
    CHECK(decoder.next(input).outcome == Outcome::need_more);
    CHECK(decoder.pending() == 0);
}

TEST_CASE("9113/4.1 a frame in two inputs is kept until the next call, and no longer",
          "[rfc9113][4.1]") {
    const wire::Bytes octets =
        wire::encoded(Ping{7, false}) + wire::encoded(test::window_update(1, 2));
    FrameDecoder decoder;
    std::span<const std::byte> input = std::span{octets}.first(12);
    CHECK(decoder.next(input).outcome == Outcome::need_more);
    CHECK(input.empty());
    CHECK(decoder.pending() == 12);

    input = std::span{octets}.subspan(12);
    const auto ping = decoder.next(input);
    REQUIRE(ping.outcome == Outcome::frame);
    CHECK_FALSE(lies_in(ping.payload, octets));
    CHECK(wire::Bytes(ping.payload.begin(), ping.payload.end()) == wire::hex("0000000000000007"));
    CHECK(decoder.pending() == 0);
    CHECK(input.size() == 13);

    const auto update = decoder.next(input);  // whole again: not copied
    REQUIRE(update.outcome == Outcome::frame);
    CHECK(lies_in(update.payload, octets));
    CHECK(input.empty());
}

TEST_CASE("9113/4.2 a frame of the maximum size is read, one octet more is not",
          "[rfc9113][4.2][9113/4.2/max-frame-size][9113/4.2/minimum]") {
    for (const std::uint32_t maximum : {16'384U, 16'385U, 0xff'fffeU}) {
        CAPTURE(maximum);
        FrameDecoder decoder;
        decoder.set_max_frame_size(maximum);
        const wire::Bytes longest =
            wire::raw(FrameType::DATA, 0, 1, wire::Bytes(std::size_t{maximum}));
        std::span<const std::byte> input = longest;
        const auto frame = decoder.next(input);
        CHECK(frame.outcome == Outcome::frame);
        CHECK(frame.payload.size() == maximum);
        CHECK(frame.payload.data() == longest.data() + kFrameHeaderSize);

        const FrameHeader header = wire::header(FrameType::DATA, 1, 3, maximum + 1);
        const wire::Bytes too_long = wire::raw(header, wire::Bytes(5));
        input = too_long;
        const auto refused = decoder.next(input);
        CHECK(refused.outcome == Outcome::too_long);
        CHECK(refused.header == header);
        CHECK(input.size() == 5);
        CHECK(decoder.next(input).outcome == Outcome::too_long);
        CHECK(decoder.next(input).header == header);
        CHECK(input.size() == 5);
    }
}

TEST_CASE("9113/4.2 a frame is too long as soon as its nine octets are there",
          "[rfc9113][4.2][9113/4.2/max-frame-size]") {
    const wire::Bytes octets = wire::raw(wire::header(FrameType::HEADERS, 0, 1, 16'385), {});
    for (std::size_t cut = 0; cut < octets.size(); ++cut) {
        CAPTURE(cut);
        FrameDecoder decoder;
        std::span<const std::byte> input = std::span{octets}.first(cut);
        CHECK(decoder.next(input).outcome == Outcome::need_more);
        input = std::span{octets}.subspan(cut);
        CHECK(decoder.next(input).outcome == Outcome::too_long);
        CHECK(input.empty());
    }
}

TEST_CASE("9113/6.5.2 a larger maximum holds from the next frame on", "[rfc9113][6.5.2]") {
    FrameDecoder decoder;
    const wire::Bytes octets = wire::raw(FrameType::DATA, 0, 1, wire::Bytes(20'000));
    decoder.set_max_frame_size(20'000);
    std::span<const std::byte> input = octets;
    CHECK(decoder.next(input).outcome == Outcome::frame);
    decoder.set_max_frame_size(16'384);
    input = octets;
    CHECK(decoder.next(input).outcome == Outcome::too_long);
}
