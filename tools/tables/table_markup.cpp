// A table as Markdown and as HTML.

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/text/xml_text.hpp"
#include "tools/tables/table.hpp"

namespace tools {
namespace {

// Line feeds part the entries of a cell that lists some.
std::string markdown_cell(const Cell& cell) {
    std::string text;
    std::string_view left = cell.text;
    while (true) {
        const std::string_view entry = left.substr(0, left.find('\n'));
        text += markdown_text(entry);
        if (entry.size() == left.size()) {
            return cell.strong ? fmt::format("**{}**", text) : text;
        }
        left.remove_prefix(entry.size() + 1);
        text += "<br>";
    }
}

std::string_view class_of(Tone tone) {
    switch (tone) {
        case Tone::plain: return "";
        case Tone::good: return "good";
        case Tone::bad: return "bad";
        case Tone::open: return "open";
        case Tone::heading: return "heading";
    }
    return "";
}

std::string attribute_of(const Column& column, Tone tone) {
    std::string classes{column.align == Align::right ? "number" : ""};
    const std::string_view meaning = class_of(tone);
    classes += std::string{classes.empty() || meaning.empty() ? "" : " "}.append(meaning);
    return classes.empty() ? "" : fmt::format(" class=\"{}\"", classes);
}

// A name that may go on in the next line where its parts meet; '-' is such a place anyway.
std::string html_header(const std::string& name) {
    std::string text;
    for (const char letter : sim::xml_text(name)) {
        text += letter;
        text += letter == '.' || letter == '_' ? "<wbr/>" : "";
    }
    return text;
}

std::string html_cell(const Cell& cell, const Column& column, bool heads_row) {
    std::string text = sim::xml_text(cell.text);
    text = cell.code ? fmt::format("<code>{}</code>", text) : text;
    text = cell.link.empty() ? text
                             : fmt::format("<a href=\"{}\">{}</a>", sim::xml_text(cell.link), text);
    const std::string attribute = attribute_of(column, cell.tone);
    return heads_row ? fmt::format("<th scope=\"row\"{}>{}</th>", attribute, text)
                     : fmt::format("<td{}>{}</td>", attribute, text);
}

}  // namespace

std::string markdown_text(std::string_view text) {
    constexpr std::string_view kMarkup = "\\`*_[]<>|&~#$@";
    std::string escaped;
    for (const char letter : sim::printable(text, text.size())) {
        if (kMarkup.find(letter) == std::string_view::npos) {
            escaped += letter;
        } else {
            escaped += fmt::format("&#{};", static_cast<int>(letter));
        }
    }
    return escaped;
}

std::string markdown_row(const Row& row) {
    std::string line = "|";
    for (const Cell& cell : row.cells) {
        line += fmt::format(" {} |", markdown_cell(cell));
    }
    return line + "\n";
}

std::string markdown_head(const Table& table) {
    Row header;
    std::string rule = "|";
    for (const Column& column : table.columns) {
        header.cells.emplace_back(column.header);
        rule += column.align == Align::right ? " --: |" : " :-- |";
    }
    return fmt::format("{}{}\n", markdown_row(header), rule);
}

std::string to_markdown(const Table& table) {
    std::string text = markdown_head(table);
    for (const Row& row : table.rows) {
        text += markdown_row(row);
    }
    return text;
}

std::string to_html(const Table& table) {
    std::string text = "<table>\n<thead>\n<tr>";
    for (const Column& column : table.columns) {
        text += fmt::format("<th scope=\"col\"{}>{}</th>", attribute_of(column, Tone::plain),
                            html_header(column.header));
    }
    text += "</tr>\n</thead>\n<tbody>\n";
    for (const Row& row : table.rows) {
        text += "<tr>";
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            text += html_cell(row.cells[i], table.columns[i], i == 0);
        }
        text += "</tr>\n";
    }
    return text + "</tbody>\n</table>\n";
}

}  // namespace tools
