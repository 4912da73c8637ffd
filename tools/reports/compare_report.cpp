// What the forms of the report share: cells and sentences.

#include "tools/reports/compare_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

// "1, 2 and 7"
std::string enumerated(const std::vector<std::size_t>& variants) {
    std::string text;
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const bool last = i + 1 == variants.size();
        text += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", variants[i] + 1);
    }
    return text;
}

// "limit 4": the value of the threshold's key.
std::string value_of(const Comparison& comparison, std::size_t variant) {
    return fmt::format("{} {}", sim::printable(comparison.keys.back()),
                       shown_value(comparison.variants[variant].values.back()));
}

std::string in_brackets(const ComparedCell& cell) {
    if (cell.verdict == sim::PropertyVerdict::vacuous) {
        return " (nothing puts it at stake)";
    }
    return cell.steps ? fmt::format(" ({})", counted(*cell.steps, "step")) : std::string{};
}

std::string flip_sentence(const Comparison& comparison, const Flip& flip) {
    const ComparedCell& before = comparison.variants[flip.before].cells[flip.property];
    const ComparedCell& after = comparison.variants[flip.after].cells[flip.property];
    return fmt::format("{}: {} up to {}{}, {} from {}{}", comparison.properties[flip.property],
                       name(*before.verdict), value_of(comparison, flip.before),
                       in_brackets(before), name(*after.verdict), value_of(comparison, flip.after),
                       in_brackets(after));
}

// Of a property that does not flip; empty if no complete variant asks for it.
std::string steady_sentence(const Comparison& comparison, const Scan& scan, std::size_t property) {
    const std::size_t end = scan.first + scan.size;
    std::size_t last = end;
    for (std::size_t variant = scan.first; variant < end; ++variant) {
        const ComparedVariant& each = comparison.variants[variant];
        if (each.status == VariantStatus::complete && each.cells[property].verdict) {
            last = variant;
        }
    }
    if (last == end) {
        return "";
    }
    const ComparedCell& cell = comparison.variants[last].cells[property];
    return fmt::format("{}: {} {}", comparison.properties[property], name(*cell.verdict),
                       last == scan.first
                           ? "at " + value_of(comparison, last)
                           : fmt::format("from {} to {}", value_of(comparison, scan.first),
                                         shown_value(comparison.variants[last].values.back())));
}

Tone tone_of(const ComparedCell& cell) {
    using enum sim::PropertyVerdict;
    if (!cell.verdict || *cell.verdict == reached || *cell.verdict == unreached) {
        return Tone::plain;
    }
    return *cell.verdict == holds ? Tone::good : *cell.verdict == violated ? Tone::bad : Tone::open;
}

Tone tone_of(VariantStatus status) {
    switch (status) {
        case VariantStatus::complete: return Tone::plain;
        case VariantStatus::incomplete:
        case VariantStatus::not_run: return Tone::open;
        case VariantStatus::crashed: break;
    }
    return Tone::bad;
}

std::vector<Cell> cells_of(const ComparedVariant& variant, std::size_t index) {
    std::vector<Cell> cells{std::to_string(index + 1)};
    for (const std::string& value : variant.values) {
        cells.emplace_back(value).code = true;
    }
    for (std::size_t i = 0; i < variant.cells.size(); ++i) {
        const ComparedCell& each = variant.cells[i];
        Cell& cell = cells.emplace_back(cell_text(each), tone_of(each));
        cell.strong = each.verdict == sim::PropertyVerdict::violated;
        cell.link = each.command.empty() ? "" : "#" + anchor(index, i);
    }
    const bool ran =
        variant.status == VariantStatus::complete || variant.status == VariantStatus::incomplete;
    for (const std::uint64_t count :
         {variant.states, variant.transitions, std::uint64_t{variant.most_admitted}}) {
        cells.emplace_back(ran ? grouped(count) : "-");
    }
    cells.emplace_back(explored_text(variant), tone_of(variant.status)).strong =
        variant.status != VariantStatus::complete;
    cells.emplace_back(variant.same_states.empty() ? "-" : variant.same_states);
    return cells;
}

}  // namespace

