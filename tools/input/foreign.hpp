#pragma once
// Octets that are no HTTP/2, named as what they are.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tools {

struct Foreign {
    enum class Kind : std::uint8_t {
        protocol,  // octets of a connection; the same connection may go on in HTTP/2
        file,      // a file of some format, whatever is in it
    };
    Kind kind = Kind::protocol;
    std::string_view name;    // "an HTTP/1.x response": stands after "this is"
    std::string_view advice;  // for somebody who has these octets in a file
};

// What the octets begin with, where that is sure: as HTTP/2 they would be a frame of half a
// megabyte or more, or have many signs of something else. Looks at the first octets only.
std::optional<Foreign> foreign_protocol(std::span<const std::byte> octets);

}  // namespace tools
