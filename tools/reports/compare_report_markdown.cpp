#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/reports/compare_report.hpp"
#include "tools/reports/report_markdown.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

std::string header(const Comparison& comparison) {
    std::string names = "| variant |";
    std::string marks = "| --: |";
    const auto add = [&](const std::string& name, const char* mark) {
        names += " " + markdown_text(name) + " |";
        marks += mark;
    };
    for (const std::string& key : comparison.keys) {
        add(key, " :-- |");
    }
    for (const std::string& property : comparison.properties) {
        add(property, " :-- |");
    }
    add("states", " --: |");
    add("transitions", " --: |");
    add("most admitted", " --: |");
    add("explored", " :-- |");
    add("same states", " :-- |");
    return names + "\n" + marks + "\n";
}

std::string marked(const std::string& text, bool strong) {
    return strong ? "**" + text + "**" : text;
}

std::string row_of(const ComparedVariant& variant, std::size_t number) {
    std::string row = fmt::format("| {} |", number);
    for (const std::string& value : variant.values) {
        row += " " + markdown_text(value) + " |";
    }
    for (const ComparedCell& cell : variant.cells) {
        row += " " + marked(cell_text(cell), cell.verdict == sim::PropertyVerdict::violated) + " |";
    }
    const bool ran =
        variant.status == VariantStatus::complete || variant.status == VariantStatus::incomplete;
    row += fmt::format(" {} | {} | {} |", ran ? grouped(variant.states) : "-",
                       ran ? grouped(variant.transitions) : "-",
                       ran ? grouped(variant.most_admitted) : "-");
    const bool complete = variant.status == VariantStatus::complete;
    return row + fmt::format(" {} | {} |\n", marked(explored_text(variant), !complete),
                             variant.same_states.empty() ? "-" : variant.same_states);
}

std::string thresholds(const Comparison& comparison) {
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

std::string commands(const Comparison& comparison) {
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
    text += header(comparison);
    for (std::size_t i = 0; i < comparison.variants.size(); ++i) {
        text += row_of(comparison.variants[i], i + 1);
    }
    text += fmt::format("\n{}\n", kNumbersText);
    for (const std::string& sentence : same_states_sentences(comparison)) {
        text += fmt::format("\n{}\n", sentence);
    }
    return text + thresholds(comparison) + commands(comparison);
}

}  // namespace tools
