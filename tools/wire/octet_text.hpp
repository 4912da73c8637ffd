#pragma once
// Octets as people and JSON write them. In JSON they are a string where they are valid UTF-8, and
// {"hex": "c3 28"} where they are not: nothing is lost, and no two texts stand for the same octets.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"

namespace tools {

// Hex digits, upper or lower case, two for each octet; white space, and comments from # to the end
// of the line, are ignored. `file` is for messages.
h2::Result<std::string, sim::InputError> parse_hex(std::string_view text, const std::string& file);

std::string to_hex(std::string_view octets);

// Lines of 16 octets, as `--hex` reads them.
std::string hex_lines(std::string_view octets);

// The octets of digits alone; empty if they are no such thing.
std::string octets_of_hex(std::string_view digits);
// Whether these are hex digits, two for each octet, perhaps with spaces between octets.
bool is_hex(std::string_view digits);

bool is_utf8(std::string_view text);
nlohmann::json json_of_octets(std::string_view octets);
// The inverse, of what json_of_octets() makes.
std::string octets_of_json(const nlohmann::json& json);

// The two views of the same octets.
std::span<const std::byte> bytes_of(std::string_view octets);
std::string_view text_of(std::span<const std::byte> octets);

}  // namespace tools
