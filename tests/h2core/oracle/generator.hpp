#pragma once
// Sessions as a peer may have them: many streams, every type of frame, field blocks in pieces.

#include <cstdint>

#include "tests/h2core/oracle/script.hpp"

namespace oracle {

// The same script for the same arguments. `odd_one_in`: one message in so many is made malformed
// or unusual; 0: none, and the whole script keeps the rules.
Script generate(h2::Role role, std::uint64_t seed, std::uint64_t odd_one_in);

}  // namespace oracle
