#pragma once
// What a state means, in sentences: which streams the server counts although they are closed, what
// the client takes no account of, and who waits for what where nothing can happen any more.

#include <string>
#include <vector>

#include "sim/judge/judged_world.hpp"

namespace sim {

// The streams that the server counts against its limit and that are closed on the wire.
std::vector<h2::StreamId> stale_streams(const JudgedWorld& world);

// One sentence for each stream that the server counts and that is closed on the wire, for a limit
// the client has exceeded, and for streams it has open and does not count.
std::vector<std::string> stale_counts(const JudgedWorld& world);

// One sentence for each actor that waits; for states in which progress is lost.
std::vector<std::string> who_waits(const JudgedWorld& world);

}  // namespace sim
