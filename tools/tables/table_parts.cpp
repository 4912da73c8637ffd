// Tables that are too wide to stand side by side: turned, or in parts below each other.

#include <algorithm>
#include <utility>

#include "sim/text/columns.hpp"
#include "tools/tables/table.hpp"

namespace tools {
namespace {

std::size_t widest(const Table& table, std::size_t column) {
    std::size_t width = sim::columns_of(table.columns[column].header);
    for (const Row& row : table.rows) {
        width = std::max(width, sim::columns_of(row.cells[column].text));
    }
    return std::min(width, table.columns[column].most);
}

Table with_columns(const Table& table, const std::vector<std::size_t>& columns) {
    Table part;
    for (const std::size_t column : columns) {
        part.columns.push_back(table.columns[column]);
    }
    for (const Row& row : table.rows) {
        std::vector<Cell> cells;
        cells.reserve(columns.size());
        for (const std::size_t column : columns) {
            cells.push_back(row.cells[column]);
        }
        part.add(std::move(cells), row.tone);
    }
    return part;
}

// Each with the first `head` columns, and as many others as there is room for: one at least.
std::vector<Table> parts_of(const Table& table, std::size_t head, std::size_t width) {
    std::vector<Table> parts;
    for (std::size_t next = head; next < table.columns.size();) {
        std::vector<std::size_t> columns;
        std::size_t used = 0;
        const auto take = [&](std::size_t column) {
            columns.push_back(column);
            used += widest(table, column) + kColumnGap;
        };
        for (std::size_t i = 0; i < head; ++i) {
            take(i);
        }
        do {
            take(next++);
        } while (next < table.columns.size() && used + widest(table, next) <= width);
        parts.push_back(with_columns(table, columns));
    }
    return parts;
}

std::string text_of(const std::vector<Table>& parts, TextStyle style) {
    std::string text;
    for (const Table& part : parts) {
        text += (text.empty() ? "" : "\n") + to_text(part, style);
    }
    return text;
}

}  // namespace

Table turned(const Table& table) {
    Table result;
    result.columns.push_back({table.columns[0].header, Align::left, Fit::inside});
    for (const Row& row : table.rows) {
        std::size_t most = sim::columns_of(row.cells[0].text);
        for (std::size_t i = 1; i < table.columns.size(); ++i) {
            most =
                std::max(most, std::min(sim::columns_of(row.cells[i].text), table.columns[i].most));
        }
        result.columns.push_back({row.cells[0].text, Align::left, Fit::cut, most});
    }
    for (std::size_t i = 1; i < table.columns.size(); ++i) {
        std::vector<Cell> cells{{table.columns[i].header, Tone::heading}};
        for (const Row& row : table.rows) {
            cells.push_back(row.cells[i]);
        }
        result.add(std::move(cells));
    }
    return result;
}

std::string to_text_in_parts(const Table& table, std::size_t head, TextStyle style) {
    const std::vector<Table> beside = parts_of(turned(table), 1, style.width);
    const std::vector<Table> below = parts_of(table, head, style.width);
    const std::string text = text_of(beside, style);
    const std::string other = text_of(below, style);
    const auto cost = [](const std::vector<Table>& parts, const std::string& shown) {
        return std::pair{parts.size(), std::count(shown.begin(), shown.end(), '\n')};
    };
    return cost(below, other) < cost(beside, text) ? other : text;
}

}  // namespace tools
