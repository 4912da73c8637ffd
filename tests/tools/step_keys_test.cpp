// Keys out of octets, as terminals send them, and lines that fit a screen.

#include <catch2/catch.hpp>

#include "tests/support/split_mix64.hpp"
#include "tools/terminal/keys.hpp"
#include "tools/terminal/styled_line.hpp"

using tools::Key;
using tools::Line;
using tools::Style;
using tools::take_key;
using Kind = tools::Key::Kind;

namespace {

// All keys in the octets, none of which is the beginning of more.
std::vector<Key> keys_of(std::string octets) {
    std::vector<Key> keys;
    while (const auto key = take_key(octets, true)) {
        keys.push_back(*key);
    }
    CHECK(octets.empty());
    return keys;
}

Kind kind_of(const std::string& octets) {
    const auto keys = keys_of(octets);
    REQUIRE(keys.size() == 1);
    return keys[0].kind;
}

}  // namespace

TEST_CASE("step keys: what terminals send", "[step]") {
    CHECK(kind_of("\x1b[A") == Kind::up);
    CHECK(kind_of("\x1bOA") == Kind::up);
    CHECK(kind_of("\x1b[B") == Kind::down);
    CHECK(kind_of("\x1b[C") == Kind::right);
    CHECK(kind_of("\x1bOD") == Kind::left);
    CHECK(kind_of("\x1b[H") == Kind::home);
    CHECK(kind_of("\x1b[1~") == Kind::home);
    CHECK(kind_of("\x1b[4~") == Kind::end);
    CHECK(kind_of("\x1b[5~") == Kind::page_up);
    CHECK(kind_of("\x1b[6~") == Kind::page_down);
    CHECK(kind_of("\r") == Kind::enter);
    CHECK(kind_of("\n") == Kind::enter);
    CHECK(kind_of("\x7f") == Kind::backspace);
    CHECK(kind_of("\b") == Kind::backspace);
    CHECK(kind_of("\x0c") == Kind::redraw);
    CHECK(kind_of("\x15") == Kind::clear);
    CHECK(kind_of("\x1b") == Kind::escape);
    CHECK(kind_of("\x1b[1;5C") == Kind::unknown);  // Ctrl-Right
    CHECK(kind_of("\x01") == Kind::unknown);
    CHECK(kind_of("\x1b[200~") == Kind::unknown);
    CHECK(keys_of("j") == std::vector<Key>{{Kind::text, "j"}});
    CHECK(keys_of("\xc3\xa4") == std::vector<Key>{{Kind::text, "ä"}});
    CHECK(keys_of("\xe2\x82\xac") == std::vector<Key>{{Kind::text, "€"}});
}

TEST_CASE("step keys: several at once, and ESC before a key", "[step]") {
    CHECK(keys_of("12g\x1b[A\r") == std::vector<Key>{{Kind::text, "1"},
                                                     {Kind::text, "2"},
                                                     {Kind::text, "g"},
                                                     {Kind::up, ""},
                                                     {Kind::enter, ""}});
    CHECK(keys_of("\x1bq") == std::vector<Key>{{Kind::escape, ""}, {Kind::text, "q"}});
    CHECK(keys_of("\x1b\x1b[A") == std::vector<Key>{{Kind::escape, ""}, {Kind::up, ""}});
}

TEST_CASE("step keys: the beginning of a key waits for the rest", "[step]") {
    for (const std::string whole : {"\x1b[A", "\x1bOA", "\x1b[15~", "\xe2\x82\xac", "\xc3\xa4"}) {
        CAPTURE(whole);
        for (std::size_t length = 1; length < whole.size(); ++length) {
            std::string octets = whole.substr(0, length);
            CHECK_FALSE(take_key(octets, false));
            CHECK(octets.size() == length);
        }
        std::string octets = whole;
        CHECK(take_key(octets, false));
        CHECK(octets.empty());
    }
    std::string none;
    CHECK_FALSE(take_key(none, false));
    CHECK_FALSE(take_key(none, true));
}

TEST_CASE("step keys: octets that are no key have no meaning, and none stays", "[step]") {
    CHECK(keys_of("\xff") == std::vector<Key>{{Kind::unknown, ""}});
    CHECK(keys_of("\xc3") == std::vector<Key>{{Kind::unknown, ""}});
    CHECK(keys_of("\xe2\x80\xae").front().kind == Kind::unknown);  // turns the writing around
    CHECK(keys_of("\xc2\x9b").front().kind == Kind::unknown);      // C1: CSI
    std::string endless = "\x1b[" + std::string(100, '1');
    CHECK(take_key(endless, false)->kind == Kind::unknown);
    support::SplitMix64 random{3};
    for (int i = 0; i < 2000; ++i) {
        std::string octets;
        for (std::size_t n = random.below(12); n > 0; --n) {
            octets += static_cast<char>(random.below(3) == 0 ? 0x1b : random.below(256));
        }
        for (const Key& key : keys_of(octets)) {
            REQUIRE(key.text.empty() == (key.kind != Kind::text));
            REQUIRE(key.text.find('\x1b') == std::string::npos);
        }
    }
}

TEST_CASE("step lines: cut and filled by columns", "[step]") {
    CHECK(tools::fitted("abc", 5) == "abc  ");
    CHECK(tools::fitted("abcdef", 4) == "abc…");
    CHECK(tools::fitted("äöüß", 4) == "äöüß");
    CHECK(tools::fitted("äöüßx", 4) == "äöü…");
    CHECK(tools::fitted("ab", 1) == "…");
    CHECK(tools::fitted("漢字", 6) == "漢字  ");
    CHECK(tools::fitted("漢字漢", 4) == "漢… ");
    const Line line = {{"ab", Style::plain}, {"cd", Style::wrong}, {"ef", Style::plain}};
    CHECK(tools::rendered(line, 10, false) == "abcdef");
    CHECK(tools::rendered(line, 10, true) == "ab\x1b[1;31mcd\x1b[0mef");
    CHECK(tools::rendered(line, 3, true) == "ab\x1b[1;31m…\x1b[0m");
    CHECK(tools::rendered(line, 2, true) == "ab");
    CHECK(tools::rendered(line, 0, true).empty());
}
