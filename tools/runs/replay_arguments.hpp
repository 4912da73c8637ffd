#pragma once
// What the command line asks of a replay.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tools {

struct ReplayArguments {
    enum class Format : std::uint8_t { text, json, jsonl, mermaid, svg };
    std::string trace;
    std::size_t until = 0;  // steps; 0: all
    Format format = Format::text;
    std::string out = "-";
    bool step = false;                        // on a terminal, by hand
    bool no_return = false;                   // look for the point of no return …
    std::optional<std::uint64_t> max_states;  // … among so many states
};

}  // namespace tools
