// A hash table of slots with bounded probes; a slot that is crowded out is forgotten.

#include "h2core/hpack/match_index.hpp"

#include <algorithm>
#include <utility>

namespace h2::hpack {

namespace {

constexpr std::size_t kLeastBuckets = 64;

}  // namespace

void MatchIndex::count_insertion(const DynamicTable& table) {
    ++insertions_;
    // Two slots to an entry at the most: a quarter of the slots is in use.
    if (buckets_.size() * kWays < std::size_t{8} * table.entries() || buckets_.empty()) {
        std::vector<Bucket> old(std::max(2 * buckets_.size(), kLeastBuckets));
        std::swap(old, buckets_);
        for (const Bucket& bucket : old) {
            for (const Slot& slot : bucket) {
                if (age(slot) < table.entries()) {
                    store(slot, false);
                }
            }
        }
    }
}

void MatchIndex::store(const Slot& slot, bool replace) {
    Bucket& bucket = buckets_[slot.tag & (buckets_.size() - 1)];
    Slot* oldest = &bucket[0];
    for (Slot& candidate : bucket) {
        if (replace && candidate.tag == slot.tag) {
            oldest = &candidate;
            break;
        }
        if (age(candidate) > age(*oldest)) {
            oldest = &candidate;
        }
    }
    *oldest = slot;
}

}  // namespace h2::hpack
