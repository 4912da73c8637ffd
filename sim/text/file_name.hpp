#pragma once
// The names by which a scenario knows a profile or a net: those of their files, in no other folder.

#include <algorithm>
#include <string_view>

namespace sim {

// Letters, digits, '.', '_' and '-', at most 100, not beginning with '.'.
inline bool is_file_name(std::string_view name) {
    const auto allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' || letter == '-';
    };
    return !name.empty() && name.size() <= 100 && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace sim
