#pragma once
// How sure a rate is that was counted. Unlike sim/search/random_statistics.hpp, whose intervals are
// exact and for 99 %, these are the usual ones, which other tools print as well.

#include <cstdint>

namespace tools {

// 0 … 1.
struct Rate {
    double rate = 0;
    double low = 0;
    double high = 1;
};

// Wilson's interval (J. Am. Stat. Assoc. 22, 1927) for 95 %. Of none: the rule of three, at most
// 3/n (Hanley and Lippman-Hand, JAMA 249, 1983). Without trials nothing is known: 0, 0 … 1.
Rate wilson(std::uint64_t hits, std::uint64_t trials);

}  // namespace tools
