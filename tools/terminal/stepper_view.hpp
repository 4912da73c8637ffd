#pragma once
// What a stepper looks like on a screen.

#include <string>
#include <vector>

#include "tools/terminal/screen_size.hpp"
#include "tools/terminal/stepper.hpp"

namespace tools {

// Smaller screens are only told that they are too small.
inline constexpr ScreenSize kSmallestScreen{40, 10};

// At most `size.rows` lines of at most `size.columns` characters, without line feeds; only with
// colour they have escape sequences. From the top: what it is about, the steps around the current
// one with the counts of open streams, what the current step changed, what can happen after it, a
// message, the keys.
std::vector<std::string> view(const Stepper& stepper, ScreenSize size, bool colour);

}  // namespace tools
