// A comparison as one page of HTML.

#include <fmt/format.h>

#include "sim/text/xml_text.hpp"
#include "tools/reports/compare_report.hpp"
#include "tools/tables/html_page.hpp"

namespace tools {
namespace {

using sim::xml_text;

constexpr std::size_t kMostColumns = 12;  // that have room in a window of the usual width

constexpr std::string_view kComparisonStyle = R"(
  .scroll { overflow: auto; max-height: 85vh; border: 1px solid var(--line); }
  table { border-collapse: separate; border-spacing: 0; }
  th, td { padding: .3rem .45rem; }
  .dense { font-size: .8rem; } .dense th, .dense td { padding: .3rem; }
  thead th { position: sticky; top: 0; vertical-align: bottom; }
  th:first-child { position: sticky; left: 0; z-index: 1; background: var(--head); }
  thead th:first-child { z-index: 2; }
  td code { overflow-wrap: break-word; font-size: .9em; }
  li:target { background: var(--head); outline: 2px solid var(--line); }
)";

// Rows and columns in the way that lets all columns be seen at once, where there is one.
std::string table(const Comparison& comparison) {
    Table table = compare_table(comparison);
    if (table.columns.size() > kMostColumns && table.rows.size() < kMostColumns) {
        table = turned(table);
    }
    return fmt::format("<div class=\"scroll{}\">\n{}</div>\n",
                       table.columns.size() > kMostColumns ? " dense" : "", to_html(table));
}

std::string same_states(const Comparison& comparison) {
    std::string text;
    for (const std::string& sentence : same_states_sentences(comparison)) {
        text += fmt::format("<li>{}</li>\n", xml_text(sentence));
    }
    return text.empty() ? text : "<h2>Same states</h2>\n<ul>\n" + text + "</ul>\n";
}

std::string html_thresholds(const Comparison& comparison) {
    std::string text;
    for (const Scan& scan : comparison.scans) {
        const std::string with = scan_title(comparison, scan);
        text += fmt::format("<h2>Threshold of {}{}</h2>\n<ul>\n", xml_text(comparison.keys.back()),
                            with.empty() ? "" : " with " + xml_text(with));
        for (const std::string& sentence : scan_sentences(comparison, scan)) {
            text += fmt::format("<li>{}</li>\n", xml_text(sentence));
        }
        text += fmt::format("</ul>\n<p>{}</p>\n", xml_text(scan_end_text(comparison, scan)));
    }
    return text;
}

std::string html_commands(const Comparison& comparison) {
    std::string text;
    for (std::size_t i = 0; i < comparison.variants.size(); ++i) {
        const ComparedVariant& variant = comparison.variants[i];
        for (std::size_t property = 0; property < variant.cells.size(); ++property) {
            if (!variant.cells[property].command.empty()) {
                text += fmt::format("<li id=\"{}\">variant {}, {}:<br/>\n<code>{}</code></li>\n",
                                    anchor(i, property), i + 1,
                                    xml_text(comparison.properties[property]),
                                    xml_text(variant.cells[property].command));
            }
        }
    }
    return text.empty() ? text : "<h2>To see a violation again</h2>\n<ul>\n" + text + "</ul>\n";
}

}  // namespace

// Also well-formed as XML.
std::string compare_html(const Comparison& comparison) {
    const std::string title =
        fmt::format("{}: {}", xml_text(comparison.scenario), xml_text(comparison.title));
    std::string text;
    for (const std::string& set : comparison.sets) {
        text += fmt::format("<p>with <code>{}</code></p>\n", xml_text(set));
    }
    text += table(comparison) + fmt::format("<p>{}</p>\n", kNumbersText) + same_states(comparison) +
            html_thresholds(comparison) + html_commands(comparison);
    return html_page(title, kComparisonStyle, text);
}

}  // namespace tools
