// Frames and verdicts as people read them.

#include "tools/wire/frame_text.hpp"

#include <catch2/catch.hpp>

using h2::StreamId;
using tools::Direction;
using tools::frame_text;

namespace {

h2::FrameHeader header(h2::FrameType type, std::uint32_t length, std::uint8_t flags,
                       std::uint32_t stream) {
    return {length, static_cast<std::uint8_t>(type), flags, StreamId::from_wire(stream)};
}

h2::Octets octets(std::string_view text) {
    return {reinterpret_cast<const std::byte*>(text.data()),
            static_cast<std::uint32_t>(text.size())};
}

}  // namespace

TEST_CASE("frame text: details of each type", "[net][log]") {
    using enum h2::FrameType;
    const StreamId one = StreamId::from_wire(1);

    CHECK(frame_text(Direction::received, header(RST_STREAM, 4, 0, 1),
                     h2::RstStream{one, h2::ErrorCode::CANCEL}) ==
          "recv RST_STREAM frame <length=4, flags=0x00, stream_id=1>\n"
          "          (error_code=CANCEL(0x08))\n");
    CHECK(frame_text(Direction::sent, header(PRIORITY, 5, 0, 1),
                     h2::Priority{one, {StreamId::from_wire(3), 200, true}}) ==
          "send PRIORITY frame <length=5, flags=0x00, stream_id=1>\n"
          "          (dep_stream_id=3, weight_field=200, exclusive=1)\n");
    CHECK(frame_text(Direction::received, header(PING, 8, 1, 0), h2::Ping{0xab, true}) ==
          "recv PING frame <length=8, flags=0x01, stream_id=0>\n"
          "          ; ACK\n"
          "          (opaque_data=00000000000000ab)\n");
    CHECK(frame_text(Direction::received, header(WINDOW_UPDATE, 4, 0, 0),
                     h2::WindowUpdate{{}, 100}) ==
          "recv WINDOW_UPDATE frame <length=4, flags=0x00, stream_id=0>\n"
          "          (window_size_increment=100)\n");
    CHECK(frame_text(Direction::received, header(DATA, 9, 0x9, 1),
                     h2::Data{one, octets("hello"), 4, true}) ==
          "recv DATA frame <length=9, flags=0x09, stream_id=1>\n"
          "          ; END_STREAM | PADDED\n"
          "          (pad_length=3)\n");
    h2::Headers headers;
    headers.stream = one;
    headers.padding = 1;
    headers.has_priority = true;
    headers.priority.weight = 255;
    CHECK(frame_text(Direction::received, header(HEADERS, 7, 0x2c, 1), headers) ==
          "recv HEADERS frame <length=7, flags=0x2c, stream_id=1>\n"
          "          ; END_HEADERS | PADDED | PRIORITY\n"
          "          (pad_length=0, dep_stream_id=0, weight_field=255, exclusive=0)\n");
    CHECK(frame_text(Direction::received, header(GOAWAY, 11, 0, 0),
                     h2::GoAway{one, h2::ErrorCode::PROTOCOL_ERROR, octets("a\x1b[")}) ==
          "recv GOAWAY frame <length=11, flags=0x00, stream_id=0>\n"
          "          (last_stream_id=1, error_code=PROTOCOL_ERROR(0x01), "
          "opaque_data(3)=[a\\x1b[])\n");
    CHECK(frame_text(Direction::received, {3, 0xfa, 0x80, one},
                     h2::UnknownFrame{one, 0xfa, 0x80, {}}) ==
          "recv UNKNOWN(0xfa) frame <length=3, flags=0x80, stream_id=1>\n");
}

TEST_CASE("frame text: field sections are harmless for a terminal", "[net][log]") {
    const h2::FieldList list{1,
                             0,
                             {{.name = ":path", .value = "/\x1b[2J"},
                              {.name = "cookie", .value = "secret", .never_indexed = true}}};
    h2::PushPromise promise;
    promise.stream = StreamId::from_wire(1);
    promise.promised = StreamId::from_wire(2);
    promise.fields = {&list};
    CHECK(frame_text(Direction::received, header(h2::FrameType::PUSH_PROMISE, 20, 4, 1), promise) ==
          "recv PUSH_PROMISE frame <length=20, flags=0x04, stream_id=1>\n"
          "          ; END_HEADERS\n"
          "          (promised_stream_id=2)\n"
          "          :path: /\\x1b[2J\n"
          "          cookie: secret  ; never indexed\n");
}

TEST_CASE("frame text: verdicts name scope, code and rule", "[net][log]") {
    CHECK(tools::verdict_text(h2::Accept{}).empty());
    CHECK_THAT(tools::verdict_text(h2::Discard{h2::RuleId::late_after_our_reset}),
               Catch::StartsWith("discarded, 9113/5.1"));
    CHECK_THAT(
        tools::verdict_text(h2::StreamError{StreamId::from_wire(5), h2::ErrorCode::REFUSED_STREAM,
                                            h2::RuleId::concurrency_limit}),
        Catch::StartsWith("stream error REFUSED_STREAM on stream 5, 9113/5.1.2/"));
    CHECK_THAT(tools::verdict_text(
                   h2::ConnectionError{h2::ErrorCode::FRAME_SIZE_ERROR, h2::RuleId::ping_size}),
               Catch::StartsWith("connection error FRAME_SIZE_ERROR, 9113/6.7"));
}
