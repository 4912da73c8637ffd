// Widths of texts as terminals have them, and what is cut and broken by them.

#include "sim/text/columns.hpp"

#include <catch2/catch.hpp>

#include "sim/text/xml_text.hpp"

using Wrapped = std::vector<std::string>;

namespace {

constexpr const char* kAccent = "e\xCC\x81";           // e with a combining acute
constexpr const char* kFamily = "👩‍👩‍👧";  // three people and two joiners
constexpr const char* kHeart = "❤️";                    // U+2764 U+FE0F: shown as an emoji

}  // namespace

TEST_CASE("columns: letters, marks, wide characters, emoji", "[text]") {
    CHECK(sim::columns_of("") == 0);
    CHECK(sim::columns_of("abc") == 3);
    CHECK(sim::columns_of("…—é") == 3);
    CHECK(sim::columns_of("漢字") == 4);
    CHECK(sim::columns_of(kAccent) == 1);
    CHECK(sim::columns_of("😀") == 2);
    CHECK(sim::columns_of(kHeart) == 2);
    CHECK(sim::columns_of(kFamily) == 18);  // joiners are shown as \u200d
    CHECK(sim::columns_of("🇩🇪") == 2);
    CHECK(sim::columns_of("a\x01") == 5);  // shown as a\x01
    CHECK(sim::columns_of("\xff") == 4);
}

TEST_CASE("columns: what is cut never tears a character", "[text]") {
    CHECK(sim::cut_to("abcdef", 6) == "abcdef");
    CHECK(sim::cut_to("abcdefg", 6) == "abcde…");
    CHECK(sim::cut_to("漢漢漢", 4) == "漢…");
    CHECK(sim::cut_to("abc", 1) == "…");
    CHECK(sim::cut_to("abc", 0).empty());
    const std::string accents = std::string{kAccent} + kAccent + kAccent;
    CHECK(sim::cut_to(accents, 3) == accents);
    CHECK(sim::cut_to(accents, 2) == std::string{kAccent} + "…");
    CHECK(sim::cut_inside("races/stacks/jetty-headers-only", 20) == "races/stac…ders-only");
    CHECK(sim::cut_inside("漢漢漢漢漢", 7) == "漢…漢");
    CHECK(sim::cut_inside("abc", 1) == "…");
    CHECK(sim::last_columns("/tmp/漢字", 3) == "字");
    CHECK(sim::last_columns("/tmp/漢字", 5) == "/漢字");
    CHECK(sim::padded("漢", 4) == "漢  ");
    CHECK(sim::padded_left(kAccent, 3) == std::string{"  "} + kAccent);
    CHECK(sim::padded("abc", 2) == "abc");
}

TEST_CASE("columns: lines are broken at spaces, long words anywhere", "[text]") {
    CHECK(sim::wrapped("", 5) == Wrapped{""});
    CHECK(sim::wrapped("one two three", 7) == Wrapped{"one two", "three"});
    CHECK(sim::wrapped("one two three", 8, 2) == Wrapped{"one two", "  three"});
    CHECK(sim::wrapped("onetwothree four", 5) == Wrapped{"onetw", "othre", "e", "four"});
    CHECK(sim::wrapped("abcdefghij", 4) == Wrapped{"abcd", "efgh", "ij"});
    CHECK(sim::wrapped("abcdefghij", 4, 2) == Wrapped{"abcd", "  ef", "  gh", "  ij"});
    CHECK(sim::wrapped("  ääää öööö", 6) == Wrapped{"  ääää", "öööö"});
    CHECK(sim::wrapped("漢字漢字", 5) == Wrapped{"漢字", "漢字"});
    const std::string text = std::string{"a bb 漢 dddd 😀 eeeeeee "} + kAccent + kHeart;
    for (std::size_t columns = 2; columns < 40; ++columns) {
        for (const std::size_t indent : {std::size_t{0}, columns / 4}) {
            CAPTURE(columns, indent);
            std::string letters;
            for (const std::string& line : sim::wrapped(text, columns, indent)) {
                CHECK(sim::columns_of(line) <= columns);
                letters += line;
            }
            letters.erase(std::remove(letters.begin(), letters.end(), ' '), letters.end());
            std::string all = text;
            all.erase(std::remove(all.begin(), all.end(), ' '), all.end());
            CHECK(letters == all);
        }
    }
}

TEST_CASE("xml: markup, control characters and what is no character of XML", "[text]") {
    CHECK(sim::xml_text("a<b>&\"'\x7f") == "a&lt;b&gt;&amp;&quot;&apos;\\x7f");
    CHECK(sim::xml_text("a\x01\n\xff\x1b[m") == "a\\x01\\n\\xff\\x1b[m");
    CHECK(sim::xml_text("\xEF\xBF\xBE|\xEF\xBF\xBF|é") == "\xEF\xBF\xBD|\xEF\xBF\xBD|é");
}
