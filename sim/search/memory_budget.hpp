#pragma once
// Memory of one exploration, asked for before it is taken, so that a search too large for its bound
// stops with an answer instead of being killed. Counts the containers' storage in bytes.

#include <algorithm>
#include <cstdint>

#include "h2core/invariant.hpp"

namespace sim {

class MemoryBudget {
  public:
    explicit MemoryBudget(std::uint64_t limit) : limit_{limit} {}

    // False, and nothing taken, when the limit would be passed.
    [[nodiscard]] bool take(std::uint64_t bytes) {
        if (bytes > limit_ - used_) {
            return false;
        }
        used_ += bytes;
        peak_ = std::max(peak_, used_);
        return true;
    }
    void give(std::uint64_t bytes) {
        H2_INVARIANT(bytes <= used_);
        used_ -= bytes;
    }
    [[nodiscard]] std::uint64_t used() const { return used_; }
    [[nodiscard]] std::uint64_t peak() const { return peak_; }

  private:
    std::uint64_t limit_;
    std::uint64_t used_ = 0;
    std::uint64_t peak_ = 0;
};

}  // namespace sim
