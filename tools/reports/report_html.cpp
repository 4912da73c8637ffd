// The table of all scenarios, then each failure with what was found, how to see it again, and its
// pictures.

#include "tools/reports/report_html.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/xml_text.hpp"
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
  h1 { font-size: 1.25rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; max-width: 100%; }
  th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: left;
           vertical-align: top; overflow-wrap: anywhere; }
  thead th { background: var(--head); }
  .number { text-align: right; white-space: nowrap; }
  .failed, .invalid, .crashed, .xpassed, .failed a, .invalid a, .crashed a, .xpassed a {
    color: var(--bad); font-weight: 600; }
  .passed, .xfailed { color: var(--good); }
  .incomplete, .incomplete a, .skipped { color: var(--open); }
  code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
  figure { margin: 1rem 0; overflow: auto; border: 1px solid var(--line); }
  figcaption { padding: .3rem .6rem; background: var(--head); }
  section:target h2 { outline: 2px solid var(--line); }
)";

bool is_shown(const CheckCase& each) {
    return counts_as_failed(each.status);
}

std::string row_of(const CheckCase& each, std::size_t number, bool timed) {
    const std::string label = xml_text(each.label);
    const std::string time =
        !timed ? ""
               : fmt::format("<td class=\"number\">{}</td>",
                             each.seconds ? fmt::format("{:.2f} s", *each.seconds) : "-");
    const std::string verdicts =
        each.reason.empty() ? each.verdicts : "a known failure: " + each.reason;
    return fmt::format(
        "<tr class=\"{0}\"><th scope=\"row\">{1}</th><td class=\"number\">{2}</td>"
        "<td class=\"number\">{3}</td>{4}<td>{0}</td><td>{5}</td></tr>\n",
        name(each.status),
        is_shown(each) ? fmt::format("<a href=\"#s{}\">{}</a>", number + 1, label) : label,
        each.explored ? grouped(each.states) : "-", each.shortest ? grouped(*each.shortest) : "-",
        time, xml_text(verdicts));
}

std::string table(const CheckCases& cases) {
    const bool timed = std::any_of(cases.begin(), cases.end(),
                                   [](const CheckCase& each) { return each.seconds.has_value(); });
    std::string text = fmt::format(
        "<table>\n<thead>\n<tr><th scope=\"col\">scenario</th><th scope=\"col\" class=\"number\">"
        "states</th><th scope=\"col\" class=\"number\">shortest</th>{}<th scope=\"col\">result</th>"
        "<th scope=\"col\">verdicts</th></tr>\n</thead>\n<tbody>\n",
        timed ? "<th scope=\"col\" class=\"number\">time</th>" : "");
    for (std::size_t i = 0; i < cases.size(); ++i) {
        text += row_of(cases[i], i, timed);
    }
    return text + "</tbody>\n</table>\n";
}

// The picture as an image of its own, so that several on one page share no names and no style.
std::string as_address(const std::string& svg) {
    constexpr std::string_view kPlain = "-_.!~*'();/:@=+,";
    std::string address = "data:image/svg+xml,";
    for (const char letter : svg) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9') ||
                           kPlain.find(letter) != std::string_view::npos;
        address += plain ? std::string{letter}
                         : fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
    return xml_text(address);
}

std::string figure(const CheckCase& each, const Picture& picture) {
    return fmt::format(
        "<figure>\n<figcaption>{}</figcaption>\n<img alt=\"The steps to {} in {}\" src=\"{}\"/>\n"
        "</figure>\n",
        xml_text(picture.property), xml_text(picture.property), xml_text(each.label),
        as_address(picture.svg));
}

std::string details(const CheckCase& each, std::size_t number,
                    const std::vector<Picture>& pictures) {
    std::string text =
        fmt::format("<section id=\"s{}\">\n<h2>{} <span class=\"{}\">{}</span></h2>\n<ul>\n",
                    number + 1, xml_text(each.label), name(each.status), name(each.status));
    for (const CheckFinding& finding : each.findings) {
        text += fmt::format("<li><code>{}{}</code>: {}</li>\n", xml_text(each.file),
                            finding.line == 0 ? "" : fmt::format(":{}", finding.line),
                            xml_text(finding.message));
    }
    for (const CheckCommand& command : each.commands) {
        text += fmt::format("<li>{}: <code>{}</code></li>\n", xml_text(command.shows),
                            xml_text(command.command));
    }
    text += "</ul>\n";
    for (const Picture& picture : pictures) {
        text += figure(each, picture);
    }
    return text + "</section>\n";
}

}  // namespace

std::string html_report(const CheckCases& cases,
                        const std::vector<std::vector<Picture>>& pictures) {
    const std::string title = "h2sim check: " + counts_text(count(cases));
    std::string text = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>{0}</title>\n"
        "<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n{2}",
        title, kStyle, cases.empty() ? "" : table(cases));
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (is_shown(cases[i])) {
            text +=
                details(cases[i], i, i < pictures.size() ? pictures[i] : std::vector<Picture>{});
        }
    }
    return text + "</body>\n</html>\n";
}

}  // namespace tools
