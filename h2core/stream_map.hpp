#pragma once
// StreamMap<T>: facts about streams by ascending identifier, for bookkeeping that comes and goes
// with every request. New streams have the highest identifier, so that insert() appends; find() is
// a binary search; an erased entry stays as a gap that is closed when gaps outnumber entries, so
// that 10,000 streams that end in any order cost no more than their own entries. Storage is used
// again: no allocation while the number of streams does not grow.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "h2core/stream_id.hpp"

namespace h2 {

template <class T>
class StreamMap {
  public:
    // Null if the stream has no entry. Valid until the next insert() or erase().
    [[nodiscard]] T* find(StreamId stream) {
        const auto slot = lower_bound(stream);
        return slot != slots_.end() && slot->stream == stream && slot->live ? &slot->value
                                                                            : nullptr;
    }
    // The stream's entry, new and value-initialized if there was none.
    T& insert(StreamId stream) {
        if (slots_.empty() || slots_.back().stream < stream) {
            ++size_;
            return slots_.emplace_back(Slot{stream, true, T{}}).value;
        }
        auto slot = lower_bound(stream);
        if (slot->stream != stream) {
            slot = slots_.insert(slot, Slot{stream, false, T{}});
        }
        if (!slot->live) {
            *slot = Slot{stream, true, T{}};
            ++size_;
        }
        return slot->value;
    }
    // False if there was no entry.
    bool erase(StreamId stream) {
        const auto slot = lower_bound(stream);
        if (slot == slots_.end() || slot->stream != stream || !slot->live) {
            return false;
        }
        slot->live = false;
        --size_;
        close_gaps();
        return true;
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    // visit(StreamId, T&) for every entry, by ascending stream; it must not change the map.
    template <class Visit>
    void for_each(const Visit& visit) {
        for (Slot& slot : slots_) {
            if (slot.live) {
                visit(slot.stream, slot.value);
            }
        }
    }

  private:
    struct Slot {
        StreamId stream;
        bool live = false;
        T value;
    };
    using Slots = std::vector<Slot>;

    typename Slots::iterator lower_bound(StreamId stream) {
        return std::lower_bound(slots_.begin(), slots_.end(), stream,
                                [](const Slot& slot, StreamId id) { return slot.stream < id; });
    }
    void close_gaps() {
        while (!slots_.empty() && !slots_.back().live) {
            slots_.pop_back();
        }
        constexpr std::size_t kFew = 16;  // not worth a pass over the table
        if (slots_.size() - size_ > size_ + kFew) {
            slots_.erase(std::remove_if(slots_.begin(), slots_.end(),
                                        [](const Slot& slot) { return !slot.live; }),
                         slots_.end());
        }
    }

    Slots slots_;
    std::size_t size_ = 0;  // slots that are live
};

}  // namespace h2
