// The texts of the entries lie in one ring of octets, the entries in another; both grow on demand.

#include "h2core/hpack/dynamic_table.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <string>
#include <utility>

namespace h2::hpack {

namespace {

using Traits = std::char_traits<char>;

constexpr std::size_t kLeastText = 512;
constexpr std::uint32_t kLeastSlots = 16;
// Memory below this is kept when the capacity falls: sizes that go to and fro do not reach the
// heap.
constexpr std::size_t kKeptText = std::size_t{2} * kDefaultTableSize;
constexpr std::uint32_t kKeptSlots = kDefaultTableSize / kEntryOverhead;

}  // namespace

void DynamicTable::insert(std::string_view name, std::string_view value) {
    const std::size_t text = name.size() + value.size();
    if (text > capacity_ || capacity_ - text < kEntryOverhead) {
        evict_down_to(0);
        return;
    }
    const auto size = static_cast<std::uint32_t>(text) + kEntryOverhead;
    evict_down_to(capacity_ - size);
    // Evicted octets are still there. A name may lie where it goes, or where the value goes: it is
    // moved first. A value of this table, which no representation asks for, is set aside.
    std::string aside;
    if (owns(value)) {
        aside = value;
        value = aside;
    }
    std::vector<char> old;
    if (!find_place(text)) {
        old = move_text(std::max({text_.size() * 2, kLeastText, octets_ + text}));
    }
    if (count_ == slots_.size()) {
        resize_slots(std::max(2 * count_, kLeastSlots));
    }
    Traits::move(text_.data() + write_, name.data(), name.size());
    Traits::copy(text_.data() + write_ + name.size(), value.data(), value.size());
    slots_[next_ & mask()] = {write_, static_cast<std::uint32_t>(name.size()),
                              static_cast<std::uint32_t>(value.size())};
    write_ += text;
    ++next_;
    ++count_;
    octets_ += size;
}

void DynamicTable::set_capacity(std::uint32_t octets) {
    capacity_ = octets;
    evict_down_to(octets);
    const std::size_t most_text = std::max(std::size_t{2} * octets, kKeptText);
    if (text_.size() > most_text) {
        (void)move_text(most_text);
    }
    const std::uint32_t most_slots = std::bit_ceil(std::max(octets / kEntryOverhead, kKeptSlots));
    if (slots_.size() > most_slots) {
        resize_slots(most_slots);
    }
}

bool DynamicTable::owns(std::string_view text) const {
    const std::less<> before;
    return !text.empty() && !before(text.data(), text_.data()) &&
           before(text.data(), text_.data() + text_.size());
}

// Sets write_ to a place for `size` octets of text. In a ring of twice the capacity there always is
// one: the text in use and the new one together take less than the capacity, and what is lost at
// the end of the ring is less than one of these texts.
bool DynamicTable::find_place(std::size_t size) {
    if (count_ == 0) {
        write_ = 0;
        return size <= text_.size();
    }
    const std::size_t begin = oldest().offset;
    if (write_ < begin) {
        return size < begin - write_;  // never full: write_ == begin means "not wrapped"
    }
    if (size <= text_.size() - write_) {
        return true;
    }
    if (size < begin) {
        write_ = 0;
        return true;
    }
    return false;
}

// Moves the text in use to the front of new memory of `size` octets, at most twice the capacity.
// Returns the old memory.
std::vector<char> DynamicTable::move_text(std::size_t size) {
    const std::size_t most = std::max(std::size_t{2} * capacity_, kKeptText);
    std::vector<char> text(std::min(size, most));
    write_ = 0;
    for (std::uint32_t i = count_; i-- > 0;) {
        Slot& slot = slots_[(next_ - 1 - i) & mask()];
        const std::size_t length = std::size_t{slot.name} + slot.value;
        Traits::copy(text.data() + write_, text_.data() + slot.offset, length);
        slot.offset = write_;
        write_ += length;
    }
    return std::exchange(text_, std::move(text));
}

void DynamicTable::resize_slots(std::uint32_t size) {
    std::vector<Slot> slots(size);
    for (std::uint32_t i = 0; i < count_; ++i) {
        slots[i] = slots_[(next_ - count_ + i) & mask()];
    }
    slots_ = std::move(slots);
    next_ = count_;
}

void DynamicTable::evict_down_to(std::uint32_t octets) {
    while (octets_ > octets) {
        const Slot& slot = oldest();
        octets_ -= slot.name + slot.value + kEntryOverhead;
        --count_;
    }
}

}  // namespace h2::hpack
