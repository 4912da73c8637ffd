// A comparison as one page of HTML.

#include <fmt/format.h>

#include "sim/text/xml_text.hpp"
#include "tools/reports/compare_report.hpp"

namespace tools {
namespace {

using sim::xml_text;

constexpr std::size_t kMostColumns = 12;  // that have room in a window of the usual width

constexpr std::string_view kStyle = R"(
  :root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1b; --line: #c9c9c9;
          --head: #f0f0f0; --bad: #a40000; --good: #0a5d00; --open: #7a4b00; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #161616; --ink: #e6e6e6; --line: #4a4a4a;
            --head: #262626; --bad: #ff8f87; --good: #86d97b; --open: #f0be62; }
  }
  body { background: var(--paper); color: var(--ink); margin: 1.5rem;
         font: 15px/1.45 system-ui, sans-serif; }
  h1 { font-size: 1.25rem; } h2 { font-size: 1.05rem; margin-top: 1.6rem; }
  .scroll { overflow: auto; max-height: 85vh; border: 1px solid var(--line); }
  table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
  th, td { padding: .3rem .45rem; border-bottom: 1px solid var(--line); text-align: left;
           vertical-align: top; }
  .dense { font-size: .8rem; } .dense th, .dense td { padding: .3rem; }
  thead th { position: sticky; top: 0; background: var(--head); vertical-align: bottom; }
  th:first-child { position: sticky; left: 0; z-index: 1; background: var(--head); }
  thead th:first-child { z-index: 2; }
  .number { text-align: right; }
  .bad, .bad a { color: var(--bad); font-weight: 600; }
  .good { color: var(--good); }
  .open { color: var(--open); }
  td code { overflow-wrap: break-word; font-size: .9em; }
  code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
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

std::string thresholds(const Comparison& comparison) {
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

std::string commands(const Comparison& comparison) {
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
    std::string text = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>{}</title>\n"
        "<style>{}</style>\n</head>\n<body>\n<h1>{}</h1>\n",
        title, kStyle, title);
    for (const std::string& set : comparison.sets) {
        text += fmt::format("<p>with <code>{}</code></p>\n", xml_text(set));
    }
    return text + table(comparison) + fmt::format("<p>{}</p>\n", kNumbersText) +
           same_states(comparison) + thresholds(comparison) + commands(comparison) +
           "</body>\n</html>\n";
}

}  // namespace tools
