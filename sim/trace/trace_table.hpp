#pragma once
// A trace as people read it, step by step, with the number of open streams as the client, the wire
// and the server count them, so that one sees where they part; and what all of it shows: what was
// violated, what it means, the section of the RFC, and for each peer whether it kept to the RFC.

#include <string>
#include <vector>

#include "sim/trace/replay.hpp"

namespace sim {

struct TraceRow {
    std::size_t step = 0;
    Action action;
    std::string actor;  // of the action, in words
    std::string event;
    std::string streams;  // the server's streams that changed: "1 open, counted"; "" if none did
    std::uint32_t client = 0;           // streams open for the client by its own correct account
    std::uint32_t wire = 0;             // open on the wire
    std::uint32_t server = 0;           // what the server compares with its limit
    bool stale = false;                 // it counts a stream that is closed on the wire
    std::string verdict;                // of the core that heard a frame; "" where none did
    std::vector<std::string> observed;  // names of the properties this step breaks or reaches
    bool wrong = false;                 // an `always` property of the scenario is broken here
    std::vector<Fault> faults;          // what a peer did in this step that a rule forbids
};

TraceRow make_row(const Model& model, const ReplayStep& step);

// The paragraph below the table. `last` is the state after the last step.
std::string conclusion(const Trace& trace, const std::vector<TraceRow>& rows,
                       const JudgedWorld& last);

}  // namespace sim
