#pragma once
// The states found and not yet expanded, as canonical octets in chunks of 64 KiB rather than as
// worlds. Two classes with one interface, and the only difference between breadth first and depth
// first: a queue and a stack.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>

#include "sim/search/memory_budget.hpp"
#include "sim/search/visited_set.hpp"

namespace sim {

struct Pending {
    StateNumber number = kNoState;
    std::uint32_t depth = 0;
    std::span<const std::byte> octets;  // valid until the next push or pop
};

namespace detail {

// What the two frontiers share: records of a label and octets, never split over chunks.
class FrontierChunks {
  public:
    explicit FrontierChunks(MemoryBudget& budget) : budget_{&budget} {}

    [[nodiscard]] bool empty() const { return waiting_ == 0; }
    [[nodiscard]] std::uint64_t size() const { return waiting_; }

  protected:
    struct Label {
        std::uint32_t size;
        StateNumber number;
        std::uint32_t depth;
    };
    struct Chunk {
        std::unique_ptr<std::byte[]> data;
        std::size_t capacity = 0;
        std::size_t used = 0;
    };

    // Room for a record at the end of the last chunk, added when needed; null without memory.
    std::byte* take(std::size_t size);
    // Frees the chunk at one end.
    void drop(bool front);

    MemoryBudget* budget_;
    std::deque<Chunk> chunks_;
    std::uint64_t waiting_ = 0;
};

}  // namespace detail

// Breadth first: the state found first is expanded first.
class QueueFrontier : public detail::FrontierChunks {
  public:
    static constexpr bool kLastIsNext = false;
    using FrontierChunks::FrontierChunks;

    // False, and nothing added, when there is no memory.
    [[nodiscard]] bool push(StateNumber number, std::uint32_t depth,
                            std::span<const std::byte> octets);
    // Not to be asked of an empty frontier.
    Pending pop();

  private:
    std::size_t read_ = 0;  // position in the first chunk
};

// Depth first: the state pushed last is expanded first.
class StackFrontier : public detail::FrontierChunks {
  public:
    static constexpr bool kLastIsNext = true;
    using FrontierChunks::FrontierChunks;

    [[nodiscard]] bool push(StateNumber number, std::uint32_t depth,
                            std::span<const std::byte> octets);
    Pending pop();
};

}  // namespace sim
