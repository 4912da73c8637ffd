// Decides when what was consumed or discarded is due as WINDOW_UPDATE (RFC 9113 section 6.9).

#include "h2core/replenisher.hpp"

#include <algorithm>

#include "h2core/window.hpp"

namespace h2 {

std::uint32_t Replenisher::credit(std::uint64_t& pending, std::uint32_t octets,
                                  std::uint64_t window) {
    pending += octets;
    if (pending * 2 < window) {
        return 0;
    }
    constexpr auto kMax = static_cast<std::uint64_t>(Window::kMax);
    const auto due = static_cast<std::uint32_t>(std::min(pending, kMax));
    pending -= due;
    return due;
}

Replenisher::Due Replenisher::consumed(StreamId stream, std::uint32_t octets,
                                       std::uint32_t window) {
    Due due = discarded(octets);
    if (window == 0) {
        forget(stream);
    } else {
        due.stream = credit(streams_.insert(stream), octets, window);
    }
    return due;
}

Replenisher::Due Replenisher::discarded(std::uint32_t octets) {
    return {credit(connection_pending_, octets, connection_window_), 0};
}

}  // namespace h2
