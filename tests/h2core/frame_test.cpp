#include "h2core/frame.hpp"

#include <string>

#include "tests/support/frames.hpp"

using namespace h2;

namespace {

const FieldList kFrameFields = {1, 37, {}};
const SettingList kTwoSettings = {
    1, {{SettingId::ENABLE_PUSH, 0}, {SettingId::MAX_FRAME_SIZE, 16'384}}};

Frame padded_headers(bool has_priority) {
    Headers frame;
    frame.stream = test::stream(1);
    frame.fields = Fields{&kFrameFields};
    frame.padding = 4;
    frame.has_priority = has_priority;
    return frame;
}

struct FrameCase {
    Frame frame;
    std::string name;
    std::uint32_t stream;
    std::uint32_t octets;
};

}  // namespace

TEST_CASE("9113/4.1 name, stream and size on the wire of every frame", "[rfc9113][4.1]") {
    const FrameCase cases[] = {
        {Data{test::stream(3), {nullptr, 100}, 0, true}, "DATA", 3, 109},
        {Data{test::stream(3), {nullptr, 100}, 11, true}, "DATA", 3, 120},
        {test::headers(5), "HEADERS", 5, 9},
        {padded_headers(false), "HEADERS", 1, 9 + 37 + 4},
        {padded_headers(true), "HEADERS", 1, 9 + 37 + 4 + 5},
        {test::priority(7), "PRIORITY", 7, 14},
        {test::rst(9), "RST_STREAM", 9, 13},
        {test::settings_ack(), "SETTINGS", 0, 9},
        {test::settings(kTwoSettings), "SETTINGS", 0, 9 + 12},
        {PushPromise{test::stream(1), test::stream(2), Fields{&kFrameFields}}, "PUSH_PROMISE", 1,
         50},
        {Ping{1, false}, "PING", 0, 17},
        {test::goaway(5), "GOAWAY", 0, 17},
        {GoAway{test::stream(5), ErrorCode::NO_ERROR, {nullptr, 6}}, "GOAWAY", 0, 23},
        {test::window_update(11, 1), "WINDOW_UPDATE", 11, 13},
        {Continuation{test::stream(13)}, "CONTINUATION", 13, 9},
        {UnknownFrame{test::stream(15), 0x42, 0, {nullptr, 8}}, "UNKNOWN", 15, 17},
    };
    for (const FrameCase& one : cases) {
        CAPTURE(one.name, one.octets);
        CHECK(name(one.frame) == one.name);
        CHECK(stream_of(one.frame).value() == one.stream);
        CHECK(wire_size(one.frame) == one.octets);
    }
}

TEST_CASE("9113/6 only DATA and HEADERS end a stream", "[rfc9113][6]") {
    CHECK(ends_stream(test::data(1, 0, true)));
    CHECK_FALSE(ends_stream(test::data(1, 0, false)));
    CHECK(ends_stream(test::headers(1, true)));
    CHECK_FALSE(ends_stream(test::headers(1, false)));
    for (const Frame& frame : {test::priority(1), test::rst(1), test::push_promise(1, 2),
                               test::window_update(1, 1), Frame{Continuation{test::stream(1)}}}) {
        CAPTURE(name(frame));
        CHECK_FALSE(ends_stream(frame));
    }
}

TEST_CASE("9113/6.9.1 padding counts against flow control", "[rfc9113][6.9.1]") {
    CHECK(Data{test::stream(1), {nullptr, 100}, 11, false}.flow_controlled() == 111);
}

TEST_CASE("octets are equal by content, or by length where nobody looks at them") {
    const std::byte one[] = {std::byte{1}, std::byte{2}};
    const std::byte same[] = {std::byte{1}, std::byte{2}};
    const std::byte other[] = {std::byte{1}, std::byte{3}};
    CHECK(Octets{one, 2} == Octets{same, 2});
    CHECK_FALSE(Octets{one, 2} == Octets{other, 2});
    CHECK(Octets{one, 1} == Octets{other, 1});
    CHECK_FALSE(Octets{one, 2} == Octets{one, 1});
    CHECK(Octets{nullptr, 2} == Octets{nullptr, 2});
    CHECK_FALSE(Octets{nullptr, 2} == Octets{one, 2});
}
