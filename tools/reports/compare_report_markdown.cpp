// A comparison as Markdown.

#include <fmt/format.h>

#include "tools/reports/compare_report.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

std::string markdown_thresholds(const Comparison& comparison) {
    std::string text;
    for (const Scan& scan : comparison.scans) {
        const std::string with = scan_title(comparison, scan);
        text += fmt::format("\n### Threshold of {}{}\n\n", markdown_text(comparison.keys.back()),
                            with.empty() ? "" : " with " + markdown_text(with));
        for (const std::string& sentence : scan_sentences(comparison, scan)) {
            text += "- " + markdown_text(sentence) + "\n";
        }
        text += "\n" + markdown_text(scan_end_text(comparison, scan)) + "\n";
    }
    return text;
}

std::string markdown_commands(const Comparison& comparison) {
    std::string text;
    for (std::size_t i = 0; i < comparison.variants.size(); ++i) {
        for (const ComparedCell& cell : comparison.variants[i].cells) {
            if (!cell.command.empty()) {
                text += fmt::format("{}  # variant {}\n", cell.command, i + 1);
            }
        }
    }
    return text.empty() ? text : "\nTo see a violation again:\n\n```sh\n" + text + "```\n";
}

}  // namespace

std::string compare_markdown(const Comparison& comparison) {
    std::string text = fmt::format("## {}: {}\n\n", markdown_text(comparison.scenario),
                                   markdown_text(comparison.title));
    if (!comparison.sets.empty()) {
        text += "With " + markdown_text(joined(comparison.sets)) + ".\n\n";
    }
    text += to_markdown(compare_table(comparison)) + fmt::format("\n{}\n", kNumbersText);
    for (const std::string& sentence : same_states_sentences(comparison)) {
        text += fmt::format("\n{}\n", sentence);
    }
    return text + markdown_thresholds(comparison) + markdown_commands(comparison);
}

}  // namespace tools
