// Each known difference about frames, streams and the connection, on few octets.

#include "tests/h2core/oracle/demonstration.hpp"

using namespace oracle;
using h2::ErrorCode;
using h2::FrameType;
using h2::RuleId;
using h2::SettingId;

namespace {

const Outcome kProtocolError = connection_error(ErrorCode::PROTOCOL_ERROR);
const Octets kAck = frame(FrameType::SETTINGS, h2::flag::ACK, 0);

Octets priority_update(std::uint32_t stream, std::uint32_t prioritized) {
    return frame(FrameType::PRIORITY_UPDATE, 0, stream, u32(prioritized));
}

}  // namespace

TEST_CASE("nghttp2: a stream error becomes a connection error", "[oracle]") {
    demonstrate("a stream error becomes a connection error",
                to_server({get(1, false), window_update(1, 0)}), RuleId::window_update_zero_stream,
                stream_error(1, ErrorCode::PROTOCOL_ERROR), kProtocolError);
}

TEST_CASE("nghttp2: two faults in one frame", "[oracle]") {
    demonstrate(
        "two faults in one frame", to_server({frame(FrameType::PING, 0, /*stream=*/1, Octets(7))}),
        RuleId::stream_id_forbidden, kProtocolError, connection_error(ErrorCode::FRAME_SIZE_ERROR));
}

TEST_CASE("nghttp2: an error in a field block that is not complete", "[oracle]") {
    demonstrate("an error in a field block that is not complete",
                to_server({frame(FrameType::HEADERS, 0, 1, octets({0x80})),
                           frame(FrameType::PING, 0, 0, Octets(8))}),
                RuleId::continuation_expected, kProtocolError,
                connection_error(ErrorCode::COMPRESSION_ERROR));
}

TEST_CASE("nghttp2: PRIORITY of a wrong size on a closed stream", "[oracle]") {
    demonstrate("PRIORITY of a wrong size on a closed stream",
                to_server({get(1), Respond{1}, frame(FrameType::PRIORITY, 0, 1, Octets(4))}),
                RuleId::priority_size, accept(), connection_error(ErrorCode::FRAME_SIZE_ERROR));
}

TEST_CASE("nghttp2: a stream that depends on itself", "[oracle]") {
    Octets signal = u32(3);
    append(signal, octets({15}));
    demonstrate("a stream that depends on itself",
                to_server({frame(FrameType::PRIORITY, 0, 3, signal)}), RuleId::none, accept(),
                kProtocolError);
}

