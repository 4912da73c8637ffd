#pragma once
// "Did you mean …?": the valid name that a mistyped one most likely stands for.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sim {

// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
// (optimal string alignment). Bytes, upper and lower case differ.
std::size_t edit_distance(std::string_view left, std::string_view right);

// The candidate nearest to `name`, the earlier of two equally near; '_' and '-', and upper and
// lower case, count as the same. If none is near enough to be meant, because more than a third of
// the longer word would have to change: the shortest that begins with `name`, if that has three
// letters. Else empty.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

// `did you mean "…"?`, or empty.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace sim
