#pragma once
// How many streams that one peer has opened are open as one of the two sees it: what it has sent
// itself it knows at once, what the other one has sent once it has received it for sure. The client
// that keeps a limit goes by its own count; the server that enforces it by another.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

namespace h2 {

class OpenAsSeen {
  public:
    // A stream was opened, or closed, by octets of the other one that end at that offset; 0: by its
    // own.
    void opens(std::uint64_t at) { note(opens_, at, +1); }
    void closes(std::uint64_t at) { note(closes_, at, -1); }
    // It has received so many octets of the other one.
    void receives(std::uint64_t octets) {
        received_ = std::max(received_, octets);
        take(opens_, +1);
        take(closes_, -1);
    }
    // Never less than are open, where it is the opener that sees.
    [[nodiscard]] std::uint32_t count() const {
        return static_cast<std::uint32_t>(std::max<std::int64_t>(open_, 0));
    }

  private:
    using Waiting = std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>>;
    // Of whom nothing is ever proven, not everything is kept: what closes later is not counted as
    // closed.
    static constexpr std::size_t kMostWaiting = 65'536;

    void note(Waiting& waiting, std::uint64_t at, std::int64_t change) {
        if (at <= received_) {
            open_ += change;
        } else if (waiting.size() < kMostWaiting) {
            waiting.push(at);
        }
    }
    void take(Waiting& waiting, std::int64_t change) {
        while (!waiting.empty() && waiting.top() <= received_) {
            waiting.pop();
            open_ += change;
        }
    }

    std::int64_t open_ = 0;
    std::uint64_t received_ = 0;
    Waiting opens_;
    Waiting closes_;
};

}  // namespace h2
