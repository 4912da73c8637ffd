#pragma once
// One script through both implementations, frame by frame.

#include <string>
#include <vector>

#include "tests/h2core/oracle/differences.hpp"
#include "tests/h2core/oracle/script.hpp"

namespace oracle {

struct Comparison {
    std::uint32_t compared = 0;  // frames of which both had an opinion
    std::uint32_t errors = 0;    // of these, errors that both found
    Outcome ours;                // of the last frame compared
    Outcome theirs;
    h2::RuleId rule = h2::RuleId::none;     // that ours cites
    std::vector<const Difference*> listed;  // differences that are known
    std::string unlisted;                   // another one, for people; empty: none
};

// Up to the first connection error of either. A field block counts as one frame, judged when it is
// complete. A stream about which they differ is not compared any more.
Comparison compare(const Script& script);

}  // namespace oracle
