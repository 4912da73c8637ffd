// Tables: their three forms, and how a text becomes as narrow as a terminal.

#include "tools/tables/table.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "sim/text/columns.hpp"
#include "tests/sim/trace/traces.hpp"
#include "tools/reports/trace_report.hpp"
#include "tools/tables/prose.hpp"

using namespace tools;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

Table sample() {
    Table table{{{"name", Align::left, Fit::inside},
                 {"steps", Align::right},
                 {"seen"},
                 {"meaning", Align::left, Fit::wrapped}}};
    table.add({"races/one", "7", "-", "a word or two"});
    table.add({"races/stacks/漢字", "1,234", "", {"violated", Tone::bad}});
    return table;
}

std::string trace_text(const std::string& name, TextStyle style) {
    const sim::Trace trace = traces::parse(traces::text_of(name));
    const sim::Model model{trace.scenario};
    std::vector<sim::TraceRow> rows;
    (void)sim::replay(model, trace, [&](const sim::ReplayStep& step) {
        rows.push_back(sim::make_row(model, step));
    });
    return to_text(trace_table(rows, trace.scenario.limit), style);
}

constexpr const char* kLanded = "go-42777-landed.no-false-refusal.trace.json";

}  // namespace

TEST_CASE("table: columns by their width, a header, nothing where nothing is", "[tools][table]") {
    CHECK(to_text(sample(), {}) ==
          "name               steps  meaning\n"
          "races/one              7  a word or two\n"
          "races/stacks/漢字  1,234  violated\n");
    CHECK(to_text(Table{{{"a"}, {"b"}}, {}, 0}, {}) == "a  b\n");
    CHECK(to_text(sample(), {.colour = true}) ==
          "\x1b[1mname               steps  meaning\x1b[0m\n"
          "races/one              7  a word or two\n"
          "races/stacks/漢字  1,234  \x1b[31mviolated\x1b[0m\n");
}

TEST_CASE("table: narrower, names are shortened and prose goes on below itself", "[tools][table]") {
    CHECK(to_text(sample(), {.width = 36}) ==
          "name            steps  meaning\n"
          "races/one           7  a word or two\n"
          "races/s…s/漢字  1,234  violated\n");
    CHECK(to_text(sample(), {.width = 26}) ==
          "name      steps  meaning\n"
          "race…one      7  a word or\n"
          "                 two\n"
          "race…字   1,234  violated\n");
    for (std::size_t width = 20; width < 60; ++width) {
        for (const std::string& line : lines_of(to_text(sample(), {.width = width}))) {
            CAPTURE(width, line);
            CHECK(sim::columns_of(line) <= width);
        }
    }
}

TEST_CASE("table: what goes below a row", "[tools][table]") {
    Table table{{{"rule"}, {"level"}, {"text", Align::left, Fit::below}}};
    table.below_from = 1;
    table.add({"9113/5.1", "MUST", "a sentence that is long"});
    table.add({"9113/6", "MAY", ""});
    table.rows.front().notes.emplace_back("test one");
    CHECK(to_text(table, {}) ==
          "rule      level  text\n"
          "9113/5.1  MUST   a sentence that is long\n"
          "    test one\n"
          "9113/6    MAY\n");
    CHECK(to_text(table, {.width = 30}) ==
          "rule      level\n"
          "          text\n"
          "9113/5.1  MUST\n"
          "          a sentence that is\n"
          "          long\n"
          "    test one\n"
          "9113/6    MAY\n");
}

TEST_CASE("table: Markdown and HTML have everything, as text", "[tools][table]") {
    Table table = sample();
    table.rows[1].cells[3].strong = true;
    table.rows[1].cells[3].link = "#a\"b";
    table.rows[0].cells[3] = "a|b\n<c>";
    CHECK(to_markdown(table) ==
          "| name | steps | seen | meaning |\n"
          "| :-- | --: | :-- | :-- |\n"
          "| races/one | 7 | - | a&#124;b<br>&#60;c&#62; |\n"
          "| races/stacks/漢字 | 1,234 |  | **violated** |\n");
    CHECK(to_html(table) ==
          "<table>\n<thead>\n<tr><th scope=\"col\">name</th><th scope=\"col\" "
          "class=\"number\">steps</th><th scope=\"col\">seen</th><th "
          "scope=\"col\">meaning</th></tr>\n</thead>\n<tbody>\n"
          "<tr><th scope=\"row\">races/one</th><td class=\"number\">7</td><td>-</td>"
          "<td>a|b\\n&lt;c&gt;</td></tr>\n"
          "<tr><th scope=\"row\">races/stacks/漢字</th><td class=\"number\">1,234</td><td></td>"
          "<td class=\"bad\"><a href=\"#a&quot;b\">violated</a></td></tr>\n"
          "</tbody>\n</table>\n");
}

