#pragma once
// Damages a script as a careless or hostile peer would.

#include "tests/h2core/oracle/script.hpp"
#include "tests/support/split_mix64.hpp"

namespace oracle {

// One to four changes: bits, lengths, types, flags and identifiers of frames; frames inserted,
// dropped, doubled, exchanged, cut off.
void mutate(Script& script, support::SplitMix64& random);

}  // namespace oracle
