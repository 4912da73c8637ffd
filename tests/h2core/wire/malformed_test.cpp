// Frames that are wrong by themselves, section by section (RFC 9113 section 6). What depends on the
// state of a connection or stream is tested with Connection.

#include <array>

#include "tests/h2core/wire/wire_fixture.hpp"

using namespace h2;
using enum ErrorCode;

namespace {

Payload decoded(FrameType type, std::uint8_t flags, std::uint32_t stream,
                const wire::Bytes& payload) {
    static SettingList settings;
    return decode_payload(wire::header(type, flags, stream, payload.size()), payload, settings);
}

Verdict verdict(FrameType type, std::uint8_t flags, std::uint32_t stream,
                const wire::Bytes& payload) {
    const Payload result = decoded(type, flags, stream, payload);
    if (const auto* error = std::get_if<StreamError>(&result)) {
        return *error;
    }
    if (const auto* error = std::get_if<ConnectionError>(&result)) {
        return *error;
    }
    return Accept{};
}

Verdict verdict(FrameType type, std::uint8_t flags, std::uint32_t stream, std::size_t length) {
    return verdict(type, flags, stream, wire::Bytes(length));
}

Verdict connection_error(ErrorCode code, RuleId rule) {
    return ConnectionError{code, rule};
}

bool is_unknown(const Payload& payload) {
    const Frame* frame = std::get_if<Frame>(&payload);
    return frame != nullptr && std::holds_alternative<UnknownFrame>(*frame);
}

}  // namespace

TEST_CASE("9113/6 frames of a stream on stream 0", "[rfc9113][6][9113/5.1.1/stream-required]") {
    const Verdict error = connection_error(PROTOCOL_ERROR, RuleId::stream_id_required);
    for (const FrameType type :
         {FrameType::DATA, FrameType::HEADERS, FrameType::PRIORITY, FrameType::RST_STREAM,
          FrameType::PUSH_PROMISE, FrameType::CONTINUATION}) {
        for (const std::uint8_t flags : std::array<std::uint8_t, 2>{0x00, 0x2d}) {
            for (std::size_t length = 0; length < 12; ++length) {  // whatever the length
                CAPTURE(static_cast<int>(type), static_cast<int>(flags), length);
                CHECK(verdict(type, flags, 0, length) == error);
            }
        }
    }
}

TEST_CASE("9113/6 frames of the connection on a stream",
          "[rfc9113][6][9113/5.1.1/stream-forbidden]") {
    const Verdict error = connection_error(PROTOCOL_ERROR, RuleId::stream_id_forbidden);
    for (const FrameType type : {FrameType::SETTINGS, FrameType::PING, FrameType::GOAWAY}) {
        for (const std::uint8_t flags : std::array<std::uint8_t, 2>{0x00, 0x01}) {
            for (std::size_t length = 0; length < 12; ++length) {
                CAPTURE(static_cast<int>(type), static_cast<int>(flags), length);
                CHECK(verdict(type, flags, 1, length) == error);
            }
        }
    }
}

TEST_CASE("9113/6.1 DATA whose padding is as long as the payload",
          "[rfc9113][6.1][9113/6.1/padding]") {
    const Verdict error = connection_error(PROTOCOL_ERROR, RuleId::data_padding);
    CHECK(verdict(FrameType::DATA, flag::PADDED, 1, wire::hex("01")) == error);
    CHECK(verdict(FrameType::DATA, flag::PADDED, 1, wire::hex("03 0000")) == error);
    CHECK(verdict(FrameType::DATA, flag::PADDED, 1, wire::hex("ff 0000")) == error);
    CHECK(verdict(FrameType::DATA, flag::PADDED, 1, wire::hex("02 0000")) == Verdict{Accept{}});
    CHECK(verdict(FrameType::DATA, flag::PADDED, 1, wire::hex("00")) == Verdict{Accept{}});
    CHECK(verdict(FrameType::DATA, 0, 1, wire::hex("ff")) == Verdict{Accept{}});
}

