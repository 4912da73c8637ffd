#pragma once
// What is wrong with a text somebody handed us (a scenario, a profile, a trace, a --set): where it
// stands, what was expected there and what to do about it. Text quoted from the input is already
// harmless (sim/text/printable.hpp).

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/text/error_code.hpp"

namespace sim {

// A place in a text. Lines and columns count from 1; columns count characters, not bytes.
struct Location {
    std::size_t offset = 0;  // bytes from the start
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    bool operator==(const Location&) const = default;
};

// What an error about a member of an object points at.
enum class At : std::uint8_t { key, value };

struct InputError {
    std::string file;          // or "--set limit=0"
    std::uint32_t line = 0;    // 0: the input has no lines (a command line argument)
    std::uint32_t column = 0;  // in source_line if there are no lines; 0: unknown
    std::string pointer;       // JSON pointer (RFC 6901) of the value; empty for the whole document
    std::string message;       // what is wrong
    std::string expected;      // what would be right; may be empty
    std::string hint;          // the nearest valid name, or what to do; may be empty
    std::string source_line;   // the line it stands on; may be empty
    ErrorCode code = ErrorCode::none;
    bool operator==(const InputError&) const = default;
};

using InputErrors = std::vector<InputError>;

// Of one text: who has found so many looks no further. It is something else altogether.
inline constexpr std::size_t kMostInputErrors = 200;
inline constexpr std::size_t kMostShownErrors = 20;

// An error at a place of a text: with its file, line, column and source line.
InputError error_at(std::string_view file, std::string_view text, Location place);

// As they are shown: those in one file together, in the order of the text, those of arguments as
// they were found; at most kMostShownErrors, of which the last says that there are more.
InputErrors in_order(InputErrors errors);

// `path:line:column: error[code]: message`, the source line with a caret below the column, the JSON
// pointer, what was expected and the hint, each on a line of its own if it is not empty. Ends with
// a line feed. Long source lines are cut around the column.
std::string to_text(const InputError& error);
std::string to_text(const InputErrors& errors);

// Line and column of a byte in a text; an offset beyond the end stands for the end.
Location locate(std::string_view text, std::size_t offset);

// The line of the text that contains the location, made harmless; empty if it is longer than
// 64 KiB.
std::string line_at(std::string_view text, Location location);

}  // namespace sim
