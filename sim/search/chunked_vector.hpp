#pragma once
// ChunkedVector<T>: an append-only sequence in chunks of 64 KiB. Unlike std::vector it never holds
// an old and a doubled copy at once, and it asks a MemoryBudget before it takes a chunk.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "sim/search/memory_budget.hpp"

namespace sim {

template <class T>
class ChunkedVector {
    static_assert(std::is_trivially_copyable_v<T> && 65536 % sizeof(T) == 0);

  public:
    explicit ChunkedVector(MemoryBudget& budget) : budget_{&budget} {}

    [[nodiscard]] std::uint64_t size() const { return size_; }

    // False, and nothing appended, when the budget does not allow another chunk.
    [[nodiscard]] bool push_back(T item) {
        if (size_ % kPerChunk == 0 && !add_chunk()) [[unlikely]] {
            return false;
        }
        chunks_.back()[size_++ % kPerChunk] = item;
        return true;
    }
    T& operator[](std::uint64_t index) { return chunks_[index / kPerChunk][index % kPerChunk]; }
    const T& operator[](std::uint64_t index) const {
        return chunks_[index / kPerChunk][index % kPerChunk];
    }

  private:
    static constexpr std::uint64_t kPerChunk = 65536 / sizeof(T);

    bool add_chunk() {
        if (!budget_->take(kPerChunk * sizeof(T) + sizeof(std::unique_ptr<T[]>))) {
            return false;
        }
        chunks_.emplace_back(new T[kPerChunk]);
        return true;
    }

    MemoryBudget* budget_;
    std::vector<std::unique_ptr<T[]>> chunks_;
    std::uint64_t size_ = 0;
};

}  // namespace sim
