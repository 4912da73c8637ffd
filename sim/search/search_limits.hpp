#pragma once
// What bounds the searches that ask a question about one trace, and who is asked on the way. The
// explorer and the random search have the same in their options.

#include <cstdint>
#include <functional>

#include "sim/search/exploration.hpp"

namespace sim {

struct SearchLimits {
    std::uint64_t max_states = 2'000'000;
    std::uint64_t max_memory = kUnbounded;  // bytes; asked before memory is taken
    // As in sim::Options: both are asked every kCheckInterval steps or so.
    std::function<bool()> should_stop;
    std::function<void(const Progress&)> progress;
};

// Counts the steps of a search, tells its progress and asks whether it is to go on.
class Watch {
  public:
    template <class Callbacks, class MakeProgress>
    [[nodiscard]] bool stops(const Callbacks& callbacks, const MakeProgress& make) {
        if (++since_ < kCheckInterval) {
            return false;
        }
        since_ = 0;
        if (callbacks.progress) {
            callbacks.progress(make());
        }
        return callbacks.should_stop && callbacks.should_stop();
    }

  private:
    std::uint64_t since_ = 0;
};

}  // namespace sim
