// What errors look like: harmless text, nearest names, the caret.

#include <array>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "sim/text/input_error.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

TEST_CASE("printable: control characters and direction marks are escaped", "[messages]") {
    CHECK(sim::printable("plain Grüße 漢字") == "plain Grüße 漢字");
    CHECK(sim::printable("a\nb\tc\r") == "a\\nb\\tc\\r");
    CHECK(sim::printable("\x1b[2J\x07") == "\\x1b[2J\\x07");
    CHECK(sim::printable("\xc2\x9b") == "\\x9b");  // C1 CSI
    CHECK(sim::printable("\xe2\x80\xae"
                         "evil") ==
          "\\u202e"
          "evil");  // right-to-left override
    CHECK(sim::printable("\xe2\x80\xa8") == "\\u2028");
    CHECK(sim::printable("\xff\xc0\xaf") == "\\xff\\xc0\\xaf");
    CHECK(sim::printable("\xe0\x80\xaf") == "\\xe0\\x80\\xaf");  // overlong
    CHECK(sim::printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // a surrogate is not UTF-8
    CHECK(sim::printable(std::string_view{"\0", 1}) == "\\x00");
}

TEST_CASE("printable: long text is cut, by characters", "[messages]") {
    CHECK(sim::printable("ééééé", 3) == "ééé…");
    CHECK(sim::printable("ééé", 3) == "ééé");
    CHECK(sim::in_quotes(std::string(1'000'000, 'x'), 4) == "\"xxxx…\"");
}

TEST_CASE("printable: a source line keeps its columns", "[messages]") {
    CHECK(sim::printable_line("\ta\x1b\xc2\x9b\xffz") == " a???z");
}

TEST_CASE("nearest name: distance counts insertions, deletions, changes and swaps", "[messages]") {
    CHECK(sim::edit_distance("", "") == 0);
    CHECK(sim::edit_distance("limit", "limit") == 0);
    CHECK(sim::edit_distance("", "abc") == 3);
    CHECK(sim::edit_distance("limit", "limits") == 1);
    CHECK(sim::edit_distance("lmiit", "limit") == 1);
    CHECK(sim::edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("nearest name: only what can be meant is suggested", "[messages]") {
    const std::array<std::string_view, 4> names = {"limit", "requests", "write-first", "loop"};
    CHECK(sim::nearest_name("limt", names) == "limit");
    CHECK(sim::nearest_name("write_first", names) == "write-first");
    CHECK(sim::nearest_name("LIMIT", names) == "limit");
    CHECK(sim::nearest_name("Request", names) == "requests");
    CHECK(sim::nearest_name("pool", names).empty());
    const std::vector<std::string_view> long_names{"races/go-landed-later", "races/go-landed",
                                                   "races/h2o-before"};
    CHECK(sim::nearest_name("races/go", long_names) == "races/go-landed");  // the shortest
    CHECK(sim::nearest_name("RACES/GO-", long_names) == "races/go-landed");
    CHECK(sim::nearest_name("ra", long_names).empty());
    CHECK(sim::nearest_name("aces", long_names).empty());
    const std::array<std::string_view, 2> equally_near = {"cat", "car"};
    CHECK(sim::nearest_name("cab", equally_near) == "cat");
    CHECK(sim::nearest_name("zzz", names).empty());
    CHECK(sim::nearest_name("", names).empty());
    CHECK(sim::nearest_name(std::string(1'000'000, 'l'), names).empty());
    CHECK(sim::did_you_mean("lop", names) == "did you mean \"loop\"?");
    CHECK(sim::did_you_mean("zzz", names).empty());
}

TEST_CASE("input error: place, source line, caret, pointer, expectation, hint", "[messages]") {
    const sim::InputError error{.file = "a.json",
                                .line = 3,
                                .column = 12,
                                .pointer = "/limit",
                                .message = "\"limit\" is 0",
                                .expected = "an integer from 1 to 1000",
                                .hint = "try 1",
                                .source_line = "  \"limit\": 0,",
                                .code = sim::ErrorCode::out_of_range};
    CHECK(sim::to_text(error) ==
          "a.json:3:12: error[out-of-range]: \"limit\" is 0\n"
          "      \"limit\": 0,\n"
          "               ^\n"
          "  at /limit\n"
          "  expected an integer from 1 to 1000\n"
          "  hint: try 1\n");
}

TEST_CASE("input error: a command line argument has no line", "[messages]") {
    sim::InputError error;
    error.file = "--set";
    error.column = 7;
    error.message = "wrong";
    error.source_line = "limit=0";
    CHECK(sim::to_text(error) == "--set: error: wrong\n    limit=0\n          ^\n");
}

TEST_CASE("input error: a long line is cut around the column", "[messages]") {
    std::string line(5000, 'a');
    line[2999] = 'X';
    sim::InputError error;
    error.line = 1;
    error.column = 3000;
    error.source_line = line;
    const std::string text = sim::to_text(error);
    CHECK(text.size() < 400);
    const std::size_t source = text.find("    …");
    const std::size_t caret_line = text.find('\n', source) + 1;
    const std::string shown = text.substr(source, caret_line - source);
    const std::size_t ellipsis = std::string_view{"…"}.size() - 1;  // bytes beyond its one column
    CHECK(text.find('^') - caret_line == shown.find('X') - ellipsis);
}

TEST_CASE("input error: file names cannot steer the terminal", "[messages]") {
    sim::InputError error;
    error.file = "\x1b]0;title\x07.json";
    error.message = "m";
    CHECK(sim::to_text(error) == "\\x1b]0;title\\x07.json: error: m\n");
}

TEST_CASE("locate: lines and columns of bytes", "[messages]") {
    CHECK(sim::locate("ab\ncd", 4) == sim::Location{4, 2, 2});
    CHECK(sim::locate("é\néx", 5) == sim::Location{5, 2, 2});
    CHECK(sim::locate("ab", 99) == sim::Location{2, 1, 3});
    CHECK(sim::line_at("ab\r\ncd\r\n", sim::locate("ab\r\ncd\r\n", 5)) == "cd");
}