TEST_CASE("9113/4.2 a padded frame without Pad Length", "[rfc9113][4.2][9113/4.2/pad-length]") {
    const Verdict error = connection_error(FRAME_SIZE_ERROR, RuleId::pad_length_missing);
    CHECK(verdict(FrameType::DATA, flag::PADDED, 1, {}) == error);
    CHECK(verdict(FrameType::HEADERS, flag::PADDED, 1, {}) == error);
    CHECK(verdict(FrameType::HEADERS, flag::PADDED | flag::PRIORITY, 1, {}) == error);
    CHECK(verdict(FrameType::PUSH_PROMISE, flag::PADDED, 1, {}) == error);
    CHECK(verdict(FrameType::DATA, 0, 1, {}) == Verdict{Accept{}});
}

TEST_CASE("9113/6.2 HEADERS whose padding is as long as the payload",
          "[rfc9113][6.2][9113/6.2/padding]") {
    const Verdict error = connection_error(PROTOCOL_ERROR, RuleId::headers_padding);
    CHECK(verdict(FrameType::HEADERS, flag::PADDED, 1, wire::hex("01")) == error);
    CHECK(verdict(FrameType::HEADERS, flag::PADDED, 1, wire::hex("04 828600")) == error);
    CHECK(verdict(FrameType::HEADERS, flag::PADDED, 1, wire::hex("03 000000")) ==
          Verdict{Accept{}});
    // Shorter than the payload, but it would leave four octets to the priority signal.
    const std::uint8_t both = flag::PADDED | flag::PRIORITY;
    CHECK(verdict(FrameType::HEADERS, both, 1, wire::hex("02 00000000 10 00")) == error);
    CHECK(verdict(FrameType::HEADERS, both, 1, wire::hex("01 00000000 10 00")) ==
          Verdict{Accept{}});
}

TEST_CASE("9113/6.2 HEADERS too small for its priority signal",
          "[rfc9113][6.2][9113/6.2/priority-size]") {
    const Verdict error = connection_error(FRAME_SIZE_ERROR, RuleId::headers_priority_size);
    for (std::size_t length = 0; length < 5; ++length) {
        CAPTURE(length);
        CHECK(verdict(FrameType::HEADERS, flag::PRIORITY, 1, length) == error);
        // The size is wrong whatever Pad Length says.
        const std::uint8_t both = flag::PADDED | flag::PRIORITY;
        CHECK(verdict(FrameType::HEADERS, both, 1, wire::hex("00") + wire::Bytes(length)) == error);
        CHECK(verdict(FrameType::HEADERS, both, 1, wire::hex("ff") + wire::Bytes(length)) == error);
    }
    CHECK(verdict(FrameType::HEADERS, flag::PRIORITY, 1, 5) == Verdict{Accept{}});
    CHECK(verdict(FrameType::HEADERS, 0, 1, std::size_t{0}) == Verdict{Accept{}});
}

TEST_CASE("9113/6.3 PRIORITY of any size but five octets is an error of its stream",
          "[rfc9113][6.3][9113/6.3/size]") {
    for (std::size_t length = 0; length < 12; ++length) {
        CAPTURE(length);
        const Verdict expected =
            length == 5
                ? Verdict{Accept{}}
                : Verdict{StreamError{test::stream(7), FRAME_SIZE_ERROR, RuleId::priority_size}};
        CHECK(verdict(FrameType::PRIORITY, 0, 7, length) == expected);
    }
}

