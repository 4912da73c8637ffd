#include <fmt/format.h>

#include "sim/trace/svg_text.hpp"
#include "tools/reports/compare_report.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

using sim::xml_text;

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
  th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left;
           white-space: nowrap; }
  thead th { position: sticky; top: 0; background: var(--head); }
  th:first-child { position: sticky; left: 0; z-index: 1; background: var(--head); }
  thead th:first-child { z-index: 2; }
  .number { text-align: right; }
  .violated, .violated a, .crashed { color: var(--bad); font-weight: 600; }
  .holds { color: var(--good); }
  .unknown, .incomplete, .not-run { color: var(--open); }
  code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
  li:target { background: var(--head); outline: 2px solid var(--line); }
)";

std::string class_of(const ComparedCell& cell) {
    return cell.verdict ? std::string{name(*cell.verdict)} : "none";
}

std::string_view class_of(VariantStatus status) {
    return status == VariantStatus::not_run ? "not-run" : name(status);
}

// The command of a violation, as the target of a link.
std::string anchor(std::size_t variant, std::size_t property) {
    return fmt::format("v{}p{}", variant + 1, property + 1);
}

std::string head(const Comparison& comparison) {
    std::string text = "<tr><th scope=\"col\" class=\"number\">variant</th>";
    const auto add = [&](const std::string& label, const char* attribute) {
        text += fmt::format("<th scope=\"col\"{}>{}</th>", attribute, xml_text(label));
    };
    for (const std::string& key : comparison.keys) {
        add(key, "");
    }
    for (const std::string& property : comparison.properties) {
        add(property, "");
    }
    add("states", " class=\"number\"");
    add("transitions", " class=\"number\"");
    add("most admitted", " class=\"number\"");
    add("explored", "");
    add("same states", "");
    return text + "</tr>\n";
}

std::string row_of(const ComparedVariant& variant, std::size_t number) {
    std::string row = fmt::format("<tr><th scope=\"row\" class=\"number\">{}</th>", number + 1);
    for (const std::string& value : variant.values) {
        row += fmt::format("<td><code>{}</code></td>", xml_text(value));
    }
    for (std::size_t i = 0; i < variant.cells.size(); ++i) {
        const ComparedCell& cell = variant.cells[i];
        std::string text = cell_text(cell);
        if (!cell.command.empty()) {
            text = fmt::format("<a href=\"#{}\">{}</a>", anchor(number, i), text);
        }
        row += fmt::format("<td class=\"{}\">{}</td>", class_of(cell), text);
    }
    const bool ran =
        variant.status == VariantStatus::complete || variant.status == VariantStatus::incomplete;
    row += fmt::format(
        "<td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
        "<td class=\"{}\">{}</td>",
        ran ? grouped(variant.states) : "-", ran ? grouped(variant.transitions) : "-",
        ran ? grouped(variant.most_admitted) : "-", class_of(variant.status),
        explored_text(variant));
    return row + fmt::format("<td>{}</td></tr>\n",
                             variant.same_states.empty() ? "-" : variant.same_states);
}

std::string table(const Comparison& comparison) {
    std::string text =
        "<div class=\"scroll\">\n<table>\n<thead>\n" + head(comparison) + "</thead>\n<tbody>\n";
    for (std::size_t i = 0; i < comparison.variants.size(); ++i) {
        text += row_of(comparison.variants[i], i);
    }
    return text + "</tbody>\n</table>\n</div>\n";
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
