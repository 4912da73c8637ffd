#pragma once
// Text from files and command lines made harmless for a terminal and a report: control characters,
// bytes that are not UTF-8, line separators and characters that turn the direction of writing
// around cannot reach the reader's screen as such.

#include <cstddef>
#include <string>
#include <string_view>

namespace sim {

// The text with every harmful character written as an escape (`\n`, `\x1b`, `\u202e`), cut after
// `max_characters` with "…". What remains is valid UTF-8.
std::string printable(std::string_view text, std::size_t max_characters = 60);

// printable() between double quotes.
std::string in_quotes(std::string_view text, std::size_t max_characters = 60);

// One line of a source text, each harmful character (tabs too) replaced by one '?' or space, so
// that columns keep their meaning.
std::string printable_line(std::string_view line);

// Octets of the UTF-8 sequence that the text begins with (RFC 3629); 0 if it begins with none.
std::size_t sequence_size(std::string_view text);

// Characters of the text before `offset`: bytes that do not continue a UTF-8 sequence.
std::size_t count_characters(std::string_view text, std::size_t offset);

}  // namespace sim
