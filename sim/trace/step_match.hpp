#pragma once
// Whether a recorded step is what an event of this world does.

#include <cstddef>
#include <optional>
#include <string>

#include "sim/judge/judged_world.hpp"
#include "sim/trace/trace.hpp"

namespace sim {

// How the action differs from what the step says, as in "its thread is …"; empty text: in its
// words; nothing: it does not. `places`: where it takes and puts things counts, too.
std::optional<std::string> difference(const TraceStep& step, const Action& found, bool places);

// Where the event of that step is among the enabled ones, if it is enabled at all.
std::optional<std::size_t> index_of(const JudgedWorld& world, const EventList<JudgedWorld>& events,
                                    const TraceStep& step);

// "enabled are:", and a line for each.
std::string enabled_names(const JudgedWorld& world, const EventList<JudgedWorld>& events);

}  // namespace sim
