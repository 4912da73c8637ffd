// A table as text: which columns there are, how wide each of them is, and the lines.

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "h2core/invariant.hpp"
#include "sim/text/columns.hpp"
#include "tools/tables/table.hpp"

namespace tools {
namespace {

constexpr std::size_t kNoteIndent = 4;
constexpr std::size_t kNarrowest = 3;  // "a…b"

using Lines = std::vector<std::string>;

bool has_nothing(const std::string& text) {
    return text.empty() || text == "-";
}

class Layout {
  public:
    Layout(const Table& table, TextStyle style) : table_{table}, style_{style} {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            std::size_t widest = sim::columns_of(table.columns[i].header);
            bool empty = !table.rows.empty();
            for (const Row& row : table.rows) {
                widest = std::max(widest, sim::columns_of(row.cells[i].text));
                empty = empty && has_nothing(row.cells[i].text);
            }
            widths_.push_back(std::min(widest, table.columns[i].most));
            if (!empty || table.columns[i].kept) {
                shown_.push_back(i);
            }
        }
        if (missing() > 0) {
            set_apart();
            tight_ = missing() > 0;
        }
        // What can be read in parts gives way first, then names, then all.
        shrink({Fit::wrapped, Fit::cut}, 16);
        shrink({Fit::inside}, 24);
        shrink({Fit::wrapped, Fit::cut, Fit::inside}, 8);
        shrink({Fit::wrapped, Fit::cut, Fit::inside, Fit::whole}, kNarrowest);
    }

    [[nodiscard]] std::string text() const {
        Row header{{}, Tone::heading, {}};
        for (const Column& column : table_.columns) {
            header.cells.emplace_back(column.header);
        }
        std::string text = text_of(header);
        for (const Row& row : table_.rows) {
            text += text_of(row);
        }
        return text;
    }

  private:
    [[nodiscard]] std::size_t width() const {
        std::size_t sum = 0;
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            sum += gap_before(i) + widths_[shown_[i]];
        }
        return sum;
    }
    // Numbers side by side can do with one space.
    [[nodiscard]] std::size_t gap_before(std::size_t place) const {
        const auto is_right = [this](std::size_t at) {
            return table_.columns[shown_[at]].align == Align::right;
        };
        return place == 0 ? 0 : tight_ && is_right(place) && is_right(place - 1) ? 1 : kColumnGap;
    }
    [[nodiscard]] std::size_t missing() const { return width() - std::min(width(), style_.width); }

    void set_apart() {
        const auto stays = [this](std::size_t column) {
            return table_.columns[column].fit != Fit::below;
        };
        std::copy_if(shown_.begin(), shown_.end(), std::back_inserter(below_), std::not_fn(stays));
        shown_.erase(std::remove_if(shown_.begin(), shown_.end(), std::not_fn(stays)),
                     shown_.end());
    }

    // Takes from the widest of these columns, one by one, while there is too little room.
    void shrink(const std::vector<Fit>& fits, std::size_t least) {
        for (std::size_t left = missing(); left > 0; --left) {
            std::size_t* widest = nullptr;
            for (const std::size_t column : shown_) {
                const bool may =
                    std::find(fits.begin(), fits.end(), table_.columns[column].fit) != fits.end();
                std::size_t& width = widths_[column];
                if (may && width > least && (widest == nullptr || width > *widest)) {
                    widest = &width;
                }
            }
            if (widest == nullptr) {
                return;
            }
            --*widest;
        }
    }

    [[nodiscard]] Lines lines_of(const Cell& cell, std::size_t column) const {
        const std::size_t width = widths_[column];
        switch (table_.columns[column].fit) {
            case Fit::wrapped: return sim::wrapped(cell.text, std::max<std::size_t>(width, 2));
            case Fit::inside: return {sim::cut_inside(cell.text, width)};
            case Fit::whole:
            case Fit::cut:
            case Fit::below: return {sim::cut_to(cell.text, width)};
        }
        return {};
    }

    [[nodiscard]] std::size_t begin_of_below() const {
        std::size_t begin = 0;
        for (std::size_t i = 0; i < shown_.size() && shown_[i] <= table_.below_from; ++i) {
            begin += gap_before(i) + (shown_[i] < table_.below_from ? widths_[shown_[i]] : 0);
        }
        return std::min(begin, style_.width / 3);
    }

    // The cells below a row, one after the other.
    void add_below(const Row& row, Lines& lines) const {
        std::string words;
        for (const std::size_t column : below_) {
            const std::string& text = row.cells[column].text;
            words +=
                (words.empty() || has_nothing(text) ? "" : " · ") + (has_nothing(text) ? "" : text);
        }
        const std::size_t indent = begin_of_below();
        if (!words.empty()) {
            for (std::string& line :
                 sim::wrapped(std::string(indent, ' ') + words, style_.width, indent)) {
                lines.push_back(std::move(line));
            }
        }
    }

    [[nodiscard]] std::string text_of(const Row& row) const {
        H2_INVARIANT(row.cells.size() == table_.columns.size());
        std::vector<Lines> cells;
        std::size_t height = 0;
        for (const std::size_t column : shown_) {
            cells.push_back(lines_of(row.cells[column], column));
            height = std::max(height, cells.back().size());
        }
        Lines lines;
        for (std::size_t i = 0; i < height; ++i) {
            lines.push_back(line_of(row, cells, i));
        }
        add_below(row, lines);
        std::string text;
        for (const std::string& line : lines) {
            text += toned(line, row.tone, style_.colour) + "\n";
        }
        for (const std::string& note : row.notes) {
            for (const std::string& line : sim::wrapped(std::string(kNoteIndent, ' ') + note,
                                                        style_.width, 2 * kNoteIndent)) {
                text += line + "\n";
            }
        }
        return text;
    }

    [[nodiscard]] std::string line_of(const Row& row, const std::vector<Lines>& cells,
                                      std::size_t index) const {
        std::string line;
        std::string gap;
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            const std::string part = index < cells[i].size() ? cells[i][index] : std::string{};
            const std::size_t width = widths_[shown_[i]];
            const std::string space(width - std::min(width, sim::columns_of(part)), ' ');
            gap += std::string(gap_before(i), ' ');
            if (part.empty()) {
                gap += space;
                continue;
            }
            const bool right = table_.columns[shown_[i]].align == Align::right;
            const bool whole_line = row.tone != Tone::plain;
            line += gap + (right ? space : "") +
                    toned(part, row.cells[shown_[i]].tone, style_.colour && !whole_line);
            gap = right ? "" : space;
        }
        return line;
    }

    const Table& table_;
    TextStyle style_;
    std::vector<std::size_t> widths_;  // of all columns
    std::vector<std::size_t> shown_;   // columns in a row's line
    std::vector<std::size_t> below_;   // columns in the lines below it
    bool tight_ = false;
};

}  // namespace

void Table::add(std::vector<Cell> cells, Tone tone) {
    rows.push_back({std::move(cells), tone, {}});
}

std::string toned(std::string_view text, Tone tone, bool colour) {
    constexpr std::array<std::string_view, 5> kCodes{"", "32", "31", "33", "1"};
    const std::string_view code = kCodes[static_cast<std::size_t>(tone)];
    return colour && !code.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text)
                                   : std::string{text};
}

std::string to_text(const Table& table, TextStyle style) {
    return Layout{table, style}.text();
}

}  // namespace tools