TEST_CASE("nghttp2: GOAWAY of a client that names its own streams", "[oracle]") {
    Octets payload = u32(0x7fff'ffff);
    append(payload, u32(0));
    demonstrate("GOAWAY of a client that names its own streams",
                to_server({frame(FrameType::GOAWAY, 0, 0, payload)}), RuleId::none, accept(),
                kProtocolError);
}

TEST_CASE("nghttp2: a setting twice in one frame", "[oracle]") {
    Octets payload = setting(SettingId::MAX_FRAME_SIZE, 1);
    append(payload, setting(SettingId::MAX_FRAME_SIZE, 16'384));
    demonstrate("a setting twice in one frame",
                to_server({frame(FrameType::SETTINGS, 0, 0, payload)}),
                RuleId::settings_max_frame_size, kProtocolError, accept());
}

TEST_CASE("nghttp2: PRIORITY_UPDATE unless we said NO_RFC7540_PRIORITIES", "[oracle]") {
    constexpr std::string_view kName = "PRIORITY_UPDATE unless we said NO_RFC7540_PRIORITIES";
    demonstrate(kName, to_server({priority_update(1, 1)}), RuleId::priority_update_stream,
                kProtocolError, accept());
    const Comparison strict =
        compare(to_server({priority_update(1, 1)}, {{SettingId::NO_RFC7540_PRIORITIES, 1}}));
    CHECK(strict.ours == kProtocolError);
    CHECK(strict.theirs == kProtocolError);
}

TEST_CASE("nghttp2: PRIORITY_UPDATE after streams were skipped", "[oracle]") {
    demonstrate(
        "PRIORITY_UPDATE after streams were skipped",
        to_server({kAck, priority_update(0, 1), priority_update(0, 3), get(5, false),
                   priority_update(0, 7)},
                  {{SettingId::NO_RFC7540_PRIORITIES, 1}, {SettingId::MAX_CONCURRENT_STREAMS, 2}}),
        RuleId::none, accept(), kProtocolError);
}

TEST_CASE("nghttp2: PRIORITY once we said NO_RFC7540_PRIORITIES", "[oracle]") {
    demonstrate("PRIORITY once we said NO_RFC7540_PRIORITIES",
                to_server({frame(FrameType::PRIORITY, 0, 0, Octets(5))},
                          {{SettingId::NO_RFC7540_PRIORITIES, 1}}),
                RuleId::stream_id_required, kProtocolError, accept());
}

TEST_CASE("nghttp2: promises on a stream that is closed", "[oracle]") {
    constexpr std::string_view kName = "promises on a stream that is closed";
    const Outcome refused = stream_error(2, ErrorCode::CANCEL);
    demonstrate(kName, to_client({Request{"GET"}, Reset{1}, promise(1, 2, "GET")}), RuleId::none,
                accept(), refused);
    demonstrate(
        kName,
        to_client({Request{"GET"}, headers(1, {{":status", "200"}}, true), promise(1, 2, "GET")}),
        RuleId::push_parent, kProtocolError, refused);
}

TEST_CASE("nghttp2: a promise on a stream that the server has ended", "[oracle]") {
    demonstrate("a promise on a stream that the server has ended",
                to_client({Request{"POST", false}, headers(1, {{":status", "200"}}, true),
                           promise(1, 2, "GET")}),
                RuleId::push_parent, kProtocolError, connection_error(ErrorCode::STREAM_CLOSED));
}

TEST_CASE("nghttp2: closed streams are not remembered", "[oracle]") {
    constexpr std::string_view kName = "closed streams are not remembered";
    demonstrate(kName, to_server({get(1), Respond{1}, data(1, 1)}), RuleId::closed_after_end_stream,
                connection_error(ErrorCode::STREAM_CLOSED), accept());
    demonstrate(kName, to_server({get(1), Respond{1}, get(1)}), RuleId::closed_after_end_stream,
                connection_error(ErrorCode::STREAM_CLOSED), accept());
    demonstrate(kName, to_server({get(3), Respond{3}, get(1)}), RuleId::stream_id_order,
                kProtocolError, accept());
}

TEST_CASE("nghttp2: CONTINUATION longer than MAX_FRAME_SIZE", "[oracle]") {
    Octets field = octets({0, 1, 'x', 0x7f, 0xff, 0xff, 0x00});  // a value of 16,510 octets
    append(field, Octets(16'510, std::byte{'a'}));
    demonstrate("CONTINUATION longer than MAX_FRAME_SIZE",
                to_server({frame(FrameType::HEADERS, 0, 1, block({{":method", "GET"}})),
                           frame(FrameType::CONTINUATION, 0, 1, field)}),
                RuleId::frame_size_max, connection_error(ErrorCode::FRAME_SIZE_ERROR), accept());
}

TEST_CASE("nghttp2: streams above the last one of our GOAWAY", "[oracle]") {
    demonstrate("streams above the last one of our GOAWAY",
                to_server({get(1, false), GoAway{}, data(3, 1)}), RuleId::after_goaway_ignored,
                accept(), kProtocolError);
}

TEST_CASE("nghttp2: empty DATA before the final response", "[oracle]") {
    demonstrate("empty DATA before the final response",
                to_client({Request{"GET"}, headers(1, {{":status", "103"}}, false), data(1, 0)}),
                RuleId::data_before_headers, stream_error(1, ErrorCode::PROTOCOL_ERROR), accept());
}

TEST_CASE("nghttp2: padding on a closed stream", "[oracle]") {
    demonstrate(
        "padding on a closed stream",
        to_server({get(1), Respond{1}, frame(FrameType::DATA, h2::flag::PADDED, 1, octets({1}))}),
        RuleId::data_padding, kProtocolError, accept());
}

TEST_CASE("nghttp2: INITIAL_WINDOW_SIZE that is too much for a stream", "[oracle]") {
    demonstrate("INITIAL_WINDOW_SIZE that is too much for a stream",
                to_server({get(1, false), window_update(1, 0x7fff'0000),
                           frame(FrameType::SETTINGS, 0, 0,
                                 setting(SettingId::INITIAL_WINDOW_SIZE, 65'536))}),
                RuleId::settings_window_overflow, connection_error(ErrorCode::FLOW_CONTROL_ERROR),
                stream_error(1, ErrorCode::FLOW_CONTROL_ERROR));
}
