#pragma once
// What the command line asks of a replay.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tools {

struct ReplayArguments {
    enum class Format : std::uint8_t { text, json, jsonl, mermaid, svg };

}  // namespace tools
