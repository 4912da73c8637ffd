#include "tools/reports/report_markdown.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

// GitHub takes job summaries of up to 1 MiB a step, and shows nothing of a longer one. Half of it
// is for the table, so that failures have room.
constexpr std::size_t kMostOctets = 1'000'000;

std::string row_of(const CheckCase& each, bool timed) {
    const std::string time =
        !timed ? ""
               : fmt::format(" {} |", each.seconds ? fmt::format("{:.2f} s", *each.seconds) : "-");
    const std::string verdicts =
        each.reason.empty() ? each.verdicts : "a known failure: " + each.reason;
    return fmt::format("| {} | {} | {} |{} {} | {} |\n", markdown_text(each.label),
                       each.explored ? grouped(each.states) : "-",
                       each.shortest ? grouped(*each.shortest) : "-", time,
                       counts_as_failed(each.status) ? fmt::format("**{}**", name(each.status))
                                                     : std::string{name(each.status)},
                       markdown_text(verdicts));
}

std::string details(const CheckCase& each) {
    std::string text = fmt::format("\n### {} {}\n\n", markdown_text(each.label), name(each.status));
    for (const CheckFinding& finding : each.findings) {
        text += fmt::format("- {}\n", markdown_text(finding.message));
    }
    text += "\n```sh\n";
    for (const CheckCommand& command : each.commands) {
        text += sim::printable(command.command, command.command.size()) + "  # " +
                sim::printable(command.shows, command.shows.size()) + "\n";
    }
    return text + "```\n";
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

std::string markdown_report(const CheckCases& cases) {
    const bool timed = std::any_of(cases.begin(), cases.end(),
                                   [](const CheckCase& each) { return each.seconds.has_value(); });
    std::string text = fmt::format("## h2sim check: {}\n", counts_text(count(cases)));
    if (cases.empty()) {
        return text;
    }
    text += fmt::format(
        "\n| scenario | states | shortest |{} result | verdicts |\n"
        "| :-- | --: | --: |{} :-- | :-- |\n",
        timed ? " time |" : "", timed ? " --: |" : "");
    bool cut = false;
    const auto add = [&](const std::string& part, std::size_t most) {
        const bool fits = text.size() + part.size() <= most;
        text += fits ? part : "";
        cut = cut || !fits;
    };
    for (const CheckCase& each : cases) {
        add(row_of(each, timed), kMostOctets / 2);
    }
    for (const CheckCase& each : cases) {
        if (counts_as_failed(each.status)) {
            add(details(each), kMostOctets);
        }
    }
    return cut ? text + "\n**More is left out: see the other reports.**\n" : text;
}

}  // namespace tools
