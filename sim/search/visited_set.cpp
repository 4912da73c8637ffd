// A shard doubles before it would be more than three quarters full, and asks the budget before it
// takes memory. The exact set keeps the octets of all states in one vector, and where each begins
// in another.

#include "sim/search/visited_set.hpp"

namespace sim {

std::uint64_t DigestTable::free_index(const Shard& shard, std::uint64_t low) {
    std::uint64_t index = low & shard.mask;
    while (shard.entries[index].number != kNoState) {
        index = (index + 1) & shard.mask;
    }
    return index;
}

bool DigestTable::insert(const Digest& digest, StateNumber number, const Slot& slot) {
    Shard& shard = shards_[slot.shard];
    std::uint64_t index = slot.index;
    const std::uint64_t capacity = shard.entries == nullptr ? 0 : shard.mask + 1;
    if (4 * (shard.used + 1) > 3 * capacity) {
        if (!grow(shard)) {
            return false;
        }
        index = free_index(shard, digest.low);
    }
    Entry& entry = shard.entries[index];
    std::memcpy(entry.digest.data(), &digest, sizeof(digest));
    entry.number = number;
    ++shard.used;
    return true;
}

bool DigestTable::grow(Shard& shard) {
    const std::uint64_t old_capacity = shard.entries == nullptr ? 0 : shard.mask + 1;
    const std::uint64_t capacity = old_capacity == 0 ? kFirstCapacity : 2 * old_capacity;
    if (!budget_->take(capacity * sizeof(Entry))) {
        return false;
    }
    const std::unique_ptr<Entry[]> old = std::move(shard.entries);
    shard.entries = std::make_unique<Entry[]>(capacity);
    shard.mask = capacity - 1;
    for (std::uint64_t i = 0; i < old_capacity; ++i) {
        if (old[i].number != kNoState) {
            shard.entries[free_index(shard, old[i].low())] = old[i];
        }
    }
    budget_->give(old_capacity * sizeof(Entry));
    return true;
}

std::uint64_t DigestTable::capacity() const {
    std::uint64_t sum = 0;
    for (const Shard& shard : shards_) {
        sum += shard.entries == nullptr ? 0 : shard.mask + 1;
    }
    return sum;
}

Found ExactSet::find_or_insert(const Digest& digest, std::span<const std::byte> octets,
                               StateNumber next) {
    DigestTable::Slot slot;
    const auto agrees = [&](StateNumber number) { return same(number, octets); };
    const StateNumber known = table_.find(digest, agrees, slot);
    if (known != kNoState) {
        return {known, false};
    }
    H2_INVARIANT(next == begins_.size() + 1);
    if (!append(octets) || !table_.insert(digest, next, slot)) {
        return {kNoState, true};
    }
    return {next, true};
}

bool ExactSet::same(StateNumber number, std::span<const std::byte> octets) const {
    const std::uint64_t begin = begins_[number - 1U];
    const std::uint64_t end = number < begins_.size() ? begins_[number] : octets_.size();
    if (end - begin != octets.size()) {
        return false;
    }
    for (std::uint64_t i = 0; i < octets.size(); ++i) {
        if (octets_[begin + i] != octets[i]) {
            return false;
        }
    }
    return true;
}

bool ExactSet::append(std::span<const std::byte> octets) {
    if (!begins_.push_back(octets_.size())) {
        return false;
    }
    for (const std::byte octet : octets) {
        if (!octets_.push_back(octet)) {
            return false;
        }
    }
    return true;
}

}  // namespace sim
