#pragma once
// A trace as pictures: SVG for people, Mermaid for pages that draw it themselves.

#include <optional>
#include <string>

#include "sim/trace/space_time.hpp"
#include "sim/trace/trace_search.hpp"

namespace sim {

// What there is to draw. Texts of the scenario may be anything: both forms escape them.
struct Drawing {
    const Trace& trace;
    SpaceTime picture;
    std::string conclusion;  // lines of sim::conclusion(); empty if not walked to the end
    std::string note;        // of the replay: "The trace replays: …"
    bool ended = false;      // all steps of the trace are here, and they replay
    std::optional<NoReturn> no_return;  // if it was asked for
};

// A self-contained picture without scripts: time goes down, one row for each step. A lane for each
// thread, between the client and the server one for each direction of the transport, in which the
// frames on their way stand. Light or dark as the reader's system is. Ends in a line feed.
std::string to_svg(const Drawing& drawing);

// Longer texts than Mermaid takes by default (50,000 characters) are cut, and say so.
inline constexpr std::size_t kMostMermaidOctets = 45'000;

// A sequenceDiagram. Ends in a line feed.
std::string to_mermaid(const Drawing& drawing);

}  // namespace sim
