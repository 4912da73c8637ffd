#pragma once
// A table as a value, and its three forms: text that fits a terminal, Markdown, HTML. What a cell
// means is said once; each form shows it in its own way.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tools {

// What a text is to its reader: colours in a terminal, classes in HTML.
enum class Tone : std::uint8_t { plain, good, bad, open, heading };

struct Cell {
    Cell(std::string words) : text{std::move(words)} {}  // NOLINT: cells are mostly plain texts
    Cell(const char* words) : text{words} {}             // NOLINT
    Cell(std::string words, Tone meaning) : text{std::move(words)}, tone{meaning} {}

    std::string text;
    Tone tone = Tone::plain;
    bool strong = false;  // in Markdown, which has no colours
    bool code = false;    // in HTML: somebody's value, not a word of ours
    std::string link;     // in HTML: where it leads; empty: nowhere
};

enum class Align : std::uint8_t { left, right };

// What becomes of a column of a text that has too little room for all of them.
enum class Fit : std::uint8_t {
    whole,    // is never shortened: numbers, verdicts
    cut,      // loses its ends
    inside,   // loses what is in the middle: ids and paths, which differ at their ends
    wrapped,  // goes on below itself
    below,    // has lines of its own below its row, from the column of that name on
};

struct Column {
    std::string header;
    Align align = Align::left;
    Fit fit = Fit::whole;
    std::size_t most = 1000;  // columns that it takes in a text, however much room there is
    bool kept = false;        // in a text, even if no row has anything but "-" in it
};

struct Row {
    std::vector<Cell> cells;         // one for each column
    Tone tone = Tone::plain;         // of a whole line of text
    std::vector<std::string> notes;  // lines below it, in text only
};

struct Table {
    std::vector<Column> columns;
    std::vector<Row> rows{};     // may be left out
    std::size_t below_from = 0;  // the column under which those with Fit::below go on

    void add(std::vector<Cell> cells, Tone tone = Tone::plain);
};

inline constexpr std::size_t kUsualWidth = 80;  // of a terminal, and of what goes elsewhere
inline constexpr std::size_t kColumnGap = 2;    // spaces between the columns of a text

// How a text for people is made.
struct TextStyle {
    bool colour = false;
    std::size_t width = kUsualWidth;  // columns of the terminal
    bool timing = false;              // seconds and states per second, which no two runs share
};

// Its columns as rows, its rows as columns.
Table turned(const Table& table);

// A header and a line for each row, two spaces between columns, none at the ends of lines, no line
// wider than the style says. Columns in which no row has anything but "-" are left out. Where that
// is not enough, columns become narrower as their `fit` says.
std::string to_text(const Table& table, TextStyle style);

// The same for a table of many columns: with rows side by side, or below each other if that takes
// fewer parts; a part has the first `head` columns of the whole.
std::string to_text_in_parts(const Table& table, std::size_t head, TextStyle style);

// Line feeds part the entries of a cell that lists some. Head and rows by themselves are for
// reports that must not become longer than somebody shows.
std::string to_markdown(const Table& table);
std::string markdown_head(const Table& table);
std::string markdown_row(const Row& row);

// A <table>; the first cell of a row heads it. Classes: the names of tones, "number", "code".
std::string to_html(const Table& table);

// One line of text as it stands, in a cell of a table too: what Markdown and HTML would take for
// markup, '|' and control characters are escaped.
std::string markdown_text(std::string_view text);

std::string toned(std::string_view text, Tone tone, bool colour);

}  // namespace tools
