// The line notation for frames: what is written is read back, and what cannot be read is explained.

#include "sim/scenario/notation.hpp"

#include <optional>

#include "tests/support/frames.hpp"

using sim::parse_script_line;
using sim::ScriptLine;

namespace {

std::string error_of(std::string_view line) {
    const auto parsed = parse_script_line(line);
    return parsed ? "" : parsed.error();
}

}  // namespace

TEST_CASE("notation: every line a script can hold is read and written alike", "[notation]") {
    const char* const lines[] = {
        "HEADERS 1",
        "HEADERS 2147483647 END_STREAM",
        "DATA 1 len=0",
        "DATA 3 len=4096 END_STREAM",
        "RST_STREAM 1 CANCEL",
        "RST_STREAM 5 HTTP_1_1_REQUIRED",
        "SETTINGS",
        "SETTINGS ACK",
        "PING",
        "PING ACK",
        "GOAWAY last=3 NO_ERROR",
        "GOAWAY last=0 ENHANCE_YOUR_CALM",
        "WINDOW_UPDATE 0 +0",
        "WINDOW_UPDATE 7 +2147483647",
        "PRIORITY 1",
    };
    for (const char* line : lines) {
        CAPTURE(line);
        const auto parsed = parse_script_line(line);
        REQUIRE(parsed.has_value());
        CHECK(parsed->kind == ScriptLine::Kind::send);
        CHECK(sim::to_text(parsed->frame) == line);
    }
}

TEST_CASE("notation: an await line has what is compared, and no more", "[notation]") {
    for (const char* const line :
         {"HEADERS 1", "HEADERS 1 END_STREAM", "DATA 3", "DATA 3 END_STREAM", "RST_STREAM 1",
          "SETTINGS", "SETTINGS ACK", "PING", "PING ACK", "GOAWAY", "WINDOW_UPDATE 0",
          "WINDOW_UPDATE 7", "PRIORITY 1"}) {
        CAPTURE(line);
        const auto await = parse_script_line(std::string{"await "} + line);
        REQUIRE(await.has_value());
        CHECK(await->kind == ScriptLine::Kind::await);
        CHECK(sim::matches(*await, await->frame));
    }
    for (const auto& [line, word] : {std::pair{"DATA 1 len=5", "len=5"},
                                     {"RST_STREAM 1 CANCEL", "CANCEL"},
                                     {"SETTINGS MAX_FRAME_SIZE=16384", "MAX_FRAME_SIZE=16384"},
                                     {"GOAWAY last=3", "last=3"},
                                     {"GOAWAY NO_ERROR", "NO_ERROR"},
                                     {"WINDOW_UPDATE 0 +5", "+5"}}) {
        CAPTURE(line);
        CHECK(error_of(line).empty());
        CHECK(error_of(std::string{"await "} + line) ==
              "expected the end of the line (no more is compared of a frame that comes) instead of "
              "\"" +
                  std::string{word} + "\"");
    }
}

TEST_CASE("notation: every error code and every SETTINGS parameter has its RFC name",
          "[notation]") {
    for (std::uint32_t code = 0; code <= 0xd; ++code) {
        const auto name = h2::name(static_cast<h2::ErrorCode>(code));
        const auto parsed = parse_script_line("RST_STREAM 1 " + std::string{name});
        REQUIRE(parsed.has_value());
        CHECK(parsed->frame == test::rst(1, static_cast<h2::ErrorCode>(code)));
    }
    for (std::uint16_t id = 1; id <= 6; ++id) {
        const h2::SettingList list{1, {{static_cast<h2::SettingId>(id), 7}}};
        const std::string text = sim::to_text(test::settings(list));
        const auto parsed = parse_script_line(text);
        REQUIRE(parsed.has_value());
        CHECK(parsed->settings == list.values);
    }
}

