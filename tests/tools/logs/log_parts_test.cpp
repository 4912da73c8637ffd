// Values, times and lines.

#include <catch2/catch.hpp>

#include "tools/logs/log_lines.hpp"
#include "tools/logs/log_time.hpp"
#include "tools/logs/log_values.hpp"

using namespace tools;

TEST_CASE("logs: values in all the ways they are written", "[logs]") {
    CHECK(log_number("0x1F", 31) == 31U);
    CHECK(!log_number("32", 31));
    CHECK(!log_number("", 31));
    CHECK(!log_number("-1", 31));
    CHECK(!log_number("1x", 31));
    CHECK(log_type("WindowUpdate") == 8);
    CHECK(log_type("GO_AWAY") == 7);
    CHECK(log_type("UNKNOWN_FRAME_TYPE_250") == 250);
    CHECK(log_type("0x10") == 16);
    CHECK(!log_type("FROG"));
    CHECK(!log_type(""));
    CHECK(log_flags(1, "END_STREAM|END_HEADERS") == 5);
    CHECK(log_flags(1, "END_STREAM, 0x40") == 0x41);
    CHECK(log_flags(4, "ACK") == 1);
    CHECK(log_flags(4, "NONE") == 0);
    CHECK(log_flags(4, "") == 0);
    CHECK(!log_flags(4, "END_STREAM"));
    CHECK(log_error_code("CANCEL") == h2::ErrorCode::CANCEL);
    CHECK(log_error_code("8 (CANCEL)") == h2::ErrorCode::CANCEL);
    CHECK(log_error_code("CANCEL(0x08)") == h2::ErrorCode::CANCEL);
    CHECK(log_error_code("HTTP_1_1_REQUIRED") == h2::ErrorCode::HTTP_1_1_REQUIRED);
    CHECK(log_error_code("unknown error code 0x2a") == static_cast<h2::ErrorCode>(42));
    CHECK(!log_error_code("NO_SUCH_ERROR"));
    CHECK(!log_error_code(""));
    CHECK(log_settings("")->empty());
    CHECK(log_settings("enable_push: false")->at(0).value == 0);
    CHECK(!log_settings("NO_SUCH_SETTING=1"));
    CHECK(!log_settings("MAX_FRAME_SIZE=4294967296"));
    CHECK(log_quoted_octets(R"("\x00\x01\"\n\\abc")") == 0x0001220a5c616263U);
    CHECK(!log_quoted_octets(R"("seven77")"));
    CHECK(!log_quoted_octets(R"("nine 9999")"));
    CHECK(!log_quoted_octets(R"("\x0)"));
    CHECK(!log_quoted_octets("\"\\"));
    CHECK(!log_listed_octets("[1, 2, 3]"));
    CHECK(!log_listed_octets("[1, 2, 3, 4, 5, 6, 7, 256]"));
}

TEST_CASE("logs: times", "[logs]") {
    CHECK(find_log_clock("x 2024/07/03 17:57:59.5 y")->nanoseconds == 1'720'029'479'500'000'000);
    CHECK(find_log_clock("1970-01-01T00:00:01,000000002")->nanoseconds == 1'000'000'002);
    CHECK(find_log_clock("12:00:00")->nanoseconds == std::int64_t{43'200} * 1'000'000'000);
    CHECK(!find_log_clock("12:00:00")->dated);
    CHECK(!find_log_clock("12:61:00"));
    CHECK(!find_log_clock("a:b:c 1:2:3 fe80::1"));
    CHECK(log_seconds("0.190") == 190'000'000);
    CHECK(!log_seconds("x"));
    LogTimes times;
    CHECK(times.since_first(find_log_clock("23:59:59")) == 0);
    CHECK(times.since_first(find_log_clock("00:00:01")) == 2'000'000'000);
    CHECK(times.since_first(std::nullopt) == -1);
    CHECK(times.since_first(find_log_clock("00:00:02")) == 3'000'000'000);
}

TEST_CASE("logs: lines without line ends and colours", "[logs]") {
    LogLines lines{"\xef\xbb\xbfone\r\n\x1b[1;31mtwo\x1b[0m\n\nfour\x1b[1"};
    CHECK(lines.next() == "one");
    CHECK(lines.next() == "two");
    CHECK(lines.next() == "");
    CHECK(lines.next() == "four");
    CHECK(lines.number() == 4);
    CHECK(!lines.next());
    LogLines escape{"a\x1b"};
    CHECK(escape.next() == "a");
}
