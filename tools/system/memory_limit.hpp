#pragma once
// How much memory this process may use.

#include <cstdint>
#include <filesystem>

namespace tools {

// The smallest limit of the control groups (cgroups(7), versions 1 and 2) that this process is in,
// in bytes, or the largest number where there is none. `root` is where /proc and /sys are.
std::uint64_t memory_of_control_groups(const std::filesystem::path& root = "/");

// The least of these limits, that of the process (ulimit -v) and the machine's memory, in bytes.
std::uint64_t memory_limit();

}  // namespace tools
