#pragma once
// Connections as a peer may use them: many streams, every type of frame, field blocks in pieces.

#include <cstdint>

#include "tests/h2core/oracle/script.hpp"

namespace oracle {

// The same script for the same arguments.
struct Manners {
    std::uint64_t odd_one_in = 0;       // one message in so many is malformed or unusual; 0: none
    std::uint64_t reckless_one_in = 0;  // one step in so many heeds no state and no limit; 0: none
};
Script generate(h2::Role role, std::uint64_t seed, const Manners& manners);

}  // namespace oracle