TEST_CASE("9113/6.4, 6.7, 6.9 frames of one size only",
          "[rfc9113][9113/6.4/size][9113/6.7/size][9113/6.9/size]") {
    struct Case {
        FrameType type;
        std::uint32_t stream;
        std::size_t size;
        RuleId rule;
    };
    const Case cases[] = {{FrameType::RST_STREAM, 1, 4, RuleId::rst_stream_size},
                          {FrameType::PING, 0, 8, RuleId::ping_size},
                          {FrameType::WINDOW_UPDATE, 0, 4, RuleId::window_update_size},
                          {FrameType::WINDOW_UPDATE, 1, 4, RuleId::window_update_size}};
    for (const Case& one : cases) {
        for (std::size_t length = 0; length < 12; ++length) {
            CAPTURE(static_cast<int>(one.type), one.stream, length);
            const Verdict expected = length == one.size
                                         ? Verdict{Accept{}}
                                         : connection_error(FRAME_SIZE_ERROR, one.rule);
            CHECK(verdict(one.type, 0, one.stream, length) == expected);
        }
    }
}

TEST_CASE("9113/6.5 SETTINGS of a length that is no multiple of six",
          "[rfc9113][6.5][9113/6.5/size]") {
    for (std::size_t length = 0; length < 20; ++length) {
        CAPTURE(length);
        const Verdict expected = length % 6 == 0
                                     ? Verdict{Accept{}}
                                     : connection_error(FRAME_SIZE_ERROR, RuleId::settings_size);
        CHECK(verdict(FrameType::SETTINGS, 0, 0, length) == expected);
    }
}

TEST_CASE("9113/6.5 an acknowledgment of SETTINGS with a payload",
          "[rfc9113][6.5][9113/6.5/ack-payload]") {
    const Verdict error = connection_error(FRAME_SIZE_ERROR, RuleId::settings_ack_with_payload);
    for (std::size_t length = 1; length < 14; ++length) {
        CAPTURE(length);
        CHECK(verdict(FrameType::SETTINGS, flag::ACK, 0, length) == error);
    }
    CHECK(verdict(FrameType::SETTINGS, flag::ACK, 0, std::size_t{0}) == Verdict{Accept{}});
}

TEST_CASE("9113/6.6 PUSH_PROMISE too small for the promised stream",
          "[rfc9113][6.6][9113/6.6/size]") {
    const Verdict error = connection_error(FRAME_SIZE_ERROR, RuleId::push_promise_size);
    for (std::size_t length = 0; length < 4; ++length) {
        CAPTURE(length);
        CHECK(verdict(FrameType::PUSH_PROMISE, 0, 1, length) == error);
        CHECK(verdict(FrameType::PUSH_PROMISE, flag::PADDED, 1,
                      wire::hex("09") + wire::Bytes(length)) == error);
    }
    CHECK(verdict(FrameType::PUSH_PROMISE, 0, 1, 4) == Verdict{Accept{}});
}

TEST_CASE("9113/6.6 PUSH_PROMISE whose padding leaves no room",
          "[rfc9113][6.6][9113/6.6/padding]") {
    const Verdict error = connection_error(PROTOCOL_ERROR, RuleId::push_promise_padding);
    CHECK(verdict(FrameType::PUSH_PROMISE, flag::PADDED, 1, wire::hex("06 00000002 00")) == error);
    CHECK(verdict(FrameType::PUSH_PROMISE, flag::PADDED, 1, wire::hex("02 00000002 00")) == error);
    CHECK(verdict(FrameType::PUSH_PROMISE, flag::PADDED, 1, wire::hex("01 00000002 00")) ==
          Verdict{Accept{}});
}

TEST_CASE("9113/6.8 GOAWAY of less than eight octets", "[rfc9113][6.8][9113/6.8/size]") {
    for (std::size_t length = 0; length < 12; ++length) {
        CAPTURE(length);
        const Verdict expected = length >= 8
                                     ? Verdict{Accept{}}
                                     : connection_error(FRAME_SIZE_ERROR, RuleId::goaway_size);
        CHECK(verdict(FrameType::GOAWAY, 0, 0, length) == expected);
    }
}