TEST_CASE("notation: several parameters, in order", "[notation]") {
    const auto parsed =
        parse_script_line("SETTINGS MAX_CONCURRENT_STREAMS=1 INITIAL_WINDOW_SIZE=4294967295");
    REQUIRE(parsed.has_value());
    const std::vector<h2::Setting> expected = {{h2::SettingId::MAX_CONCURRENT_STREAMS, 1},
                                               {h2::SettingId::INITIAL_WINDOW_SIZE, 0xffff'ffff}};
    CHECK(parsed->settings == expected);
}

TEST_CASE("notation: what may be left out", "[notation]") {
    const auto text_of = [](std::string_view line) {
        const auto parsed = parse_script_line(line);
        REQUIRE(parsed.has_value());
        return sim::to_text(parsed->frame);
    };
    CHECK(text_of("DATA 1") == "DATA 1 len=0");
    CHECK(text_of("DATA 1 END_STREAM") == "DATA 1 len=0 END_STREAM");
    CHECK(text_of("RST_STREAM 1") == "RST_STREAM 1 CANCEL");
    CHECK(text_of("GOAWAY") == "GOAWAY last=0 NO_ERROR");
    CHECK(text_of("  PING   ACK  ") == "PING ACK");  // blanks do not matter
}

TEST_CASE("notation: frames that only appear in traces", "[notation]") {
    CHECK(sim::to_text(test::push_promise(1, 2)) == "PUSH_PROMISE 1 promised=2");
    CHECK(sim::to_text(h2::Continuation{test::stream(1)}) == "CONTINUATION 1");
    CHECK(sim::to_text(h2::UnknownFrame{test::stream(3), 0x42, 0, {}}) == "UNKNOWN(66) 3");
}

TEST_CASE("notation: an error says what was expected", "[notation]") {
    const std::pair<const char*, const char*> cases[] = {
        {"",
         "expected HEADERS, DATA, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE or "
         "PRIORITY at the end"},
        {"await",
         "expected HEADERS, DATA, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE or "
         "PRIORITY at the end"},
        {"headers 1",
         "expected HEADERS, DATA, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE "
         "or PRIORITY instead of \"headers\""},
        {"HEADERS", "expected a stream identifier at the end"},
        {"HEADERS one", "expected a stream identifier instead of \"one\""},
        {"HEADERS -1", "expected a stream identifier instead of \"-1\""},
        {"HEADERS 2147483648", "expected a stream identifier instead of \"2147483648\""},
        {"HEADERS 4294967297", "expected a stream identifier instead of \"4294967297\""},
        {"HEADERS 1 END", "expected the end of the line instead of \"END\""},
        {"HEADERS 1 END_STREAM END_STREAM",
         "expected the end of the line instead of \"END_STREAM\""},
        {"DATA 1 len=", "expected the end of the line instead of \"len=\""},
        {"DATA 1 len=x", "expected the end of the line instead of \"len=x\""},
        {"DATA 1 len=16777216", "expected len= at most 16777215 instead of \"len=16777216\""},
        {"RST_STREAM 1 cancel", "expected the end of the line instead of \"cancel\""},
        {"SETTINGS ACK MAX_FRAME_SIZE=1",
         "expected the end of the line instead of \"MAX_FRAME_SIZE=1\""},
        {"SETTINGS MAX_FRAME_SIZE",
         "expected NAME=value with a SETTINGS parameter of 9113/6.5.2 "
         "instead of \"MAX_FRAME_SIZE\""},
        {"SETTINGS SIZE=1",
         "expected NAME=value with a SETTINGS parameter of 9113/6.5.2 instead "
         "of \"SIZE=1\""},
        {"SETTINGS MAX_FRAME_SIZE=4294967296",
         "expected NAME=value with a SETTINGS parameter of 9113/6.5.2 instead of "
         "\"MAX_FRAME_SIZE=4294967296\""},
        {"PING PONG", "expected the end of the line instead of \"PONG\""},
        {"GOAWAY last=2147483648",
         "expected last= at most 2147483647 instead of \"last=2147483648\""},
        {"WINDOW_UPDATE 0", "expected +INCREMENT at the end"},
        {"WINDOW_UPDATE 0 5", "expected +INCREMENT instead of \"5\""},
        {"WINDOW_UPDATE 0 +2147483648", "expected +INCREMENT instead of \"+2147483648\""},
        {"WINDOW_UPDATE +5", "expected a stream identifier instead of \"+5\""},
        {"PRIORITY", "expected a stream identifier at the end"},
    };
    for (const auto& [line, message] : cases) {
        CAPTURE(line);
        CHECK(error_of(line) == message);
    }
}

TEST_CASE("notation: what an await line matches", "[notation]") {
    const auto matches = [](std::string_view await, const h2::Frame& frame) {
        const auto line = parse_script_line(await);
        REQUIRE(line.has_value());
        return sim::matches(*line, frame);
    };
    CHECK(matches("await HEADERS 1", test::headers(1)));
    CHECK(matches("await HEADERS 1", test::headers(1, true)));
    CHECK(matches("await HEADERS 1 END_STREAM", test::headers(1, true)));
    CHECK_FALSE(matches("await HEADERS 1 END_STREAM", test::headers(1)));
    CHECK_FALSE(matches("await HEADERS 1", test::headers(3)));
    CHECK_FALSE(matches("await HEADERS 1", test::data(1, 0)));
    CHECK(matches("await DATA 1", test::data(1, 9)));  // type and stream count
    CHECK(matches("await RST_STREAM 1", test::rst(1, h2::ErrorCode::PROTOCOL_ERROR)));
    CHECK(matches("await SETTINGS ACK", test::settings_ack()));
    CHECK_FALSE(matches("await SETTINGS", test::settings_ack()));
    CHECK(matches("await PING ACK", h2::Ping{0, true}));
    CHECK_FALSE(matches("await PING ACK", h2::Ping{}));
    CHECK(matches("await GOAWAY", test::goaway(7)));
}
