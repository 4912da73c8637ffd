// Pictures of traces: SVG and Mermaid. Whatever a scenario is called, they stay what they are.

#include "sim/trace/drawing.hpp"

#include <algorithm>

#include "tests/sim/trace/drawn.hpp"
#include "tests/support/well_formed.hpp"

using Catch::Contains;
using drawn::count;
using drawn::draw;

namespace {

std::string svg_of(const sim::Trace& trace) {
    return draw(trace, sim::to_svg);
}

std::string mermaid_of(const sim::Trace& trace) {
    return draw(trace, sim::to_mermaid);
}

// The number after `key` in an element.
int number(const std::string& element, const std::string& key) {
    const std::size_t at = element.find(' ' + key + "=\"");
    REQUIRE(at != std::string::npos);
    return std::stoi(element.substr(at + key.size() + 3));
}

std::vector<std::string> elements(const std::string& svg, const std::string& begin) {
    std::vector<std::string> found;
    for (std::size_t at = svg.find(begin); at != std::string::npos; at = svg.find(begin, at + 1)) {
        found.push_back(svg.substr(at, svg.find('>', at) - at));
    }
    return found;
}

const std::string kHostile =
    "</script><script>alert(1)</script> \" ' & ]]> <!-- \x01\x1b[31m \n"
    "\xEF\xBF\xBF %%{init: {}}%% ; # : end";

sim::Trace hostile() {
    sim::Trace trace = drawn::trace_of(drawn::kLanded);
    trace.scenario.id = kHostile;
    trace.scenario.title = kHostile;
    trace.scenario.why = kHostile;
    return trace;
}

}  // namespace

TEST_CASE("svg: the landed fix", "[trace][picture]") {
    const std::string svg = svg_of(drawn::trace_of(drawn::kLanded));
    CHECK(support::is_well_formed(svg));
    CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" "));
    CHECK(svg.ends_with("</svg>\n"));
    CHECK(count(svg, "<circle ") == 16);
    CHECK(count(svg, "class=\"node hit\"") == 1);
    CHECK(count(svg, "class=\"arrow\"") == 4);
    CHECK(count(svg, "class=\"hand\"") == 7);
    CHECK(count(svg, "class=\"wrong\"") == 1);
    CHECK(count(svg, "class=\"count off\">1<") == 5);  // steps 12 to 16
    CHECK_THAT(svg, Contains("no-false-refusal violated (RFC 9113/5.1.2, I1)"));
    CHECK_THAT(svg, Contains("<title id=\"t\">The fix that landed for golang/go#42777"));
    CHECK_THAT(svg, Contains("@media (prefers-color-scheme: dark)"));
    CHECK_THAT(svg, Contains(">stream error PROTOCOL_ERROR 9113/5.1.2<"));
    CHECK_THAT(svg, Contains(">It broke.<"));
    CHECK(svg == svg_of(drawn::trace_of(drawn::kLanded)));
}

TEST_CASE("svg: a client's threads stand on its side of the pipes", "[trace][picture]") {
    const std::string svg =
        svg_of(drawn::trace_of("client-check-then-reserve.client-within-limit"));
    const auto head = [&](const char* name) {
        for (const std::string& element : elements(svg, "<text ")) {
            const std::size_t at = svg.find(element) + element.size();
            if (svg.compare(at, std::string{name}.size() + 2, ">" + std::string{name} + "<") == 0) {
                return number(element, "x");
            }
        }
        FAIL("no lane " << name);
        return 0;
    };
    CHECK(head("caller 1") < head("caller 2"));
    CHECK(head("client writer") < head("to the server"));
    CHECK(head("to the client") < head("loop"));
    CHECK(count(svg, "class=\"hand\"") == 3);
    CHECK_THAT(mermaid_of(drawn::trace_of("client-check-then-reserve.client-within-limit")),
               Contains("p1-)p3: 7. queues HEADERS 5 END_STREAM"));
}

TEST_CASE("svg: a deadlock shows what stands in the pipes and its point of no return",
          "[trace][picture]") {
    const std::string svg = svg_of(drawn::trace_of(drawn::kDeadlock));
    CHECK(count(svg, "class=\"arrow\"") == 3);
    CHECK(count(svg, "class=\"open\"") == 4);  // two frames: the way in, and where they stay
    CHECK(count(svg, ">point of no return<") == 1);
    CHECK(count(svg, "class=\"node hit\"") == 1);
    CHECK_THAT(svg, Contains("After the last step nothing can happen any more."));
}