std::string anchor(std::size_t variant, std::size_t property) {
    return fmt::format("v{}p{}", variant + 1, property + 1);
}

Table compare_table(const Comparison& comparison) {
    Table table{{{"variant", Align::right}}};
    for (const std::string& key : comparison.keys) {
        table.columns.push_back({key, Align::left, Fit::cut, kMostOfAValue});
    }
    for (const std::string& property : comparison.properties) {
        table.columns.push_back({property});
    }
    for (const char* count : {"states", "transitions", "most admitted"}) {
        table.columns.push_back({count, Align::right});
    }
    table.columns.push_back({"explored"});
    table.columns.push_back({"same states"});
    for (std::size_t i = 0; i < comparison.variants.size(); ++i) {
        table.add(cells_of(comparison.variants[i], i));
    }
    return table;
}

std::string cell_text(const ComparedCell& cell) {
    if (!cell.verdict) {
        return "-";
    }
    const std::string verdict{name(*cell.verdict)};
    return cell.steps ? verdict + " " + grouped(*cell.steps) : verdict;
}

std::string explored_text(const ComparedVariant& each) {
    std::string text{name(each.status)};
    return each.status == VariantStatus::incomplete ? text + ": " + each.bound : text;
}

std::vector<std::string> same_states_sentences(const Comparison& comparison) {
    std::vector<std::string> sentences;
    for (const SameStates& group : groups_of(comparison.variants)) {
        const std::uint64_t states = comparison.variants[group.variants.front()].states;
        sentences.push_back(fmt::format("{}: variants {} reach exactly the same {}.", group.label,
                                        enumerated(group.variants), counted(states, "state")));
    }
    const auto complete = std::count_if(
        comparison.variants.begin(), comparison.variants.end(),
        [](const ComparedVariant& each) { return each.status == VariantStatus::complete; });
    if (sentences.empty() && complete > 1) {
        sentences.emplace_back("No two variants reach the same states.");
    }
    return sentences;
}

std::vector<std::string> scan_sentences(const Comparison& comparison, const Scan& scan) {
    std::vector<std::string> sentences;
    sentences.reserve(comparison.properties.size());
    for (const Flip& flip : scan.flips) {
        sentences.push_back(flip_sentence(comparison, flip));
    }
    for (std::size_t property = 0; property < comparison.properties.size(); ++property) {
        const bool flips = std::any_of(scan.flips.begin(), scan.flips.end(),
                                       [&](const Flip& flip) { return flip.property == property; });
        std::string sentence = flips ? std::string{} : steady_sentence(comparison, scan, property);
        if (!sentence.empty()) {
            sentences.push_back(std::move(sentence));
        }
    }
    return sentences;
}

std::string scan_title(const Comparison& comparison, const Scan& scan) {
    std::string text;
    for (std::size_t i = 0; i + 1 < comparison.keys.size(); ++i) {
        text += fmt::format("{}{}={}", i == 0 ? "" : ", ", sim::printable(comparison.keys[i]),
                            shown_value(comparison.variants[scan.first].values[i]));
    }
    return text;
}

std::string scan_end_text(const Comparison& comparison, const Scan& scan) {
    const std::size_t last = scan.first + scan.size - 1;
    const std::string value = value_of(comparison, last);
    switch (scan.end) {
        case Scan::End::flip:
            return fmt::format("What comes after {} was not explored; a verdict may change again.",
                               value);
        case Scan::End::last_value: return fmt::format("{} was the last value.", value);
        case Scan::End::incomplete:
            return fmt::format(
                "The search stopped at the bound of {} for {}; nothing after it was "
                "explored.",
                comparison.variants[last].bound, value);
        case Scan::End::interrupted: return fmt::format("Interrupted at {}.", value);
        case Scan::End::crashed: return fmt::format("The program failed at {}.", value);
    }
    return {};
}

}  // namespace tools
