#pragma once
// The dynamic table (RFC 7541 sections 2.3.2 and 4): entries in the order of insertion, the newest
// first, bounded in octets.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace h2::hpack {

inline constexpr std::uint32_t kEntryOverhead = 32;        // section 4.1
inline constexpr std::uint32_t kDefaultTableSize = 4'096;  // RFC 9113 section 6.5.2

// Takes memory as entries come: at most three times its capacity, however large the capacity is.
class DynamicTable {
  public:
    struct Entry {
        std::string_view name;
        std::string_view value;  // begins where the name ends
    };

    [[nodiscard]] std::uint32_t entries() const { return count_; }      // how many
    [[nodiscard]] std::uint32_t octets() const { return octets_; }      // as section 4.1 counts
    [[nodiscard]] std::uint32_t capacity() const { return capacity_; }  // the most octets() can be

    // Entry number `index`, 0 is the newest; index < entries(). The views end with the next
    // insertion or resizing.
    [[nodiscard]] Entry operator[](std::uint32_t index) const {
        const Slot& slot = slots_[(next_ - 1 - index) & mask()];
        const char* const name = text_.data() + slot.offset;
        return {{name, slot.name}, {name + slot.name, slot.value}};
    }

    // Evicts until the entry fits (section 4.4); an entry larger than the capacity empties the
    // table and is not kept. `name` and `value` may refer to entries of this table.
    void insert(std::string_view name, std::string_view value);
    void set_capacity(std::uint32_t octets);

    // Octets of memory in use, for those who bound it.
    [[nodiscard]] std::size_t memory() const {
        return text_.capacity() + slots_.capacity() * sizeof(Slot);
    }

  private:
    struct Slot {
        std::size_t offset;  // of name and value in text_
        std::uint32_t name;  // lengths
        std::uint32_t value;
    };

    [[nodiscard]] std::uint32_t mask() const {
        return static_cast<std::uint32_t>(slots_.size()) - 1;
    }
    [[nodiscard]] const Slot& oldest() const { return slots_[(next_ - count_) & mask()]; }
    [[nodiscard]] bool owns(std::string_view text) const;
    [[nodiscard]] bool find_place(std::size_t size);
    [[nodiscard]] std::vector<char> move_text(std::size_t size);
    void resize_slots(std::uint32_t size);
    void evict_down_to(std::uint32_t octets);

    // A ring of text: an entry lies in one piece, behind the one before or, where the end is too
    // near, at the beginning. Twice the capacity always has room (see find_place).
    std::vector<char> text_;
    std::vector<Slot> slots_;  // a ring too; its size is a power of two
    std::size_t write_ = 0;    // where the text of the next entry goes
    std::uint32_t next_ = 0;   // slot of the next entry, not yet masked
    std::uint32_t count_ = 0;
    std::uint32_t octets_ = 0;
    std::uint32_t capacity_ = kDefaultTableSize;
};

}  // namespace h2::hpack