TEST_CASE("svg: labels do not overlap and stay on the paper in every committed trace",
          "[trace][picture]") {
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const std::string svg = svg_of(traces::parse(traces::text_of(name)));
        REQUIRE(support::is_well_formed(svg));
        const int width = number(svg, "width");
        const int height = number(svg, "height");
        std::vector<std::string> pills = elements(svg, "<rect class=\"pill");
        for (std::size_t i = 0; i < pills.size(); ++i) {
            for (std::size_t j = i + 1; j < pills.size(); ++j) {
                const bool same_band = number(pills[i], "x") == number(pills[j], "x");
                REQUIRE((!same_band || std::abs(number(pills[i], "y") - number(pills[j], "y")) >=
                                           number(pills[i], "height")));
            }
        }
        for (const std::string& text : elements(svg, "<text ")) {
            REQUIRE(number(text, "x") > 0);
            REQUIRE(number(text, "x") < width);
            REQUIRE(number(text, "y") < height);
        }
        // Words of one column stand below each other.
        int last = 0;
        int last_column = -1;
        for (const std::string& text : elements(svg, "<text ")) {
            const int column = number(text, "x");
            if (column == last_column) {
                REQUIRE(number(text, "y") >= last + 13);
            }
            last = number(text, "y");
            last_column = column;
        }
    }
}

TEST_CASE("svg: hostile names are text", "[trace][picture]") {
    const std::string svg = svg_of(hostile());
    CHECK(support::is_well_formed(svg));
    CHECK(count(svg, "<script") == 0);
    CHECK_THAT(svg, Contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
    CHECK(svg.find('\x01') == std::string::npos);
    CHECK(svg.find('\x1b') == std::string::npos);
    CHECK(svg.find("\xEF\xBF\xBF") == std::string::npos);
}

TEST_CASE("mermaid: the landed fix", "[trace][picture]") {
    const std::string text = mermaid_of(drawn::trace_of(drawn::kLanded));
    CHECK(text.starts_with("sequenceDiagram\n    title races/go-42777-landed - The fix"));
    CHECK_THAT(text, Contains("    participant p4 as request 1\n"));
    CHECK_THAT(text, Contains("\n    p0-)p1: 14. sends HEADERS 3 END_STREAM\n"
                              "    Note over p1: 15. reads HEADERS 3 END_STREAM\n"
                              "    p1--)p3: frame read, for step 16\n"
                              "    rect rgb(255, 214, 214)\n"
                              "    Note over p3: 16. processes HEADERS 3 END_STREAM - stream error "
                              "PROTOCOL_ERROR 9113/5.1.2\n"));
    CHECK_THAT(text, Contains("no-false-refusal violated, RFC 9113/5.1.2\n"));
    CHECK(count(text, " p0-)") + count(text, " p1-)") + count(text, " p2-)") +
              count(text, " p3-)") + count(text, " p4-)") ==
          2 + 2 + 2 + 1);  // to the server, to the client, requests, completion
    // What the picture in SVG has too: frames read, writes begun.
    CHECK(count(text, "--)") == 2 + 2);
    CHECK_THAT(text, Contains("    Note over p1: 2. reads HEADERS 1 END_STREAM\n"
                              "    p1--)p3: frame read, for step 3\n"));
    CHECK_THAT(text, Contains("    p3--)p2: write, for step 6\n"));
}

TEST_CASE("mermaid: hostile names are text", "[trace][picture]") {
    const std::string text = mermaid_of(hostile());
    const std::string title = text.substr(0, text.find("\n    participant"));
    CHECK(count(title, "\n") == 1);
    const std::string words = title.substr(title.find("title ") + 6);
    CHECK_THAT(words, Contains("#60;/script#62;"));
    CHECK_THAT(words, Contains(" #59; #35; #58; end"));
    CHECK_THAT(words, Contains("#37;#37;#123;init#58; #123;#125;#125;#37;#37;"));
    CHECK(words.find_first_of("<>:{}%\"&\\") == std::string::npos);
    for (std::size_t at = words.find(';'); at != std::string::npos; at = words.find(';', at + 1)) {
        const std::size_t begin = words.rfind('#', at);  // every ';' ends an entity
        REQUIRE(begin != std::string::npos);
        REQUIRE(words.substr(begin + 1, at - begin - 1).find_first_not_of("0123456789") ==
                std::string::npos);
    }
}

TEST_CASE("mermaid: a long trace is cut, and says so", "[trace][picture]") {
    sim::Trace trace = drawn::trace_of(drawn::kLanded);
    const sim::Model model{trace.scenario};
    sim::SpaceTime picture = drawn::picture_of(model, trace);
    const std::size_t steps = picture.rows.size();
    for (int i = 0; i < 100; ++i) {
        for (std::size_t row = 0; row < steps; ++row) {
            picture.rows.push_back(picture.rows[row]);
            picture.rows.back().step = picture.rows.size();
            picture.at.push_back(picture.at[row]);
        }
    }
    const std::string text = sim::to_mermaid({trace, picture, "", "", true, {}});
    CHECK(text.size() > sim::kMostMermaidOctets);
    CHECK(text.size() < 50'000);
    CHECK_THAT(text, Contains("Cut here. Steps "));
    CHECK_THAT(text, Contains(" to 1616 are not shown."));
}
