// The table of all scenarios, then each failure with what was found, how to see it again, and its
// pictures.

#include "tools/reports/report_html.hpp"

#include <fmt/format.h>

#include "sim/text/xml_text.hpp"
#include "tools/tables/html_page.hpp"

namespace tools {
namespace {

using sim::xml_text;

constexpr std::string_view kCheckStyle = R"(
  table { border-collapse: collapse; max-width: 100%; }
  th, td { padding: .25rem .6rem; overflow-wrap: anywhere; }
  h2 { margin-top: 2rem; }
  .number { white-space: nowrap; }
  figure { margin: 1rem 0; overflow: auto; border: 1px solid var(--line); }
  figcaption { padding: .3rem .6rem; background: var(--head); }
  section:target h2 { outline: 2px solid var(--line); }
)";

bool is_shown(const CheckCase& each) {
    return counts_as_failed(each.status);
}

// The table of every form, with links to what is below.
std::string table(const CheckCases& cases) {
    Table table = check_table(cases);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (is_shown(cases[i])) {
            Cell& label = table.rows[i].cells.front();
            label.link = fmt::format("#s{}", i + 1);
            label.tone = table.rows[i].tone;
        }
    }
    return to_html(table);
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
    const bool open = each.status == CheckStatus::incomplete;
    std::string text =
        fmt::format("<section id=\"s{}\">\n<h2>{} <span class=\"{}\">{}</span></h2>\n<ul>\n",
                    number + 1, xml_text(each.label), open ? "open" : "bad", name(each.status));
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
    std::string text = cases.empty() ? "" : table(cases);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (is_shown(cases[i])) {
            text +=
                details(cases[i], i, i < pictures.size() ? pictures[i] : std::vector<Picture>{});
        }
    }
    return html_page("h2sim check: " + counts_text(count(cases)), kCheckStyle, text);
}

}  // namespace tools
