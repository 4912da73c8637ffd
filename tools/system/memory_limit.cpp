// A group is as narrow as the narrowest of those around it. In a container, the group's path may be
// that on the host, which is not there; the container's own limit is then at the top.

#include "tools/system/memory_limit.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace tools {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

std::uint64_t limit_in(const fs::path& file) {
    std::ifstream stream{file};
    std::uint64_t octets = 0;
    return stream >> octets ? octets : kNoLimit;  // "max" is no number
}

// Of the group at `path` below `top`, and of all around it.
std::uint64_t limit_up_from(const fs::path& top, const std::string& path, const char* file) {
    fs::path group = (fs::path{"/"} / path).lexically_normal();
    std::uint64_t limit = limit_in(top / file);
    for (; group.has_relative_path(); group = group.parent_path()) {
        limit = std::min(limit, limit_in(top / group.relative_path() / file));
    }
    return limit;
}

std::uint64_t memory_of_process() {
    rlimit limit{};
    return getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ? kNoLimit
                                                                                : limit.rlim_cur;
}

std::uint64_t memory_of_machine() {
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long size = sysconf(_SC_PAGESIZE);
    return pages <= 0 || size <= 0
               ? kNoLimit
               : static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size);
}

}  // namespace

// Lines are "HIERARCHY:CONTROLLERS:PATH"; in version 2 there is one, "0::PATH".
std::uint64_t memory_of_control_groups(const fs::path& root) {
    const fs::path groups = root / "sys/fs/cgroup";
    std::uint64_t limit = kNoLimit;
    std::ifstream lines{root / "proc/self/cgroup"};
    for (std::string line; std::getline(lines, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) {
            continue;
        }
        const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
        const std::string path = line.substr(second + 1);
        if (controllers == ",,") {
            limit = std::min(limit, limit_up_from(groups, path, "memory.max"));
        } else if (controllers.find(",memory,") != std::string::npos) {
            limit =
                std::min(limit, limit_up_from(groups / "memory", path, "memory.limit_in_bytes"));
        }
    }
    return limit;
}

std::uint64_t memory_limit() {
    return std::min({memory_of_machine(), memory_of_control_groups(), memory_of_process()});
}

}  // namespace tools
