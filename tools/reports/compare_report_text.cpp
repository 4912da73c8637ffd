// A comparison in a terminal.

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/reports/compare_report.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

std::string groups(const Comparison& comparison) {
    std::string text;
    for (const std::string& sentence : same_states_sentences(comparison)) {
        text += sentence + "\n";
    }
    return text.empty() ? text : "\n" + text;
}

std::string text_thresholds(const Comparison& comparison, TextStyle style) {
    std::string text;
    for (const Scan& scan : comparison.scans) {
        const std::string with = scan_title(comparison, scan);
        const std::string title =
            fmt::format("Threshold of {}{}:", sim::printable(comparison.keys.back()),
                        with.empty() ? "" : " with " + with);
        text += "\n" + toned(folded(title, style.width), Tone::heading, style.colour) + "\n";
        std::string sentences;
        for (const std::string& sentence : scan_sentences(comparison, scan)) {
            sentences += "  " + sentence + "\n";
        }
        text += folded(sentences + "  " + scan_end_text(comparison, scan) + "\n", style.width);
    }
    return text;
}

std::string text_commands(const Comparison& comparison, TextStyle style) {
    std::string text;
    std::size_t shown = 0;
    std::size_t left_out = 0;
    for (std::size_t i = 0; i < comparison.variants.size(); ++i) {
        const ComparedVariant& variant = comparison.variants[i];
        for (const ComparedCell& cell : variant.cells) {
            if (cell.command.empty()) {
                continue;
            }
            if (shown == kMostCommands) {
                ++left_out;
                continue;
            }
            ++shown;
            text += fmt::format("  # variant {}\n{}", i + 1,
                                folded_command(cell.command, 2, style.width));
        }
    }
    if (left_out > 0) {
        text += fmt::format("  and {} more: --format json, md and html have them all\n", left_out);
    }
    return text.empty() ? text : "\nTo see a violation again:\n" + text;
}

}  // namespace

std::string compare_text(const Comparison& comparison, TextStyle style) {
    std::string text = fmt::format("{}: {}\n", sim::printable(comparison.scenario, 200),
                                   sim::printable(comparison.title, 200));
    for (const std::string& set : comparison.sets) {
        text += fmt::format("  with {}\n", sim::printable(set, 200));
    }
    return folded(text, style.width) + "\n" +
           to_text_in_parts(compare_table(comparison), 1 + comparison.keys.size(), style) +
           folded(groups(comparison), style.width) + text_thresholds(comparison, style) +
           text_commands(comparison, style) + "\n" + folded(kNumbersText, style.width) + "\n";
}

}  // namespace tools
