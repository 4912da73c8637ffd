#pragma once
// Where frames begin in octets that do not begin with one: after a gap, or in the middle of a
// connection.

#include <cstddef>
#include <optional>
#include <span>

namespace tools {

// An offset where a frame begins, behind others: five or more of known types follow each other to
// the end of the octets. Of octets that are `all` there are, it is also where they begin, if they
// are frames to their end. Empty: there is none.
std::optional<std::size_t> find_frames(std::span<const std::byte> octets, bool all);

}  // namespace tools
