#include "h2core/settings.hpp"

#include "tests/support/frames.hpp"

using namespace h2;
using enum SettingId;

namespace {

constexpr bool kFromClient = false;
constexpr bool kFromServer = true;
const SettingId kUnknown = static_cast<SettingId>(0x99);

}  // namespace

TEST_CASE("9113/6.5.2 the initial values", "[rfc9113][6.5.2]") {
    const Settings initial;
    CHECK(initial.header_table_size == 4'096);
    CHECK(initial.enable_push == 1);
    CHECK(initial.max_concurrent_streams == kUnlimited);
    CHECK(initial.initial_window_size == 65'535);
    CHECK(initial.max_frame_size == 16'384);
    CHECK(initial.max_header_list_size == kUnlimited);
}

TEST_CASE("9113/6.5.2 each parameter replaces its own value", "[rfc9113][6.5.2]") {
    Settings settings;
    Settings expected;

    settings.apply({HEADER_TABLE_SIZE, 1});
    expected.header_table_size = 1;
    CHECK(settings == expected);
    settings.apply({ENABLE_PUSH, 0});
    expected.enable_push = 0;
    CHECK(settings == expected);
    settings.apply({MAX_CONCURRENT_STREAMS, 3});
    expected.max_concurrent_streams = 3;
    CHECK(settings == expected);
    settings.apply({INITIAL_WINDOW_SIZE, 4});
    expected.initial_window_size = 4;
    CHECK(settings == expected);
    settings.apply({MAX_FRAME_SIZE, 20'000});
    expected.max_frame_size = 20'000;
    CHECK(settings == expected);
    settings.apply({MAX_HEADER_LIST_SIZE, 6});
    expected.max_header_list_size = 6;
    CHECK(settings == expected);
    settings.apply({kUnknown, 7});
    CHECK(settings == expected);
}

TEST_CASE("9113/6.5.2 ENABLE_PUSH is 0 or 1, from a server only 0",
          "[rfc9113][6.5.2][9113/6.5.2/enable-push]") {
    const SettingError error = {ErrorCode::PROTOCOL_ERROR, RuleId::settings_enable_push};
    CHECK_FALSE(validate({ENABLE_PUSH, 0}, kFromClient));
    CHECK_FALSE(validate({ENABLE_PUSH, 1}, kFromClient));
    CHECK(validate({ENABLE_PUSH, 2}, kFromClient) == error);
    CHECK_FALSE(validate({ENABLE_PUSH, 0}, kFromServer));
    CHECK(validate({ENABLE_PUSH, 1}, kFromServer) == error);
}

TEST_CASE("9113/6.5.2 INITIAL_WINDOW_SIZE is at most 2^31-1",
          "[rfc9113][6.5.2][9113/6.5.2/initial-window-size]") {
    const SettingError error = {ErrorCode::FLOW_CONTROL_ERROR,
                                RuleId::settings_initial_window_size};
    CHECK_FALSE(validate({INITIAL_WINDOW_SIZE, 0}, kFromServer));
    CHECK_FALSE(validate({INITIAL_WINDOW_SIZE, 0x7fff'ffffU}, kFromServer));
    CHECK(validate({INITIAL_WINDOW_SIZE, 0x8000'0000U}, kFromServer) == error);
}

TEST_CASE("9113/6.5.2 MAX_FRAME_SIZE lies between 2^14 and 2^24-1",
          "[rfc9113][6.5.2][9113/6.5.2/max-frame-size]") {
    const SettingError error = {ErrorCode::PROTOCOL_ERROR, RuleId::settings_max_frame_size};
    CHECK(validate({MAX_FRAME_SIZE, 16'383}, kFromServer) == error);
    CHECK_FALSE(validate({MAX_FRAME_SIZE, 16'384}, kFromServer));
    CHECK_FALSE(validate({MAX_FRAME_SIZE, 16'777'215}, kFromServer));
    CHECK(validate({MAX_FRAME_SIZE, 16'777'216}, kFromServer) == error);
}

TEST_CASE("9113/6.5.2 the other parameters take every value, unknown ones too",
          "[rfc9113][6.5.2][9113/6.5.2/unknown-ignored]") {
    for (const SettingId id :
         {HEADER_TABLE_SIZE, MAX_CONCURRENT_STREAMS, MAX_HEADER_LIST_SIZE, kUnknown}) {
        CAPTURE(name(id));
        CHECK_FALSE(validate({id, 0}, kFromClient));
        CHECK_FALSE(validate({id, 0xffff'ffffU}, kFromClient));
    }
}
