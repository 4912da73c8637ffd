#pragma once
// `--vary key=a,b,c`: a key of a scenario and the values it takes in turn, each put in place as
// `--set key=value` would (sim/scenario/scenario_override.hpp). Several of them stand for all
// combinations.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"

namespace sim {

inline constexpr std::size_t kMostVariants = 1000;

struct Axis {
    std::string key;                  // dotted: "server.before_read"
    std::vector<std::string> values;  // as --set takes them
    bool operator==(const Axis&) const = default;
};

// The text of one --vary. Values are separated by commas; `1..8` stands for the integers from 1 to
// 8, among other values too. A value that begins with {, [ or " is JSON and ends where that JSON
// ends: commas within it do not separate. Whether the scenario has such a key and may have such a
// value is not looked at.
// Errors: no '=', no value or an empty one, a range that is empty or no 64-bit number, JSON that is
// not closed, a value that is there twice, more than kMostVariants values.
h2::Result<Axis, InputError> parse_axis(std::string_view text);

// The integers a key may have, from the smallest on: up to `largest`, or kDefaultRange values if it
// is not given. Errors: an unknown key, one without integers, a `largest` outside the key's range
// or more than kMostVariants values away.
inline constexpr std::uint64_t kDefaultRange = 32;
h2::Result<Axis, InputError> range_of(std::string_view key, std::optional<std::uint64_t> largest);

// What is wrong with these together: a key that is varied twice, or within a varied one, or that
// `overrides` ("key=value") set and varying would undo; more than kMostVariants combinations.
std::optional<InputError> check_axes(const std::vector<Axis>& axes,
                                     const std::vector<std::string>& overrides);

// The values of all combinations, one for each axis; the last axis changes fastest. One combination
// without values if there are no axes.
std::vector<std::vector<std::string>> combinations(const std::vector<Axis>& axes);

}  // namespace sim
