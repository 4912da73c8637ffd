#pragma once
// The states an exploration has seen, each with its number. Two classes with one interface:
//   DigestSet  remembers 128-bit digests (20 octets per state and spare room);
//   ExactSet   remembers whole canonical octets as well and compares them, so that two states that
//              share a digest stay two states. Tests hold the first against the second.
// Open addressing with linear probing in 64 shards that double one by one, so that growing needs
// little memory beside what is grown. Deterministic; allocates only in growing.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "sim/search/chunked_vector.hpp"
#include "sim/search/memory_budget.hpp"
#include "sim/world/digest.hpp"

namespace sim {

// States are numbered from 1 in order of discovery; 0 is no state.
using StateNumber = std::uint32_t;
inline constexpr StateNumber kNoState = 0;

// Whether a table entry with the same digest is the same state.
struct DigestDecides {
    bool operator()(StateNumber) const { return true; }
};

// The open-addressing table of both sets.
class DigestTable {
  public:
    explicit DigestTable(MemoryBudget& budget) : budget_{&budget} {}

    // Number of the state with this digest for which `same` agrees; kNoState when there is none.
    // Leaves `slot` where insert() will put it.
    struct Slot {
        std::uint32_t shard = 0;
        std::uint64_t index = 0;
    };
    template <class Same>
    StateNumber find(const Digest& digest, const Same& same, Slot& slot) const {
        slot.shard = shard_of(digest);
        const Shard& shard = shards_[slot.shard];
        slot.index = digest.low & shard.mask;
        if (shard.entries == nullptr) {
            return kNoState;
        }
        for (;; slot.index = (slot.index + 1) & shard.mask) {
            const Entry& entry = shard.entries[slot.index];
            if (entry.number == kNoState) {
                return kNoState;
            }
            if (entry.holds(digest) && same(entry.number)) {
                return entry.number;
            }
        }
    }
    // After a find() that found nothing, with its slot. False when there is no memory to grow.
    [[nodiscard]] bool insert(const Digest& digest, StateNumber number, const Slot& slot);

    void prefetch(const Digest& digest) const {
        const Shard& shard = shards_[shard_of(digest)];
        if (shard.entries != nullptr) {
            __builtin_prefetch(&shard.entries[digest.low & shard.mask]);
        }
    }
    // All entries of all shards, empty ones included.
    [[nodiscard]] std::uint64_t capacity() const;

  private:
    struct Entry {
        std::array<std::uint32_t, 4> digest;  // as four words: 20 octets instead of 24
        StateNumber number;
        [[nodiscard]] bool holds(const Digest& wanted) const {
            return std::memcmp(digest.data(), &wanted, sizeof(wanted)) == 0;
        }
        [[nodiscard]] std::uint64_t low() const {
            std::uint64_t low = 0;
            std::memcpy(&low, digest.data(), sizeof(low));
            return low;
        }
    };
    static_assert(sizeof(Digest) == 16 && sizeof(Entry) == 20);

    struct Shard {
        std::unique_ptr<Entry[]> entries;
        std::uint64_t mask = 0;  // capacity minus one
        std::uint64_t used = 0;
    };
    static constexpr std::uint64_t kFirstCapacity = 16;

    // The table inside a shard is addressed by the low word, the shard by the high one.
    static std::uint32_t shard_of(const Digest& digest) {
        return static_cast<std::uint32_t>(digest.high >> 58U);
    }
    bool grow(Shard& shard);
    static std::uint64_t free_index(const Shard& shard, std::uint64_t low);

    MemoryBudget* budget_;
    std::array<Shard, 64> shards_;
};

struct Found {
    StateNumber number = kNoState;  // kNoState: the state is new and there was no memory for it
    bool is_new = false;
};

class DigestSet {
  public:
    explicit DigestSet(MemoryBudget& budget) : table_{budget} {}

    // The number of the state; `next` when it was not there and has now been inserted with it.
    Found find_or_insert(const Digest& digest, std::span<const std::byte> /*octets*/,
                         StateNumber next) {
        DigestTable::Slot slot;
        const StateNumber known = table_.find(digest, DigestDecides{}, slot);
        if (known != kNoState) {
            return {known, false};
        }
        return {table_.insert(digest, next, slot) ? next : kNoState, true};
    }
    void prefetch(const Digest& digest) const { table_.prefetch(digest); }

  private:
    DigestTable table_;
};

class ExactSet {
  public:
    explicit ExactSet(MemoryBudget& budget) : table_{budget}, begins_{budget}, octets_{budget} {}

    // As DigestSet; `next` counts up from 1. Not to be asked again once there was no memory.
    Found find_or_insert(const Digest& digest, std::span<const std::byte> octets, StateNumber next);
    void prefetch(const Digest& digest) const { table_.prefetch(digest); }

  private:
    [[nodiscard]] bool same(StateNumber number, std::span<const std::byte> octets) const;
    bool append(std::span<const std::byte> octets);

    DigestTable table_;
    ChunkedVector<std::uint64_t> begins_;  // of state n at n-1
    ChunkedVector<std::byte> octets_;
};

}  // namespace sim
