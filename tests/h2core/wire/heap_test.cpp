// A header that announces a large frame costs its sender nine octets; it must not cost us more. And
// frames that arrive whole are read without touching the heap.

#include "h2core/wire/field_block.hpp"
#include "tests/h2core/wire/wire_fixture.hpp"
#include "tests/support/heap_count.hpp"

using namespace h2;
using support::allocated;

TEST_CASE("9113/10.5 a header that announces 2^24-1 octets reserves nothing", "[heap][rfc9113]") {
    const wire::Bytes octets = wire::raw(wire::header(FrameType::DATA, 0, 1, 0xff'ffff), {});
    FrameDecoder decoder;
    decoder.set_max_frame_size(0xff'ffff);
    std::span<const std::byte> input = octets;
    const std::size_t before = allocated;
    const auto output = decoder.next(input);
    CHECK(allocated - before < 100);
    CHECK(output.outcome == FrameDecoder::Outcome::need_more);
    CHECK(decoder.pending() == kFrameHeaderSize);

    const wire::Bytes payload(1'000);
    input = payload;
    const std::size_t between = allocated;
    (void)decoder.next(input);
    CHECK(allocated - between < 4'000);
    CHECK(decoder.pending() == kFrameHeaderSize + 1'000);
}

TEST_CASE("frames that are whole in the input are read without the heap", "[heap]") {
    const wire::Bytes octets = wire::sample_session();
    FrameDecoder decoder;
    FieldBlock block;
    SettingList settings;
    settings.values.reserve(2);
    const Budgets budgets;
    std::size_t frames = 0;
    std::span<const std::byte> input = octets;
    const std::size_t before = allocated;
    while (true) {
        const auto output = decoder.next(input);
        if (output.outcome != FrameDecoder::Outcome::frame) {
            break;
        }
        const Payload payload = decode_payload(output.header, output.payload, settings);
        const FieldBlockStart* start = std::get_if<FieldBlockStart>(&payload);
        frames += start != nullptr && start->end_headers
                      ? (block.begin(*start, budgets) == RuleId::none ? 1U : 0U)
                      : 1U;
    }
    CHECK(allocated == before);
    CHECK(frames == 12);
}

TEST_CASE("frames are encoded without the heap where the buffer has room", "[heap]") {
    wire::Bytes out;
    out.reserve(200);
    const wire::Bytes block(10);
    const std::size_t before = allocated;
    encode_frame(test::headers(1), block, 6, out);
    encode_frame(test::data(1, 50, true), {}, 16'384, out);
    encode_frame(test::window_update(0, 1), {}, 16'384, out);
    CHECK(allocated == before);
    CHECK(out.size() == (9 + 6) + (9 + 4) + (9 + 50) + 13);
}