TEST_CASE("table: many columns in parts below each other, or turned", "[tools][table]") {
    Table table{{{"variant", Align::right}, {"limit"}}};
    for (int i = 0; i < 6; ++i) {
        table.columns.push_back({"property-" + std::to_string(i)});
    }
    table.add({"1", "2", "holds", "holds", "holds", "holds", "holds", "violated"});
    CHECK(to_text_in_parts(table, 2, {.width = 40}) ==
          "variant     1\n"
          "limit       2\n"
          "property-0  holds\n"
          "property-1  holds\n"
          "property-2  holds\n"
          "property-3  holds\n"
          "property-4  holds\n"
          "property-5  violated\n");
    for (int i = 2; i < 9; ++i) {
        table.add({std::to_string(i), "2", "holds", "holds", "holds", "holds", "holds", "holds"});
    }
    const auto lines = lines_of(to_text_in_parts(table, 2, {.width = 60}));
    CHECK(std::all_of(lines.begin(), lines.end(),
                      [](const auto& line) { return sim::columns_of(line) <= 60; }));
    CHECK(std::count(lines.begin(), lines.end(), "") == 1);  // two parts
}

TEST_CASE("table: a column of marks stays although some of them look like nothing",
          "[tools][table]") {
    Table table{{{.header = "", .kept = true}, {"step"}}, {{{"-", "1"}, Tone::plain, {}}}};
    CHECK(to_text(table, {}) == "   step\n-  1\n");
    table.columns[0].kept = false;
    CHECK(to_text(table, {}) == "step\n1\n");
}

TEST_CASE("prose: lines go on further in, commands after a backslash", "[tools][table]") {
    CHECK(folded("one two\n  three four five\n", 12) == "one two\n  three four\n    five\n");
    CHECK(folded("one", 12) == "one");
    CHECK(folded("", 12).empty());
    CHECK(folded_command("h2sim explore a --set 'x=1 2'", 2, 80) ==
          "  h2sim explore a --set 'x=1 2'\n");
    CHECK(folded_command("h2sim explore a --set 'x=1 2' --quiet", 2, 24) ==
          "  h2sim explore a \\\n      --set 'x=1 2' \\\n      --quiet\n");
    CHECK(folded_command("h2sim 'a word that is longer'", 0, 10) ==
          "h2sim \\\n    'a word that is longer'\n");
}

TEST_CASE("trace table: the counterexample of the landed fix, line by line", "[tools][table]") {
    const auto lines = lines_of(trace_text(kLanded, {.width = 240}));
    REQUIRE(lines.size() == 17);
    // clang-format off
    CHECK(lines[0] ==
          "step  actor      event                                       streams at the serv"
          "er            client  wire  server/1  verdict");
    CHECK(lines[1] ==
          "   1  client     sends HEADERS 1 END_STREAM                                     "
          "                   1     1         0");
    CHECK(lines[3] ==
          "   3  loop       processes HEADERS 1 END_STREAM              1 half-closed (remo"
          "te), counted       1     1         1  accept");
    CHECK(lines[12] ==
          "  12  writer     makes DATA 1 len=4096 END_STREAM visible                       "
          "                   1     0         1");
    CHECK(lines[16] ==
          "  16  loop       processes HEADERS 3 END_STREAM                                 "
          "                   1     1         1  stream error PROTOCOL_ERROR 9113/5.1.2  <<"
          "< no-false-refusal  <<< no-false-refusal-weak");
    // clang-format on
}

TEST_CASE("trace table: at 80 columns what does not fit is below its step", "[tools][table]") {
    const auto lines = lines_of(trace_text(kLanded, {}));
    CHECK(lines[0] ==
          "step  actor      event                                      client wire "
          "server/1");
    CHECK(lines[1] == "                 streams at the server · verdict");
    CHECK(lines[2] ==
          "   1  client     sends HEADERS 1 END_STREAM                      1    1 "
          "       0");
    CHECK(lines.back() == "                 <<< no-false-refusal-weak");
    for (const std::string& name : traces::names()) {
        for (const std::size_t width : {80U, 60U}) {
            for (const std::string& line : lines_of(trace_text(name, {.width = width}))) {
                CAPTURE(name, width, line);
                CHECK(sim::columns_of(line) <= width);
                CHECK(line.back() != ' ');
            }
        }
    }
}

TEST_CASE("trace table: colour only where it is asked for, and only on the line that is wrong",
          "[tools][table]") {
    for (const std::string& name : traces::names()) {
        CHECK(trace_text(name, {}).find('\x1b') == std::string::npos);
    }
    const auto lines = lines_of(trace_text(kLanded, {.colour = true, .width = 240}));
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
        CHECK(lines[i].find('\x1b') == std::string::npos);
    }
    CHECK(lines.back().starts_with("\x1b[31m"));
    CHECK(lines.back().ends_with("\x1b[0m"));
}