TEST_CASE("9218/7.1 malformed PRIORITY_UPDATE",
          "[rfc9218][9218/7.1/stream][9218/7.1/size][9218/7.1/prioritized]") {
    const auto priority_update = [](std::uint32_t stream, const char* payload) {
        return verdict(FrameType::PRIORITY_UPDATE, 0, stream, wire::hex(payload));
    };
    const Verdict on_stream = connection_error(PROTOCOL_ERROR, RuleId::priority_update_stream);
    CHECK(priority_update(1, "00000001") == on_stream);
    CHECK(priority_update(1, "00") == on_stream);
    const Verdict size = connection_error(FRAME_SIZE_ERROR, RuleId::priority_update_size);
    CHECK(priority_update(0, "") == size);
    CHECK(priority_update(0, "000001") == size);
    const Verdict zero = connection_error(PROTOCOL_ERROR, RuleId::priority_update_prioritized);
    CHECK(priority_update(0, "00000000") == zero);
    CHECK(priority_update(0, "80000000") == zero);
    CHECK(priority_update(0, "80000001") == Verdict{Accept{}});
}

TEST_CASE("7838/4, 8336/2 malformed extensions are ignored like frames of unknown type",
          "[rfc7838][rfc8336][9113/5.5/unknown-frame]") {
    for (const char* payload : {"", "00", "0001", "0003 6162"}) {
        CAPTURE(payload);
        CHECK(is_unknown(decoded(FrameType::ALTSVC, 0, 0, wire::hex(payload))));
    }
    CHECK_FALSE(is_unknown(decoded(FrameType::ALTSVC, 0, 0, wire::hex("0002 6162"))));
    for (const char* payload : {"00", "0001", "0003 6162", "0001 61 00", "0001 61 0002 62"}) {
        CAPTURE(payload);
        CHECK(is_unknown(decoded(FrameType::ORIGIN, 0, 0, wire::hex(payload))));
    }
    CHECK_FALSE(is_unknown(decoded(FrameType::ORIGIN, 0, 0, wire::hex("0001 61 0000"))));
}

TEST_CASE("9113/4.1 reserved bits and unused flags are ignored",
          "[rfc9113][4.1][9113/4.1/reserved-bit-ignored][9113/4.1/unused-flags-ignored]") {
    const auto frame = [](FrameType type, std::uint8_t flags, std::uint32_t stream,
                          const wire::Bytes& payload) {
        const Payload result = decoded(type, flags, stream, payload);
        REQUIRE(std::holds_alternative<Frame>(result));
        return std::get<Frame>(result);
    };
    CHECK(frame(FrameType::WINDOW_UPDATE, 0xff, 1, wire::hex("ffffffff")) ==
          test::window_update(1, 0x7fff'ffff));
    CHECK(frame(FrameType::WINDOW_UPDATE, 0, 1, wire::hex("80000000")) ==
          test::window_update(1, 0));
    CHECK(frame(FrameType::RST_STREAM, 0xff, 1, wire::hex("00000008")) == test::rst(1));
    CHECK(frame(FrameType::PING, 0xfe, 0, wire::Bytes(8)) == Frame{Ping{0, false}});
    CHECK(frame(FrameType::DATA, 0xf6, 1, {}) == Frame{Data{test::stream(1), {}, 0, false}});
    const Frame goaway = frame(FrameType::GOAWAY, 0xff, 0, wire::hex("80000005 00000000"));
    CHECK(std::get<GoAway>(goaway).last_stream == test::stream(5));
    const Frame priority = frame(FrameType::PRIORITY, 0xff, 3, wire::hex("80000001 07"));
    CHECK(priority == Frame{Priority{test::stream(3), {test::stream(1), 7, true}}});

    const Payload push = decoded(FrameType::PUSH_PROMISE, 0xf3, 1, wire::hex("80000002"));
    REQUIRE(std::holds_alternative<FieldBlockStart>(push));
    CHECK(std::get<FieldBlockStart>(push).frame == test::push_promise(1, 2));
    CHECK_FALSE(std::get<FieldBlockStart>(push).end_headers);
    const Payload headers = decoded(FrameType::HEADERS, 0xd2, 1, wire::hex("82"));
    REQUIRE(std::holds_alternative<FieldBlockStart>(headers));
    CHECK(std::get<FieldBlockStart>(headers).frame == test::headers(1));
}
