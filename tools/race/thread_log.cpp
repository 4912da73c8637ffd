// Threads by descriptor.

#include "tools/race/thread_log.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace tools {
namespace {

struct Users {
    std::set<int> readers;  // threads
    std::set<int> writers;
    bool is_connection = false;
};

// What wakes a thread up (an eventfd, a pipe) is shorter than any frame.
constexpr long kLeast = 9;  // octets

long result_of(const std::string& line) {
    const std::size_t equals = line.rfind(" = ");
    return equals == std::string::npos ? 0 : std::strtol(line.c_str() + equals + 3, nullptr, 10);
}

bool reads(const std::string& call) {
    return call == "read" || call == "readv" || call == "recvfrom" || call == "recvmsg";
}

bool writes(const std::string& call) {
    return call == "write" || call == "writev" || call == "sendto" || call == "sendmsg" ||
           call == "sendmmsg";
}

}  // namespace

Readers readers_in(std::istream& log) {
    std::map<int, Users> by_descriptor;
    for (std::string line; std::getline(log, line);) {
        std::replace(line.begin(), line.end(), '(', ' ');
        std::istringstream words{line};
        int thread = 0;
        std::string call;
        int descriptor = -1;
        if (!(words >> thread >> call >> descriptor)) {
            continue;
        }
        if (!reads(call) && !writes(call)) {
            continue;
        }
        Users& users = by_descriptor[descriptor];
        (reads(call) ? users.readers : users.writers).insert(thread);
        users.is_connection = users.is_connection || result_of(line) >= kLeast;
    }
    Readers found = Readers::unknown;
    for (const auto& [descriptor, users] : by_descriptor) {
        if (!users.is_connection || users.readers.empty() || users.writers.empty()) {
            continue;
        }
        if (users.readers.size() > 1 || users.readers != users.writers) {
            return Readers::apart;
        }
        found = Readers::same;
    }
    return found;
}

}  // namespace tools
