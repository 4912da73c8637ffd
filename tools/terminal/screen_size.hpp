#pragma once
// How large a screen is, in characters.

#include <cstddef>

namespace tools {

struct ScreenSize {
    std::size_t columns = 80;
    std::size_t rows = 24;
    bool operator==(const ScreenSize&) const = default;
};

}  // namespace tools
