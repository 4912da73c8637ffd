#pragma once
// What the command line asks of a replay.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tools {

struct ReplayArguments {
    enum class Format : std::uint8_t { text, json, jsonl, mermaid, svg };
    std::string trace;
    std::size_t until = 0;  // steps; 0: all
    Format format = Format::text;
    std::string out = "-";
    std::vector<std::string> overrides;       // KEY=VALUE: in the design that is changed so
    std::string trace_out;                    // … the steps that it takes, as a trace; may be "-"
    bool step = false;                        // on a terminal, by hand
    bool no_return = false;                   // look for the point of no return …
    std::optional<std::uint64_t> max_states;  // … among so many states
};

}  // namespace tools
