#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/trace/svg_text.hpp"
#include "tools/reports/compare_report.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kGap = 2;

struct Shown {
    std::string text;
    std::optional<Tint> tint;
    bool right = false;
};

using Grid = std::vector<std::vector<Shown>>;  // rows of equal length

std::optional<Tint> tint_of(const ComparedCell& cell) {
    using enum sim::PropertyVerdict;
    if (!cell.verdict || *cell.verdict == reached || *cell.verdict == unreached) {
        return std::nullopt;
    }
    return *cell.verdict == holds      ? Tint::green
           : *cell.verdict == violated ? Tint::red
                                       : Tint::yellow;
}

std::optional<Tint> tint_of(VariantStatus status) {
    switch (status) {
        case VariantStatus::complete: return std::nullopt;
        case VariantStatus::incomplete:
        case VariantStatus::not_run: return Tint::yellow;
        case VariantStatus::crashed: break;
    }
    return Tint::red;
}

std::vector<Shown> labels_of(const Comparison& comparison) {
    std::vector<Shown> labels{{"variant", Tint::bold, true}};
    for (const std::string& key : comparison.keys) {
        labels.push_back({sim::printable(key), Tint::bold});
    }
    for (const std::string& property : comparison.properties) {
        labels.push_back({property, Tint::bold});
    }
    for (const char* count : {"states", "transitions", "most admitted"}) {
        labels.push_back({count, Tint::bold, true});
    }
    for (const char* word : {"explored", "same states"}) {
        labels.push_back({word, Tint::bold});
    }
    return labels;
}

std::vector<Shown> cells_of(const ComparedVariant& variant, std::size_t number) {
    std::vector<Shown> cells{{std::to_string(number), std::nullopt, true}};
    for (const std::string& value : variant.values) {
        cells.push_back({shown_value(value), std::nullopt});
    }
    for (const ComparedCell& cell : variant.cells) {
        cells.push_back({cell_text(cell), tint_of(cell)});
    }
    const bool ran =
        variant.status == VariantStatus::complete || variant.status == VariantStatus::incomplete;
    for (const std::uint64_t count :
         {variant.states, variant.transitions, std::uint64_t{variant.most_admitted}}) {
        cells.push_back({ran ? grouped(count) : "-", std::nullopt, true});
    }
    cells.push_back({explored_text(variant), tint_of(variant.status)});
    cells.push_back({variant.same_states.empty() ? "-" : variant.same_states, std::nullopt});
    return cells;
}

// One row for each variant below the labels.
Grid grid_of(const Comparison& comparison) {
    Grid grid{labels_of(comparison)};
    for (std::size_t i = 0; i < comparison.variants.size(); ++i) {
        grid.push_back(cells_of(comparison.variants[i], i + 1));
    }
    return grid;
}

Grid turned(const Grid& grid) {
    Grid result(grid.front().size());
    for (const std::vector<Shown>& row : grid) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            result[i].push_back(row[i]);
            result[i].back().right = false;
        }
    }
    return result;
}

std::string line_of(const std::vector<Shown>& row, const std::vector<std::size_t>& columns,
                    const std::vector<std::size_t>& widths, bool colour) {
    std::string line;
    std::string padding;
    for (const std::size_t column : columns) {
        const Shown& cell = row[column];
        const std::string text = cell.tint ? tinted(cell.text, *cell.tint, colour) : cell.text;
        const std::string missing(widths[column] - sim::columns_of(cell.text), ' ');
        line += padding;
        line += cell.right ? missing + text : text;
        padding = std::string(kGap, ' ');
        padding += cell.right ? "" : missing;
    }
    return line;
}

struct Layout {
    std::size_t parts = 0;  // below each other
    std::vector<std::string> lines;
};

// The grid in parts of at most kWidth columns, the first `head` columns in each of them.
Layout layout_of(const Grid& grid, std::size_t head, bool colour) {
    std::vector<std::size_t> widths(grid.front().size(), 0);
    for (const std::vector<Shown>& row : grid) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], sim::columns_of(row[i].text));
        }
    }
    Layout layout;
    for (std::size_t next = head; next < widths.size();) {
        std::vector<std::size_t> columns;
        std::size_t width = 0;
        for (std::size_t i = 0; i < head; ++i) {
            columns.push_back(i);
            width += widths[i] + kGap;
        }
        do {
            columns.push_back(next);
            width += widths[next] + kGap;
            ++next;
        } while (next < widths.size() && width + widths[next] <= kWidth);
        if (layout.parts++ > 0) {
            layout.lines.emplace_back();
        }
        for (const std::vector<Shown>& row : grid) {
            layout.lines.push_back(line_of(row, columns, widths, colour));
        }
    }
    return layout;
}

// Variants side by side, or below each other if that takes fewer parts.
std::string table(const Comparison& comparison, bool colour) {
    const Grid below = grid_of(comparison);
    Layout layout = layout_of(turned(below), 1, colour);
    Layout other = layout_of(below, 1 + comparison.keys.size(), colour);
    if (std::pair{other.parts, other.lines.size()} < std::pair{layout.parts, layout.lines.size()}) {
        layout = std::move(other);
    }
    std::string text;
    for (const std::string& line : layout.lines) {
        text += line + "\n";
    }
    return text;
}

std::string groups(const Comparison& comparison) {
    std::string text;
    for (const std::string& sentence : same_states_sentences(comparison)) {
        text += sentence + "\n";
    }
    return text.empty() ? text : "\n" + text;
}

std::string thresholds(const Comparison& comparison, bool colour) {
    std::string text;
    for (const Scan& scan : comparison.scans) {
        const std::string with = scan_title(comparison, scan);
        text += "\n" +
                tinted(fmt::format("Threshold of {}{}:", sim::printable(comparison.keys.back()),
                                   with.empty() ? "" : " with " + with),
                       Tint::bold, colour) +
                "\n";
        for (const std::string& sentence : scan_sentences(comparison, scan)) {
            text += "  " + sentence + "\n";
        }
        text += "  " + scan_end_text(comparison, scan) + "\n";
    }
    return text;
}

std::string commands(const Comparison& comparison) {
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
            text += fmt::format("  {}  # variant {}\n", cell.command, i + 1);
        }
    }
    if (left_out > 0) {
        text += fmt::format("  and {} more: --format json, md and html have them all\n", left_out);
    }
    return text.empty() ? text : "\nTo see a violation again:\n" + text;
}

}  // namespace

std::string compare_text(const Comparison& comparison, bool colour) {
    std::string text = fmt::format("{}: {}\n", sim::printable(comparison.scenario, 200),
                                   sim::printable(comparison.title, 200));
    for (const std::string& set : comparison.sets) {
        text += fmt::format("  with {}\n", sim::printable(set, 200));
    }
    return text + "\n" + table(comparison, colour) + groups(comparison) +
           thresholds(comparison, colour) + commands(comparison) + "\n" + kNumbersText + "\n";
}

}  // namespace tools
