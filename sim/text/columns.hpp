#pragma once
// How wide a text is on a terminal and in a picture, and what is done where it is too wide. Columns
// are those of a monospaced font: East Asian wide characters and emoji take two, combining marks
// none (Unicode's widths, by libunistring). What belongs together is never torn: a letter stays
// with its accents. All of them make the text printable first.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

std::size_t columns_of(std::string_view text);

// At most so many columns, cut at the end with "…".
std::string cut_to(std::string_view text, std::size_t columns);

// The same, cut in the middle: of names that differ at their ends. `columns` is at least 1.
std::string cut_inside(std::string_view text, std::size_t columns);

// The end of the text in at most so many columns, without a sign that something is missing.
std::string last_columns(std::string_view text, std::size_t columns);

// With spaces on the right, or left, up to so many columns; as it is if it is wider.
std::string padded(std::string_view text, std::size_t columns);
std::string padded_left(std::string_view text, std::size_t columns);

// Lines of at most so many columns (2 or more), broken at spaces; words that are longer are broken
// anywhere. All but the first are indented by `indent` (less than columns - 1). At least one line.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns,
                                 std::size_t indent = 0);

}  // namespace sim
