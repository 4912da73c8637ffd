// The counts of open streams as lines of blocks.

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "tools/diagnose/diagnose_report.hpp"

namespace tools {
namespace {

using Counter = std::uint32_t CountPoint::*;

struct Seen {
    std::string_view by;
    Counter count;
};
constexpr std::array<Seen, 3> kSeen = {{{"client", &CountPoint::client},
                                        {"wire", &CountPoint::wire},
                                        {"server", &CountPoint::server}}};

std::uint32_t most_of(const std::vector<CountPoint>& counts, Counter counter) {
    std::uint32_t most = 0;
    for (const CountPoint& point : counts) {
        most = std::max(most, point.*counter);
    }
    return most;
}

std::string blocks(const std::vector<CountPoint>& counts, Counter counter, std::uint32_t top) {
    constexpr std::array<std::string_view, 9> kBlocks = {" ", "▁", "▂", "▃", "▄",
                                                         "▅", "▆", "▇", "█"};
    std::string line;
    for (const CountPoint& point : counts) {
        const std::uint64_t height = (std::uint64_t{point.*counter} * 8 + top - 1) / top;
        line += kBlocks[std::min<std::uint64_t>(height, 8)];
    }
    return line;
}

}  // namespace

std::vector<CountPoint> thinned(const std::vector<CountPoint>& counts, std::size_t most) {
    if (counts.size() <= most) {
        return counts;
    }
    std::vector<CountPoint> fewer;
    for (std::size_t part = 0; part < most; ++part) {
        const std::size_t begin = part * counts.size() / most;
        const std::size_t end = (part + 1) * counts.size() / most;
        CountPoint highest = counts[begin];
        for (std::size_t i = begin; i < end; ++i) {
            highest.client = std::max(highest.client, counts[i].client);
            highest.wire = std::max(highest.wire, counts[i].wire);
            highest.server = std::max(highest.server, counts[i].server);
        }
        fewer.push_back(highest);
    }
    return fewer;
}

std::vector<std::string> count_plot(const ConnectionFacts& facts, std::size_t width) {
    std::uint32_t top = 0;
    for (const Seen& seen : kSeen) {
        top = std::max(top, most_of(facts.counts, seen.count));
    }
    if (top == 0) {
        return {};
    }
    constexpr std::size_t kBeside = 20;  // name and number
    const auto counts = thinned(facts.counts, width > 2 * kBeside ? width - kBeside : kBeside);
    std::vector<std::string> lines;
    for (const Seen& seen : kSeen) {
        lines.push_back(fmt::format("{:<6} {} {}", seen.by, blocks(counts, seen.count, top),
                                    most_of(facts.counts, seen.count)));
    }
    return lines;
}

}  // namespace tools
