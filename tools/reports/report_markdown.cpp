// Adds rows and details as long as they fit, and says so at the end if some did not: the table may
// take half of what GitHub shows, so that failures have room.

#include "tools/reports/report_markdown.hpp"

#include <fmt/format.h>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

// GitHub takes job summaries of up to 1 MiB a step, and shows nothing of a longer one. Half of it
// is for the table, so that failures have room.
constexpr std::size_t kMostOctets = 1'000'000;

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

std::string markdown_report(const CheckCases& cases) {
    std::string text = fmt::format("## h2sim check: {}\n", counts_text(count(cases)));
    if (cases.empty()) {
        return text;
    }
    const Table table = check_table(cases);
    text += "\n" + markdown_head(table);
    bool cut = false;
    const auto add = [&](const std::string& part, std::size_t most) {
        const bool fits = text.size() + part.size() <= most;
        text += fits ? part : "";
        cut = cut || !fits;
    };
    for (const Row& row : table.rows) {
        add(markdown_row(row), kMostOctets / 2);
    }
    for (const CheckCase& each : cases) {
        if (counts_as_failed(each.status)) {
            add(details(each), kMostOctets);
        }
    }
    return cut ? text + "\n**More is left out: see the other reports.**\n" : text;
}

}  // namespace tools
