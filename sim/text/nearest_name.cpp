// The distance of two words is computed from those of their beginnings, in a table. A word that is
// longer than any valid name is compared with none.

#include "sim/text/nearest_name.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace sim {
namespace {

constexpr std::size_t kLongestName = 64;  // no valid name is longer; keeps the table small
constexpr std::size_t kShortestBeginning = 3;

std::string folded(std::string_view name) {
    std::string result{name};
    for (char& letter : result) {
        if (letter == '-') {
            letter = '_';
        }
        if (letter >= 'A' && letter <= 'Z') {
            letter = static_cast<char>(letter - 'A' + 'a');
        }
    }
    return result;
}

// The shortest candidate that begins so.
std::string_view completed(const std::string& wanted,
                           std::span<const std::string_view> candidates) {
    std::string_view best;
    if (wanted.size() < kShortestBeginning) {
        return best;
    }
    for (const std::string_view candidate : candidates) {
        if (folded(candidate).starts_with(wanted) &&
            (best.empty() || candidate.size() < best.size())) {
            best = candidate;
        }
    }
    return best;
}

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
    const std::size_t width = right.size() + 1;
    std::vector<std::size_t> table((left.size() + 1) * width);
    const auto cell = [&](std::size_t i, std::size_t j) -> std::size_t& {
        return table[i * width + j];
    };
    for (std::size_t i = 0; i <= left.size(); ++i) {
        cell(i, 0) = i;
    }
    for (std::size_t j = 0; j <= right.size(); ++j) {
        cell(0, j) = j;
    }
    for (std::size_t i = 1; i <= left.size(); ++i) {
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = cell(i - 1, j - 1) + (left[i - 1] != right[j - 1]);
            cell(i, j) = std::min({cell(i - 1, j) + 1, cell(i, j - 1) + 1, replaced});
            const bool swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) {
                cell(i, j) = std::min(cell(i, j), cell(i - 2, j - 2) + 1);
            }
        }
    }
    return cell(left.size(), right.size());
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
    if (name.size() > kLongestName) {
        return {};
    }
    const std::string wanted = folded(name);
    std::string_view best;
    std::size_t least = kLongestName;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = edit_distance(wanted, folded(candidate));
        if (3 * distance > std::max(wanted.size(), candidate.size()) || distance >= least) {
            continue;
        }
        least = distance;
        best = candidate;
    }
    return best.empty() ? completed(wanted, candidates) : best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
    const std::string_view nearest = nearest_name(name, candidates);
    return nearest.empty() ? std::string{} : fmt::format("did you mean \"{}\"?", nearest);
}

}  // namespace sim
