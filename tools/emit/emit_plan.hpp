#pragma once
// What an emitted test does, whatever its language: which streams it holds open, which one it
// cycles, and for how long. Every text in it is harmless in source code and comments of all of them
// (plain_text), since it comes from files of others.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tools {

struct EmitPlan {
    std::string title;   // one line
    std::string origin;  // sentences: what it was made of
    std::string target;  // "127.0.0.1:8080" or "https://…"; empty: whoever runs it says
    std::string method = "GET";
    std::string path;         // of the streams that are cycled
    std::string parked_path;  // of those that wait; its responses have content
    std::string mode;         // "park", "saturate"
    std::string end;          // what ends a stream: "data", "headers", "trailers", "reset"
    std::optional<std::uint32_t> octets;  // of the content; nothing: not known
    std::uint32_t limit = 0;              // where the refusal was seen; 0: not known
    std::uint32_t cycles = 0;
    std::uint32_t connections = 0;
};

// What is asked for on the command line; it replaces what the file says.
struct EmitWishes {
    std::string path;
    std::string target;
    std::optional<std::uint32_t> cycles;
    std::optional<std::uint32_t> cell;  // of a race report, from 0
};

// Visible ASCII without quotes, backslashes, the ends of comments, and what expands.
std::string plain_text(std::string_view text, std::size_t most = 200);
// Throws Failure (exit code 2) where such a path or target cannot stand in source code; `what`
// names it.
void require_plain_path(const std::string& path, const std::string& what);
void require_plain_target(const std::string& target, const std::string& what);

// Defaults: enough that a race that is lost once in some hundred times is lost for sure.
inline constexpr std::uint32_t kEmitCycles = 5'000;
inline constexpr std::uint32_t kEmitConnections = 10;

// Replaces what is wished otherwise. Throws Failure (exit code 2) where that cannot be.
void take_wishes(EmitPlan& plan, const EmitWishes& wishes);

// Of a trace or a race report, told apart by the latter's key "h2sim_race"; "-" is standard input,
// and a trace may be part of the program. Throws Failure (exit code 2) where it is neither, or
// where no test from outside shows what it is about.
EmitPlan plan_of(const std::string& named, const EmitWishes& wishes, bool quiet);

}  // namespace tools
